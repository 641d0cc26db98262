import type { IntentKind, IntentState } from '#domain/ledger/intent';

/** What the refunds of a report are grouped by. */
export const REPORT_GROUPS = ['user', 'profile', 'operator', 'code', 'hour'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** Selects what a report counts. */
export interface CountsQuery {
  /** Epoch milliseconds. */
  readonly since: number;
  /** Epoch milliseconds, not included. */
  readonly until: number;
  /** `hour` needs no group of its own: see {@link LedgerCounts.slots}. */
  readonly by: ReportGroup | undefined;
  /** Only requests of this mode. */
  readonly mode?: 'live' | 'test' | undefined;
  /** Only requests of this profile. */
  readonly profile?: string | undefined;
  /** Only payments and callbacks of this project. */
  readonly project?: string | undefined;
}

/** Length of a time slot in milliseconds: every time zone differs from UTC by a multiple of it. */
export const SLOT_MS = 15 * 60_000;

/** A number of equal requests, and the sum of their amounts. */
export interface RequestCount {
  readonly kind: IntentKind;
  readonly path: string;
  readonly state: IntentState;
  readonly currency: string | undefined;
  readonly count: number;
  /** Minor units. */
  readonly minor: number;
}

/** What a ledger contains of a period, counted by the database: memory does not grow with the number of rows. */
export interface LedgerCounts {
  /** Number of requests in the period by mode, also of the mode that is not selected. */
  readonly modes: Readonly<Record<'live' | 'test', number>>;
  /** Requests that were stored in the period, with their states now. */
  readonly requests: readonly (RequestCount & { readonly code: string | undefined })[];
  /** The same for each user, profile, operator or code; empty without a group. */
  readonly groups: readonly (RequestCount & { readonly group: string | undefined })[];
  /** The same for each slot of time: `slot` times {@link SLOT_MS} is its start. */
  readonly slots: readonly (RequestCount & { readonly slot: number })[];
  /** Time from a refund to its stored result. */
  readonly durations: RefundDurations;
  /** Payments by the last status that was read in the period. */
  readonly payments: readonly { readonly status: string; readonly count: number }[];
  readonly callbacks: CallbackCounts;
}

/** Time from the request of a refund until its result was stored, for the refunds that are done. */
export interface RefundDurations {
  readonly count: number;
  /** Milliseconds; undefined where no refund is done. */
  readonly median: number | undefined;
  readonly p90: number | undefined;
}

/** Numbers of callbacks. */
export interface CallbackCounts {
  readonly received: number;
  /** With a right signature, and stored before. */
  readonly repeated: number;
  /** With a wrong signature. */
  readonly invalid: number;
  /** Of a kind that the platform does not sign. */
  readonly unsigned: number;
  /** Callbacks of which the last attempt to forward them was not answered with 200. */
  readonly notForwarded: number;
}
