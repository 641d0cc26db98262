import type { Kysely, RawBuilder } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import { TERM_KINDS } from '#domain/find/search-terms';

/** A payment and what it can be found by, as it is written into the index. */
export interface SearchRow {
  readonly project: string;
  readonly paymentKey: string;
  readonly paymentId: string;
  /** The key from its end to its beginning. */
  readonly reversed: string;
  /** When it was stored; epoch milliseconds. */
  readonly at: number;
  readonly source: Source;
  readonly terms: readonly number[];
  /** Quarters of an hour since the epoch. */
  readonly quarters: readonly number[];
}

/** A row with the number that its payment gets if it is new. */
export interface NumberedRow extends SearchRow {
  readonly number: number;
}

/** Where a term comes from. Terms of callbacks are removed with their callbacks. */
export const SOURCES = { own: 0, callback: 1 } as const;

type Source = (typeof SOURCES)[keyof typeof SOURCES];

/** What differs between database engines in the index of payments: `sqlite/sqlite-search.ts`, `postgres/team-search.ts`. */
export interface SearchTables {
  /**
   * Adds rows with the numbers that new payments get. What is there already stays. Last digits of phones ({@link DIGITS_TERMS}) are
   * left out unless `search_state` has {@link LAST_DIGITS_STATE}.
   *
   * @returns the positions of the rows that were not added, because another payment has the number
   */
  readonly add: (rows: readonly NumberedRow[], db: Kysely<Tables>) => Promise<readonly number[]>;
  /** True where others administer the database: no phone number that is searched reaches it. */
  readonly hidesPhones?: boolean;
  /** Removes terms of callbacks. */
  readonly removeTerms: (
    terms: readonly { readonly term: number; readonly payment: number }[],
    db: Kysely<Tables>,
  ) => Promise<void>;
  /** SQL condition: a column is one of many numbers. */
  readonly isOneOf: (column: string, numbers: readonly number[]) => RawBuilder<boolean>;
}

/** The first and the last number of a term of last digits of a phone. */
export const DIGITS_TERMS = {
  first: TERM_KINDS.digits * 2 ** 48,
  last: (TERM_KINDS.digits + 1) * 2 ** 48 - 1,
} as const;

/** Name of the value in `search_state` that says that last digits of phones are indexed. */
export const LAST_DIGITS_STATE = 'last_digits';

/** Numbers per millisecond: the number of a payment is the time of what was first stored of it, and a count. */
const PER_MILLISECOND = 2048;

/** Returns the number of a payment. Later payments have higher ones. It is a safe integer until the year 2109. */
export const paymentNumber = (at: number, count: number): number =>
  Math.max(0, Math.floor(at)) * PER_MILLISECOND + (count % PER_MILLISECOND);

/** Returns the time in the number of a payment, in epoch milliseconds. */
export const timeOfNumber = (number: number): number => Math.floor(number / PER_MILLISECOND);

const QUARTER_MS = 15 * 60_000;

/** Returns the quarter of an hour of a time. The days of every time zone begin with a quarter. */
export const toQuarter = (at: number): number => Math.floor(at / QUARTER_MS);

/** Returns the beginning of a quarter of an hour in epoch milliseconds. */
export const fromQuarter = (quarter: number): number => quarter * QUARTER_MS;

/** Returns a text from its end to its beginning. */
export const reverseText = (text: string): string => [...text].reverse().join('');
