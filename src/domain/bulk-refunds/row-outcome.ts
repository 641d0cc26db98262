import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';

/**
 * Outcome of a row of a plan:
 *
 * - `skipped`: the plan does not refund it;
 * - `left`: still to do: not begun, or nothing came of it;
 * - `held`: a rule kept it from being sent, for its payment is not as it was planned;
 * - `sending`, `unknown`: nobody knows yet: `rocketpay resume --plan`;
 * - `not_seen`: the platform does not show it after the settle time; it may still be processed, so it is not sent again;
 * - `accepted`: the platform took it, and its result is not known here yet;
 * - `done`, `declined`: the platform took it, and this became of it;
 * - `refused`: the platform said no.
 */
export const ROW_OUTCOMES = [
  'done',
  'accepted',
  'declined',
  'refused',
  'held',
  'unknown',
  'sending',
  'not_seen',
  'left',
  'skipped',
] as const;

export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** How many rows came to each outcome, and what they come to in minor units. */
export type RowCounts = Readonly<Record<RowOutcome, { readonly rows: number; readonly minor: number }>>;

/** Returns the outcome of a row to refund, by the newest intent of its key. */
export function outcomeOf(intent: Pick<Intent, 'state'> | undefined): RowOutcome {
  if (intent === undefined) return 'left';
  switch (intent.state) {
    case 'denied':
    case 'not_sent':
      return 'left';
    case 'never_arrived':
      return 'not_seen';
    default:
      return intent.state;
  }
}

/** Nothing yet. */
export const noCounts = (): RowCounts => {
  const none = ROW_OUTCOMES.map((outcome) => [outcome, { rows: 0, minor: 0 }]);
  return Object.fromEntries(none) as RowCounts;
};

/** The tally with one row more, or (`by` -1) less. */
export function countRow(tally: RowCounts, outcome: RowOutcome, minor: number, by: 1 | -1 = 1): RowCounts {
  const { rows, minor: sum } = tally[outcome];
  return { ...tally, [outcome]: { rows: rows + by, minor: sum + by * minor } };
}

/** Outcomes that want a look. */
export const ATTENTION = [
  'declined',
  'refused',
  'held',
  'unknown',
  'not_seen',
] as const satisfies readonly RowOutcome[];

/**
 * Rows that a run of the plan sends.
 *
 * @param again also those that were sent and that the platform does not show
 */
export const isToSend = (outcome: RowOutcome, again: boolean): boolean =>
  outcome === 'left' || outcome === 'held' || (again && outcome === 'not_seen');

/** Rows of which the money has not gone back for certain, and will not by itself. */
const NOT_DONE = [...ATTENTION, 'sending', 'left'] as const satisfies readonly RowOutcome[];

/** 0 when each row to refund was accepted or is done, else 10. */
export const batchExitCode = (tally: RowCounts): ExitCode =>
  NOT_DONE.some((outcome) => tally[outcome].rows > 0) ? EXIT.batch : EXIT.done;

/** Refusals that may be answers to a repeated request: the first one may have been processed (platform docs: refund rules). */
const REPEAT_CODES: readonly (string | undefined)[] = ['3230', '3285', '3613'];

/** Returns whether a row has certainly not been refunded by what was sent for it. */
export const isNotRefunded = (outcome: RowOutcome): boolean =>
  ['left', 'refused', 'declined', 'held'].includes(outcome);

/**
 * Rows that may be refunded elsewhere: certainly not done, and not because the payment has changed.
 *
 * @param intent the newest one of the row; undefined when it was not begun
 */
export function isToDo(outcome: RowOutcome, intent: Pick<Intent, 'state' | 'code'> | undefined): boolean {
  if (!['left', 'refused', 'declined'].includes(outcome)) return false;
  return intent === undefined || (isCertainlyNotDone(intent) && !REPEAT_CODES.includes(intent.code));
}
