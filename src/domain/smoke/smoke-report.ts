import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import type { Failure } from '#domain/errors/failure';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import { formatMajor } from '#domain/payments/amount';

/** The steps of a smoke test, in their order. */
export const SMOKE_STEPS = ['operators', 'sale', 'otp', 'status', 'refund'] as const;

/** What became of one step. */
export interface SmokeStep {
  readonly name: (typeof SMOKE_STEPS)[number];
  /** Skipped: it was not needed, or one before it failed. */
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** What was seen, for people. */
  readonly message: string;
  /** Of a failed step, as any command tells it. */
  readonly error?: Pick<Failure, 'code' | 'exit' | 'hint' | 'intentId'>;
}

/** A smoke test that has ended. */
export interface SmokeReport {
  readonly passed: boolean;
  readonly profile: string;
  readonly gateUrl: string;
  readonly paymentId: string;
  /** Minor units. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly milliseconds: number;
  readonly steps: readonly SmokeStep[];
  /** The platform has shown that the payer was charged; null where that is not known. */
  readonly charged: boolean | null;
  /** The platform has shown that the payment was refunded; null where that is not known. */
  readonly refunded: boolean | null;
}

/** True when one of the writes is done, false when none can have been processed, null while that is not known. */
export function isProcessed(writes: readonly Pick<Intent, 'state'>[]): boolean | null {
  if (writes.some(({ state }) => state === 'done')) return true;
  return writes.every(isCertainlyNotDone) ? false : null;
}

/** Whether money stays with the merchant after the test, in a sentence. */
export function smokeMoneySentence(
  report: Pick<SmokeReport, 'charged' | 'refunded' | 'amountMinor' | 'currency'>,
): string {
  const { charged, refunded, amountMinor: minor, currency } = report;
  const amount = formatMajor({ minor, currency });
  if (refunded === true) return `Charged and refunded: ${amount}.`;
  if (charged === false) return 'The payer was not charged.';
  if (charged === null) return `It is not known whether the payer was charged ${amount}.`;
  return refunded === false
    ? `NOT refunded: the payer was charged ${amount}.`
    : `The payer was charged ${amount}. It is not known whether that was refunded.`;
}

/** The exit code of a smoke test: that of the step that failed. */
export const smokeExit = ({ steps }: Pick<SmokeReport, 'steps'>): ExitCode =>
  steps.find(({ error }) => error !== undefined)?.error?.exit ?? EXIT.done;
