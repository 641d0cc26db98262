import type { Failure } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

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
}

/** The exit code of a smoke test: that of the step that failed. */
export const smokeExit = ({ steps }: Pick<SmokeReport, 'steps'>): ExitCode =>
  steps.find(({ error }) => error !== undefined)?.error?.exit ?? EXIT.done;
