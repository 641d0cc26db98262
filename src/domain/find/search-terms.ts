import { hasSignedValue } from '#domain/callbacks/ambiguous-callback';
import { isJsonObject, type JsonObject } from '#domain/json/exact-json';
import type { Intent, IntentDraft } from '#domain/ledger/intent';
import { type Amount, toAmountStrings } from '#domain/payments/amount';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { type PaymentState, readPaymentState, textAt } from '#domain/payments/payment-state';

/**
 * The kinds of terms by which payments are found. The number of a kind is stored with each of its terms, so it never changes.
 *
 * `digits` are the last 4 to 7 digits of a phone, which a ledger indexes only where a user has switched that on.
 */
export const TERM_KINDS = {
  phone: 1,
  customer: 2,
  email: 3,
  operation: 4,
  request: 5,
  intent: 6,
  amount: 7,
  word: 8,
  part: 9,
  digits: 10,
  provider: 11,
  ticket: 12,
} as const;

type TermKind = keyof typeof TERM_KINDS;

/** A text by which a payment is found. The ledger stores only a keyed hash of it. */
export interface SearchTerm {
  readonly kind: TermKind;
  /** In the form in which texts of its kind are compared. */
  readonly text: string;
}

/** Maximum number of terms of one callback, status or intent. */
const MAX_TERMS = 64;

/** Maximum number of different words of a description. */
const MAX_WORDS = 24;

/** Limits of the part of a text that is read, in characters. */
const MAX_TEXT = 1000;
const MAX_WORD = 40;
const MIN_WORD = 2;

/** Length of the shortest part of a payment id by which it is found, in characters. */
export const MIN_PART = 3;

/** Number of last digits of a phone by which a payment can be found. */
export const LAST_DIGITS = { min: 4, max: 7 } as const;

/** Returns the form in which ids are compared. */
export const comparableId = (id: string): string => id.normalize('NFKC').trim().toLowerCase();

/** Returns the form in which tickets are compared: `1981` of `№ 1981` and `#1981`. */
export const comparableTicket = (ticket: string): string => comparableId(ticket.replace(/^[\s#№]+/u, ''));

/** Returns the form in which amounts are compared, in any currency: `250`, `250.5`. */
export function comparableAmount(amount: Amount): string {
  const { major } = toAmountStrings(amount);
  return major.includes('.') ? major.replace(/\.?0+$/, '') : major;
}

/** Returns the different words of a text in the form in which they are compared. */
export function comparableWords(text: string): readonly string[] {
  const words =
    text
      .slice(0, MAX_TEXT)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const long = words.filter(({ length }) => length >= MIN_WORD).map((word) => word.slice(0, MAX_WORD));
  return [...new Set(long)].slice(0, MAX_WORDS);
}

/**
 * Returns the words between two separators of a payment id. Its first and last ones are left out: they are its beginning and its end,
 * by which it is found without them.
 */
export function innerParts(paymentId: string): readonly string[] {
  const parts = comparablePaymentId(paymentId).split(/[^\p{L}\p{N}]+/u);
  return [...new Set(parts.slice(1, -1))].filter(({ length }) => length >= MIN_PART);
}

/** Returns the terms of a phone number in digits. */
const phoneTerms = (phone: string): SearchTerm[] => [
  { kind: 'phone', text: phone },
  ...Array.from({ length: LAST_DIGITS.max - LAST_DIGITS.min + 1 }, (_, at): SearchTerm => {
    return { kind: 'digits', text: phone.slice(-LAST_DIGITS.min - at) };
  }),
];

/** Returns the term of an id or an amount; none for a missing one. */
const idTerm = (kind: TermKind, id: string | undefined): SearchTerm[] =>
  id === undefined || id === '' ? [] : [{ kind, text: comparableId(id.slice(0, MAX_TEXT)) }];
const amountTerm = (amount: Amount | undefined): SearchTerm[] =>
  amount === undefined ? [] : [{ kind: 'amount', text: comparableAmount(amount) }];
/** Returns the terms of a description or a note. */
export const wordTerms = (text: string | undefined): readonly SearchTerm[] =>
  comparableWords(text ?? '').map((word) => ({ kind: 'word', text: word }));

/** Returns the terms of a status answer or a callback. Values that its signature does not cover are left out. */
export function readSearchTerms(body: JsonObject, state: PaymentState = readPaymentState(body)): readonly SearchTerm[] {
  const payment = objectAt(body, 'payment');
  const customer = objectAt(body, 'customer');
  const { operations, left, phone } = state;
  const amounts = operations.map(({ amount }) => amount);
  const providers = [body.operation, ...(Array.isArray(body.operations) ? body.operations : [])]
    .filter(isJsonObject)
    .filter(hasSignedValue)
    .map((operation) => textAt(objectAt(operation, 'provider'), 'payment_id'));
  return limited([
    ...(phone === undefined ? [] : phoneTerms(phone)),
    ...idTerm('customer', textAt(customer, 'id')),
    ...idTerm('email', textAt(customer, 'email')),
    ...(amounts.some((amount) => amount !== undefined) ? amounts : [left]).flatMap(amountTerm),
    ...operations.flatMap(({ id, requestId }) => [...idTerm('operation', id), ...idTerm('request', requestId)]),
    ...providers.flatMap((id) => idTerm('provider', id)),
    ...wordTerms(textAt(payment, 'description')),
  ]);
}

/** Returns the terms of an intent; of a stored one without its phone and customer, of which only hashes are stored. */
export function intentTerms(
  intent: Pick<Intent, 'id' | 'amount' | 'description' | 'ticket' | 'requestId' | 'operationId'>,
  draft?: Pick<IntentDraft, 'phone' | 'customer'>,
): readonly SearchTerm[] {
  return limited([
    ...(draft?.phone === undefined ? [] : phoneTerms(draft.phone)),
    ...idTerm('customer', draft?.customer?.id),
    ...idTerm('email', draft?.customer?.email),
    ...idTerm('intent', intent.id),
    ...amountTerm(intent.amount),
    ...idTerm('request', intent.requestId),
    ...idTerm('operation', intent.operationId),
    ...idTerm('ticket', intent.ticket && comparableTicket(intent.ticket)),
    ...wordTerms(intent.description),
  ]);
}

/** Returns the different terms, up to their maximum number. */
function limited(terms: readonly SearchTerm[]): readonly SearchTerm[] {
  const different = new Map(terms.map((term) => [`${term.kind} ${term.text}`, term]));
  return [...different.values()].slice(0, MAX_TERMS);
}

function objectAt(body: JsonObject, key: string): JsonObject {
  const value = body[key];
  return isJsonObject(value) && hasSignedValue(value) ? value : {};
}
