import type { Intent, IntentKind, IntentState } from './intent.ts';

/** Selects intents. An undefined property selects all. */
export interface HistoryFilter {
  readonly paymentId?: string | undefined;
  readonly kind?: IntentKind | undefined;
  readonly state?: IntentState | undefined;
  readonly profile?: string | undefined;
  readonly ticket?: string | undefined;
  /** `user`, or `user@host` as it is shown. */
  readonly user?: string | undefined;
  /** Digits. Selects the intents with this number, and all others of their payments. */
  readonly phone?: string | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Selects what follows this intent, newest first. */
  readonly after?: Pick<Intent, 'createdAt' | 'id'> | undefined;
  readonly limit: number;
}

/** Selects records. An undefined property selects all. */
export interface RecordFilter {
  readonly intentId?: string | undefined;
  /** Epoch milliseconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}
