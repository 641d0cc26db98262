import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import type { Failure } from '#domain/errors/failure';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import { formatMajor } from '#domain/payments/amount';

/** Steps of a smoke test, in order. */
export const SMOKE_STEPS = ['operators', 'sale', 'otp', 'status', 'refund'] as const;

/** Result of a step. */
export interface SmokeStep {
  readonly name: (typeof SMOKE_STEPS)[number];
  /** A step is skipped when it was not needed, or after a failed step. */
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** Result as text. */
  readonly message: string;
  /** Failure of the step. */
  readonly error?: Pick<Failure, 'code' | 'exit' | 'hint' | 'intentId'>;
}

/** Report of a smoke test. */
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
  /** Whether the payer was charged; null when it is not known. */
  readonly charged: boolean | null;
  /** Whether the payment was refunded; null when it is not known. */
  readonly refunded: boolean | null;
}

/** Returns true when one of the writes is done, false when none was processed, null when it is not known. */
export function isProcessed(writes: readonly Pick<Intent, 'state'>[]): boolean | null {
  if (writes.some(({ state }) => state === 'done')) return true;
  return writes.every(isCertainlyNotDone) ? false : null;
}

/** Describes whether the payer was charged and refunded. */
export function describeCharges({
  charged,
  refunded,
  amountMinor: minor,
  currency,
}: Pick<SmokeReport, 'charged' | 'refunded' | 'amountMinor' | 'currency'>): string {
  const amount = formatMajor({ minor, currency });
  if (refunded === true) return `Charged and refunded: ${amount}.`;
  if (charged === false) return 'The payer was not charged.';
  if (charged === null) return `It is not known whether the payer was charged ${amount}.`;
  return refunded === false
    ? `NOT refunded: the payer was charged ${amount}.`
    : `The payer was charged ${amount}. It is not known whether that was refunded.`;
}

/** Returns the exit code of a smoke test: the exit code of the failed step. */
export const smokeExit = ({ steps }: Pick<SmokeReport, 'steps'>): ExitCode =>
  steps.find(({ error }) => error !== undefined)?.error?.exit ?? EXIT.done;
