import { type Message, message } from '#domain/language/message';
import { lookalikeSentence, toLatinLetters } from '#domain/payments/lookalike-letters';
import { parsePhone } from '#domain/payments/phone';
import { type DateSpan, readDateSpan } from './date-span.ts';
import {
  comparableAmount,
  comparableId,
  comparableTicket,
  comparableWords,
  LAST_DIGITS,
  MIN_PART,
  type SearchTerm,
} from './search-terms.ts';

/** What a text may be, in the order in which a result names them. */
export const MATCHES = [
  'payment id',
  'part of the payment id',
  'phone',
  'last digits of the phone',
  'amount',
  'date',
  'customer',
  'e-mail',
  'operation',
  'request',
  'intent',
  'provider id',
  'ticket',
  'description or note',
] as const;

/** The same as words for the user. */
export const MATCH_WORDS: Readonly<Record<(typeof MATCHES)[number], Message>> = {
  'payment id': message('payment id'),
  'part of the payment id': message('part of the payment id'),
  phone: message('phone'),
  'last digits of the phone': message('last digits of the phone'),
  amount: message('amount'),
  date: message('date'),
  customer: message('customer'),
  'e-mail': message('e-mail'),
  operation: message('operation'),
  request: message('request'),
  intent: message('intent'),
  'provider id': message('provider id'),
  ticket: message('ticket'),
  'description or note': message('description or note'),
};

export type Match = (typeof MATCHES)[number];

/** One thing that a text may be. */
export type Reading =
  | { readonly match: Match; readonly by: 'term'; readonly term: SearchTerm }
  /** The whole payment id, its beginning or its end, in the form in which ids are compared. */
  | { readonly match: Match; readonly by: 'whole' | 'start' | 'end'; readonly text: string }
  | { readonly match: Match; readonly by: 'date'; readonly span: DateSpan };

/** A text that a payment has to match, in one of its readings. */
export interface Criterion {
  /** As the user has written it. */
  readonly text: string;
  readonly readings: readonly Reading[];
  /** Says that it has Cyrillic letters that look Latin. The id in Latin letters is searched too. */
  readonly lookalike?: Message;
}

/** Maximum number of texts, and of characters in each. The rest is not read. */
export const MAX_CRITERIA = 12;
const MAX_LENGTH = 255;

/**
 * Reads what a user searches for. A payment has to match every criterion. It never throws, and each text has a bounded number of
 * readings. A phone number may be written in several arguments: `+7 707 123 45 67`.
 *
 * @param now epoch milliseconds
 */
export function readFindQuery(texts: readonly string[], now: number): readonly Criterion[] {
  const trimmed = texts.map((text) => text.trim().slice(0, MAX_LENGTH)).filter((text) => text !== '');
  return joinPhones(trimmed)
    .flatMap((text) => toCriteria(text, now))
    .slice(0, MAX_CRITERIA);
}

/** Joins the arguments of a phone number that begins with `+7`, `7` or `8`. */
function joinPhones(texts: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < texts.length; ) {
    const count = countPhoneParts(texts.slice(at, at + MAX_PHONE_PARTS));
    joined.push(texts.slice(at, at + count).join(' '));
    at += count;
  }
  return joined;
}

const MAX_PHONE_PARTS = 6;

/** Returns the number of arguments that are one phone number together; 1 for any other text. */
function countPhoneParts([first = '', ...rest]: readonly string[]): number {
  if (!/^(?:\+?7|8|\+7[\d()-]+)$/.test(first)) return 1;
  let digits = countDigits(first);
  for (const [at, part] of rest.entries()) {
    if (!/^[\d()-]+$/.test(part)) return 1;
    digits += countDigits(part);
    if (digits === PHONE_DIGITS) return at + 2;
  }
  return 1;
}

const PHONE_DIGITS = 11;
const countDigits = (text: string): number => text.replace(/\D/g, '').length;

/** A text with spaces that is not one thing as a whole is several words, each of which narrows the result. */
function toCriteria(text: string, now: number): readonly Criterion[] {
  const whole = readSpaced(text, now);
  if (whole.length > 0 || !/\s/.test(text)) return [toCriterion(text, [...whole, ...readToken(text)])];
  return text
    .split(/\s+/)
    .slice(0, MAX_CRITERIA)
    .map((word) => toCriterion(word, [...readSpaced(word, now), ...readToken(word)]));
}

function toCriterion(text: string, readings: readonly Reading[]): Criterion {
  const sentence = toLatinId(text) === undefined ? undefined : lookalikeSentence(text, JSON.stringify(text));
  const different = new Map(readings.map((reading) => [JSON.stringify(reading), reading]));
  return { text, readings: [...different.values()], ...(sentence === undefined ? {} : { lookalike: sentence }) };
}

/** Readings of a text that may have spaces. */
function readSpaced(text: string, now: number): readonly Reading[] {
  const phone = readPhone(text);
  const amount = readAmount(text);
  const span = readDateSpan(text, now);
  return [
    ...(phone === undefined ? [] : [byTerm('phone', { kind: 'phone', text: phone })]),
    ...(amount === undefined ? [] : [byTerm('amount', { kind: 'amount', text: amount })]),
    ...(span === undefined ? [] : [{ match: 'date', by: 'date', span } as const]),
    ...(/^[#№]\s+\S+$/u.test(text) ? [byTerm('ticket', { kind: 'ticket', text: comparableTicket(text) })] : []),
  ];
}

/** Readings of a text without spaces; none of one with spaces. */
function readToken(text: string): readonly Reading[] {
  if (/\s/.test(text)) return [];
  const id = comparableId(text);
  const lastDigits = readLastDigits(text);
  const words = comparableWords(text);
  const [word] = words.length === 1 ? words : [];
  return [
    ...readPaymentId(text),
    ...readPaymentId(toLatinId(text)),
    ...(lastDigits === undefined ? [] : [byTerm('last digits of the phone', { kind: 'digits', text: lastDigits })]),
    ...(text.includes('@') ? [byTerm('e-mail', { kind: 'email', text: id })] : []),
    byTerm('customer', { kind: 'customer', text: id }),
    byTerm('operation', { kind: 'operation', text: id }),
    byTerm('request', { kind: 'request', text: id }),
    byTerm('intent', { kind: 'intent', text: id }),
    byTerm('provider id', { kind: 'provider', text: id }),
    byTerm('ticket', { kind: 'ticket', text: comparableTicket(text) }),
    ...(word === undefined ? [] : [byTerm('description or note', { kind: 'word', text: word })]),
  ];
}

/** Returns an id in Latin letters; undefined where it is one already, and for a word, which has neither a Latin letter nor a digit. */
const toLatinId = (text: string): string | undefined => (/[A-Za-z\d]/.test(text) ? toLatinLetters(text) : undefined);

function readPaymentId(text: string | undefined): readonly Reading[] {
  if (text === undefined) return [];
  const id = text.toLowerCase();
  const part = 'part of the payment id';
  return [
    { match: 'payment id', by: 'whole', text: id },
    ...(id.length < MIN_PART
      ? []
      : [
          { match: part, by: 'start', text: id } as const,
          { match: part, by: 'end', text: id } as const,
          byTerm(part, { kind: 'part', text: id }),
        ]),
  ];
}

const byTerm = (match: Match, term: SearchTerm): Reading => ({ match, by: 'term', term });

/** Reads the last digits of a phone, also after signs in place of the others: `4567`, `…4567`, `***4567`. */
function readLastDigits(text: string): string | undefined {
  const [, digits = ''] = /^(?:…|[.*•xх]+)?-?(\d+)$/iu.exec(text) ?? [];
  return digits.length >= LAST_DIGITS.min && digits.length <= LAST_DIGITS.max ? digits : undefined;
}

/** Reads a whole phone number in any usual form, also without its country code. */
function readPhone(text: string): string | undefined {
  for (const number of [text, `7${text}`]) {
    try {
      return parsePhone(number);
    } catch {
      // The next form.
    }
  }
  return undefined;
}

/** Reads an amount as people write it: `250`, `250,00`, `1 000.50 KZT`, `1000 тг`. */
function readAmount(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s*(?:KZT|₸|тг|тенге|теңге|tg|tenge)\.?$/iu, '');
  const [, whole, fraction = ''] = /^(\d{1,11}|\d{1,3}(?:[ '_]\d{3}){1,3})(?:[.,](\d{1,2}))?$/.exec(plain) ?? [];
  if (whole === undefined) return undefined;
  const minor = Number(whole.replace(/\D/g, '') + fraction.padEnd(2, '0'));
  return minor === 0 ? undefined : comparableAmount({ minor, currency: 'KZT' });
}
