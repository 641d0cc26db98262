import type { Language } from '#domain/language/languages';
import { type Amount, minorUnitDigits, toAmountStrings } from '#domain/payments/amount';
import { explainCode } from '#domain/platform-codes/code-advice';
import { CUSTOMER_SENTENCES, type CustomerSentence } from '#domain/platform-codes/customer-messages';
import { ANSWER_SENTENCES, DECLINED_ADVICE, REFUND_NOUNS } from './answer-sentences.ts';
import type { Statement } from './payment-situations.ts';

/** Formats statements as a text in one language. Times are in the zone of this machine. */
export const formatAnswer = (statements: readonly Statement[], language: Language): string =>
  statements.map((statement) => formatStatement(statement, language)).join(' ');

function formatStatement({ situation, amount, at, code, count }: Statement, language: Language): string {
  return ANSWER_SENTENCES[situation][language]({
    amount: amount === undefined ? undefined : formatCustomerAmount(amount, language),
    time: at === undefined ? undefined : formatCustomerTime(at, language),
    advice: situation === 'payment-declined' ? adviceFor(code, language) : undefined,
    refunds: count === undefined ? undefined : countRefunds(count, language),
  });
}

/** Reasons of a declined payment whose sentence adds something to "it did not go through". */
const EXACT_REASONS: ReadonlySet<CustomerSentence> = new Set([
  'too-soon',
  'too-much',
  'operator-problem',
  'operator-limit',
  'number',
  'balance',
  'account',
  'unsupported',
  'code-refused',
  'codes-used-up',
  'timed-out',
]);

function adviceFor(code: string | undefined, language: Language): string {
  const { tell } = code === undefined ? { tell: null } : explainCode(code);
  return tell !== null && EXACT_REASONS.has(tell) ? CUSTOMER_SENTENCES[tell][language] : DECLINED_ADVICE[language];
}

/** Formats an amount for a customer: `1 000 ₸`. Returns undefined for a currency whose decimals are not known. */
export function formatCustomerAmount(amount: Amount, language: Language): string | undefined {
  const digits = minorUnitDigits(amount.currency);
  if (digits === undefined) return undefined;
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: amount.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(toAmountStrings(amount).major as `${number}`);
}

/** Formats a time for a customer, in the zone of this machine. */
export const formatCustomerTime = (time: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }).format(time);

function countRefunds(count: number, language: Language): string {
  const nouns = REFUND_NOUNS[language];
  return `${count} ${nouns[new Intl.PluralRules(language).select(count)] ?? nouns.other}`;
}
