import { type Message, message } from '#domain/language/message';
import type { CustomerSentence } from './customer-messages.ts';
import { type Explanation, OPERATION_CODES, REQUEST_CODES } from './platform-codes.ts';

/** Who must act on a code. */
const ACTORS = {
  none: message('no one: there is nothing to do'),
  merchant: message('you, the merchant'),
  customer: message('the customer'),
  operator: message('the mobile operator'),
  platform: message('the platform'),
} as const;

/** Whether and when to retry. */
const RETRIES = {
  needless: message('no, there is no need to'),
  never: message('no, the result would be the same'),
  wait: message('no, it is still open: ask for its status instead, it is not final'),
  soon: message('yes, ask for the status again in 10 s: it is not final'),
  later: message('yes, a few minutes later'),
  corrected: message('yes, after the cause is corrected'),
  again: message('yes, as a new payment with a new payment id'),
  'again-later': message('yes, as a new payment, at least a few minutes later'),
  'refund-again': message('yes, as a new refund, after the cause was found: the status says what is left to refund'),
  'status-first': message('not before you have checked the status: the operation may already have happened'),
} as const;

type Advice = readonly [who: keyof typeof ACTORS, retry: keyof typeof RETRIES, tell: CustomerSentence];

/** Advice for a code that is the result of a refund. The customer is never asked to pay again. */
const REFUND_ADVICE = {
  done: ['none', 'needless', 'refunded'],
  open: ['platform', 'wait', 'refund-processing'],
  declined: ['merchant', 'refund-again', 'refund-declined'],
} as const satisfies Readonly<Record<string, Advice>>;

/** Codes of a status request for an unknown payment, for which there is no customer message. */
const NOT_FOUND = new Set(['3061', '3062']);

/** Advice for each documented code (platform docs: codes). */
const ADVICE: Readonly<Record<string, Advice>> = {
  '0': ['none', 'needless', 'paid'],
  '100': ['customer', 'again', 'declined'],
  '1405': ['merchant', 'never', 'stopped'],
  '1407': ['merchant', 'never', 'stopped'],
  '1409': ['customer', 'again-later', 'too-soon'],
  '1422': ['customer', 'again', 'too-much'],
  '1433': ['customer', 'again-later', 'too-soon'],
  '1434': ['merchant', 'status-first', 'processing'],
  '2003': ['merchant', 'corrected', 'our-problem'],
  '2004': ['merchant', 'corrected', 'our-problem'],
  '2147': ['platform', 'later', 'busy'],
  '2442': ['merchant', 'corrected', 'our-problem'],
  '3024': ['merchant', 'corrected', 'our-problem'],
  '3028': ['merchant', 'corrected', 'refund-checked'],
  '3041': ['merchant', 'status-first', 'processing'],
  '3060': ['merchant', 'status-first', 'our-problem'],
  '3061': ['merchant', 'soon', 'processing'],
  '3062': ['merchant', 'soon', 'processing'],
  '3191': ['customer', 'wait', 'code-awaited'],
  '3230': ['merchant', 'status-first', 'refund-checked'],
  '3261': ['merchant', 'corrected', 'our-problem'],
  '3262': ['merchant', 'corrected', 'our-problem'],
  '3283': ['merchant', 'corrected', 'refund-checked'],
  '3284': ['merchant', 'corrected', 'refund-checked'],
  '3285': ['merchant', 'status-first', 'refund-checked'],
  '3286': ['merchant', 'corrected', 'our-problem'],
  '3287': ['merchant', 'corrected', 'our-problem'],
  '3288': ['merchant', 'never', 'refund-checked'],
  '3610': ['merchant', 'never', 'refund-checked'],
  '3613': ['merchant', 'status-first', 'processing'],
  '9999': ['none', 'wait', 'processing'],
  '20000': ['customer', 'again', 'declined'],
  '20100': ['customer', 'again', 'declined'],
  '20101': ['customer', 'again', 'operator-limit'],
  '20102': ['customer', 'again', 'number'],
  '20104': ['customer', 'again', 'codes-used-up'],
  '20105': ['customer', 'again', 'balance'],
  '20106': ['customer', 'never', 'account'],
  '20201': ['customer', 'never', 'account'],
  '20202': ['operator', 'again-later', 'operator-problem'],
  '20206': ['operator', 'again-later', 'operator-problem'],
  '20301': ['customer', 'again', 'cancelled'],
  '20302': ['customer', 'again', 'code-refused'],
  '20602': ['customer', 'again', 'timed-out'],
  '20603': ['operator', 'again-later', 'operator-problem'],
  '20706': ['customer', 'never', 'unsupported'],
  '20802': ['operator', 'wait', 'processing'],
  '20899': ['operator', 'wait', 'processing'],
};

type Family = readonly [pattern: RegExp, words: Message, advice: Advice];

/** Advice for families of codes with the same prefix, derived from the documented codes. The first match counts. */
const FAMILIES: readonly Family[] = [
  [/^0$/, message('success'), ['none', 'needless', 'paid']],
  [/^14\d\d$/, message('stopped by a risk rule'), ['merchant', 'never', 'stopped']],
  [/^2\d{3}$/, message('the platform could not process the request'), ['merchant', 'corrected', 'our-problem']],
  [
    /^32[89]\d$|^36\d\d$/,
    message('refused by a rule for refunds and repeats'),
    ['merchant', 'status-first', 'refund-checked'],
  ],
  [/^3\d{3}$/, message('refused by a rule for payments'), ['merchant', 'status-first', 'our-problem']],
  [/^9999$/, message('still being processed'), ['none', 'wait', 'processing']],
  [/^201\d\d$/, message('the operator declined'), ['customer', 'again', 'declined']],
  [
    /^202\d\d$/,
    message('a problem at the operator, or with the phone account'),
    ['operator', 'again-later', 'operator-problem'],
  ],
  [/^203\d\d$/, message('cancelled by the customer, or the code was not accepted'), ['customer', 'again', 'declined']],
  [/^206\d\d$/, message('timed out'), ['customer', 'again-later', 'timed-out']],
  [/^207\d\d$/, message('the operator does not support it'), ['customer', 'never', 'unsupported']],
  [/^208\d\d$/, message('not confirmed yet: still open'), ['operator', 'wait', 'processing']],
  [/^(100|20\d{3})$/, message('declined'), ['customer', 'again', 'declined']],
];

/** A code, explained for support staff. */
export interface ExplainedCode {
  readonly code: string;
  /** What the code belongs to. */
  readonly of: 'payment' | 'refund';
  /** False for an undocumented code: at most its family is known. */
  readonly known: boolean;
  readonly where: Message;
  readonly meaning: Message;
  readonly family: Message | null;
  readonly who: Message;
  readonly retry: Message;
  readonly next: Message | null;
  /** Key of the customer message; null where the code does not name the result. */
  readonly tell: CustomerSentence | null;
}

const WHERE = {
  request: message('the answer to a request'),
  operation: message('the result of an operation'),
} as const;

/**
 * Explains what a code means, who must act, and whether to retry. An unknown code is explained by its family.
 *
 * @param of what the code belongs to: advice for a refund never asks the customer to pay
 */
export function explainCode(code: string, of: 'payment' | 'refund' = 'payment'): ExplainedCode {
  const family = FAMILIES.find(([pattern]) => pattern.test(code));
  const found = lookUp(code);
  const [who, retry, sentence] = adviceFor(code, family, of);
  const [, familyWords] = family ?? [];
  const tell = found === undefined || NOT_FOUND.has(code) ? null : sentence;
  return {
    code,
    of,
    known: found !== undefined,
    where: found === undefined ? message('not known') : WHERE[found.where],
    meaning: found?.meaning ?? familyWords ?? message('a code that this program does not know'),
    family: familyWords ?? null,
    who: ACTORS[who],
    retry: RETRIES[retry],
    next: found === undefined ? UNKNOWN_NEXT : findNextStep(code, found, of),
    tell,
  };
}

function adviceFor(code: string, family: Family | undefined, of: ExplainedCode['of']): Advice {
  const advice = ADVICE[code] ?? family?.[2] ?? (['merchant', 'status-first', 'processing'] as const);
  if (of === 'payment') return advice;
  if (code === '0') return REFUND_ADVICE.done;
  const [who, retry] = advice;
  if (retry === 'wait') return REFUND_ADVICE.open;
  return isResultCode(code) ? REFUND_ADVICE.declined : [who, retry, 'refund-checked'];
}

/** Returns true for a code of the result of an operation; an undocumented code is checked by its number. */
const isResultCode = (code: string): boolean =>
  Object.hasOwn(OPERATION_CODES, code) || /^(100|14\d\d|20\d{3})$/.test(code);

/** Returns the next step. The advice in the tables is for payments: a refund never asks the customer to top up or to pay again. */
function findNextStep(code: string, { advice }: Explanation, of: ExplainedCode['of']): Message | null {
  if (of === 'payment' || !isResultCode(code)) return advice ?? null;
  return code === '0' ? null : message('Check the status of the payment, then ask your account manager.');
}

const UNKNOWN_NEXT = message('Check the status of the payment, and ask your account manager what this code means.');

function lookUp(code: string): (Explanation & { readonly where: keyof typeof WHERE }) | undefined {
  const [operation, request] = [OPERATION_CODES[code], REQUEST_CODES[code]];
  if (operation !== undefined) return { ...operation, where: 'operation' };
  return request === undefined ? undefined : { ...request, where: 'request' };
}

/** Returns every documented code with its meaning. */
export const listCodes = (): readonly { readonly code: string; readonly meaning: string }[] =>
  Object.entries({ ...REQUEST_CODES, ...OPERATION_CODES }).map(([code, { meaning }]) => ({
    code,
    meaning: String(meaning),
  }));
