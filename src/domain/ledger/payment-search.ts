import type { Criterion, Match } from '#domain/find/find-query';

/** Finds payments by what this ledger has stored of them: intents, statuses and callbacks with a valid signature. */
export interface PaymentSearch {
  /** Returns the newest payments that match every criterion. A payment is as new as what was first stored of it. */
  find(query: PaymentQuery): Promise<FoundPayments>;
  /** Returns the projects with a payment of this id, the newest first. */
  projectsOf(paymentId: string): Promise<readonly string[]>;
  /** Returns the state of the index. It counts everything, which takes time in a large ledger. */
  state(): Promise<SearchState>;
  /** Returns the settings of the index, and whether everything is indexed. */
  settings(): Promise<SearchSettings>;
  /**
   * Indexes some callbacks that are not indexed yet, or some of what an earlier version has stored.
   *
   * @returns the number of rows that it has read; 0 when everything is indexed
   */
  indexMore(): Promise<number>;
  /** Indexes the last digits of phones from now on, or removes them and stops. Everything stored is then indexed again. */
  useLastDigits(used: boolean): Promise<void>;
}

export interface PaymentQuery {
  readonly criteria: readonly Criterion[];
  /** Only payments of these projects; undefined: of all. */
  readonly projects?: readonly string[] | undefined;
  readonly limit: number;
}

/** A payment that was found. */
export interface FoundPayment {
  readonly project: string;
  readonly paymentId: string;
  /** When the first of it was stored; epoch milliseconds. */
  readonly firstAt: number;
  /** When the last of it was stored, to a quarter of an hour. */
  readonly lastAt: number;
  /** What each criterion matched. */
  readonly matches: readonly (readonly Match[])[];
}

export interface FoundPayments {
  readonly payments: readonly FoundPayment[];
  /** True when more payments match than the limit. */
  readonly more: boolean;
  /** Only payments since this time were compared, because too many match each criterion; undefined: all were. */
  readonly since?: number | undefined;
}

export interface SearchSettings {
  /** Number of payments in the index, counted up to 10,000. */
  readonly payments: number;
  /** True when everything that is stored is indexed. */
  readonly indexed: boolean;
  /** True when payments are found by the last digits of a phone. */
  readonly lastDigits: boolean;
}

export interface SearchState extends Pick<SearchSettings, 'lastDigits'> {
  /** Number of payments in the index. */
  readonly payments: number;
  /** Number of stored rows that are not indexed yet. */
  readonly waiting: number;
}
