import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import {
  innerParts,
  intentTerms,
  readSearchTerms,
  type SearchTerm,
  TERM_KINDS,
  wordTerms,
} from '#domain/find/search-terms';
import { isJsonObject, tryParseJson } from '#domain/json/exact-json';
import type { Intent, IntentDraft } from '#domain/ledger/intent';
import type { PaymentSnapshot } from '#domain/ledger/ledger';
import type { NoteDraft } from '#domain/ledger/note';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';
import {
  type NumberedRow,
  paymentNumber,
  reverseText,
  type SearchRow,
  type SearchTables,
  SOURCES,
  toQuarter,
} from './search-tables.ts';

/** Something that was stored of a payment, and the terms by which it is found. */
export interface SearchEntry {
  readonly project: string;
  readonly paymentId: string;
  /** When it happened; epoch milliseconds. */
  readonly times: readonly number[];
  readonly source: SearchRow['source'];
  readonly terms: readonly SearchTerm[];
  /** Hash of the phone, of a stored intent. */
  readonly phoneHash?: string | null | undefined;
  /** True of what was added to something that is indexed already: the parts of its payment id are there. */
  readonly isAddition?: boolean;
}

/** Number of hexadecimal digits of a hash in a term: 48 bits. */
const HASH_DIGITS = 12;

/** Returns the number that is stored for a hash: its kind, and 48 bits of it. */
const toNumber = (kind: keyof typeof TERM_KINDS, hash: string): number =>
  TERM_KINDS[kind] * 2 ** 48 + Number.parseInt(hash.slice(0, HASH_DIGITS), 16);

/** Returns the text of a term that is hashed. A phone has the hash that its intents have. */
const toHashed = ({ kind, text }: SearchTerm): string => (kind === 'phone' ? text : `${kind} ${text}`);

/** Returns the number that is stored for a term. */
const termNumber = (term: SearchTerm, { hash }: Pick<LedgerKey, 'hash'>): number =>
  toNumber(term.kind, hash(toHashed(term)));

/** Returns the numbers of a term with each key that the ledger has had. */
export const termNumbers = (term: SearchTerm, { hashes }: Pick<LedgerKey, 'hashes'>): readonly number[] =>
  hashes(toHashed(term)).map((hash) => toNumber(term.kind, hash));

/** Returns the numbers of all terms of an entry with each key that the ledger has had. */
export const entryTerms = ({ paymentId, terms }: SearchEntry, key: Pick<LedgerKey, 'hashes'>): readonly number[] =>
  [...partTerms(paymentId), ...terms].flatMap((term) => termNumbers(term, key));

const partTerms = (paymentId: string): readonly SearchTerm[] =>
  innerParts(paymentId).map((text) => ({ kind: 'part', text }));

/** A longer payment id is not indexed: the platform has none. */
const MAX_ID = 255;

/** Returns the rows of entries: one for each payment and source. */
export function toSearchRows(entries: readonly SearchEntry[], key: SearchIndex['key']): readonly SearchRow[] {
  const rows = new Map<string, { row: SearchRow; terms: Set<number>; quarters: Set<number> }>();
  for (const entry of entries) {
    const { project, paymentId, times, source, phoneHash, isAddition = false } = entry;
    const [at] = times;
    if (at === undefined || paymentId.length > MAX_ID) continue;
    const paymentKey = comparablePaymentId(paymentId);
    const name = JSON.stringify([project, paymentKey, source]);
    const row = rows.get(name) ?? {
      row: { project, paymentKey, paymentId, reversed: reverseText(paymentKey), at, source, terms: [], quarters: [] },
      terms: new Set<number>(),
      quarters: new Set(),
    };
    rows.set(name, row);
    const parts = isAddition ? [] : partTerms(paymentId);
    for (const term of [...parts, ...entry.terms]) row.terms.add(termNumber(term, key));
    if (phoneHash != null) row.terms.add(toNumber('phone', phoneHash));
    for (const time of times) row.quarters.add(toQuarter(time));
  }
  return [...rows.values()].map(({ row, terms, quarters }) => ({ ...row, terms: [...terms], quarters: [...quarters] }));
}

/** Returns a row with a number that a new payment gets. Another process may have given it to another payment. */
export const withNumber = (row: SearchRow): NumberedRow => ({ ...row, number: paymentNumber(row.at, nextCount()) });

/** Adds entries to the index of payments, in the transaction of what they come from. */
export async function addEntries(
  entries: readonly SearchEntry[],
  { tables, key }: SearchIndex,
  db: Kysely<Tables>,
): Promise<void> {
  let left = toSearchRows(entries, key);
  for (let attempt = 0; left.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    const refused = await tables.add(left.map(withNumber), db);
    left = refused.flatMap((at) => left[at] ?? []);
  }
}

const MAX_ATTEMPTS = 5;

let count = randomInt(2 ** 20);
const nextCount = (): number => {
  count += 1;
  return count;
};

/** What writing the index needs. */
export interface SearchIndex {
  readonly tables: SearchTables;
  readonly key: Pick<LedgerKey, 'hash'>;
}

/**
 * Returns the entries of callbacks. The content of one without a valid signature is not proved, so it has none. A repeated one has no
 * terms: the first one had them.
 */
export const callbackEntries = (callbacks: readonly StoredCallback[]): readonly SearchEntry[] =>
  callbacks.flatMap(({ project, paymentId, receivedAt, valid, repeat, sealed, text }) => {
    if (!valid || paymentId === undefined || sealed === true) return [];
    const body = repeat ? undefined : tryParseJson(text);
    const terms = isJsonObject(body) ? readSearchTerms(body) : [];
    return [{ project, paymentId, times: [receivedAt], source: SOURCES.callback, terms }];
  });

/** Returns the entry of an intent; none for an intent without a payment. */
export function intentEntries(
  intent: Intent,
  { draft, phoneHash }: { readonly draft?: IntentDraft | undefined; readonly phoneHash?: IntentRow['phone_hash'] } = {},
): readonly SearchEntry[] {
  const { project, paymentId, createdAt, changedAt } = intent;
  if (paymentId === undefined) return [];
  const times = [createdAt, changedAt];
  return [{ project, paymentId, times, source: SOURCES.own, terms: intentTerms(intent, draft), phoneHash }];
}

/** Returns the entry of what a change adds to an intent; none where that is nothing. */
export function changeEntries(before: Intent, after: Intent): readonly SearchEntry[] {
  const indexed = new Set(intentTerms(before).map(toHashed));
  const isNewTime = ![before.createdAt, before.changedAt].map(toQuarter).includes(toQuarter(after.changedAt));
  return intentEntries(after).flatMap((entry) => {
    const terms = entry.terms.filter((term) => !indexed.has(toHashed(term)));
    return terms.length > 0 || isNewTime ? [{ ...entry, terms, times: [after.changedAt], isAddition: true }] : [];
  });
}

/** Returns the entry of a note. */
export const noteEntries = ({ project, paymentId, text }: NoteDraft, at: number): readonly SearchEntry[] => [
  { project, paymentId, times: [at], source: SOURCES.own, terms: wordTerms(text) },
];

/** Returns the entry of a status. */
export const paymentEntries = ({
  project,
  paymentId,
  seenAt,
  terms = [],
}: Pick<PaymentSnapshot, 'project' | 'paymentId' | 'seenAt' | 'terms'>): readonly SearchEntry[] => [
  { project, paymentId, times: [seenAt], source: SOURCES.own, terms },
];
