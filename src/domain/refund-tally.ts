import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Intent } from './intent.ts';

/**
 * What became of a row of a plan:
 *
 * - `skipped`: the plan does not refund it;
 * - `left`: still to do: not begun, or nothing came of it;
 * - `held`: a rule kept it from being sent, for its payment is not as it was planned;
 * - `sending`, `unknown`: nobody knows yet: `rocketpay resume --plan`;
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
  'left',
  'skipped',
] as const;

export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** How many rows came to each outcome, and what they come to in minor units. */
export type Tally = Readonly<Record<RowOutcome, { readonly rows: number; readonly minor: number }>>;

/** What became of a row that is to be refunded, by the newest intent of its key. */
export function outcomeOf(intent: Pick<Intent, 'state'> | undefined): RowOutcome {
  if (intent === undefined) return 'left';
  switch (intent.state) {
    case 'denied':
    case 'not_sent':
    case 'never_arrived':
      return 'left';
    default:
      return intent.state;
  }
}

/** Nothing yet. */
export const emptyTally = (): Tally => {
  const none = ROW_OUTCOMES.map((outcome) => [outcome, { rows: 0, minor: 0 }]);
  return Object.fromEntries(none) as Tally;
};

/** The tally with one row more, or (`by` -1) less. */
export function tallied(tally: Tally, outcome: RowOutcome, minor: number, by: 1 | -1 = 1): Tally {
  const { rows, minor: sum } = tally[outcome];
  return { ...tally, [outcome]: { rows: rows + by, minor: sum + by * minor } };
}

/** Outcomes that want a look. */
export const ATTENTION = ['declined', 'refused', 'held', 'unknown'] as const satisfies readonly RowOutcome[];

/** Rows that a run of the plan sends. */
export const isToSend = (outcome: RowOutcome): boolean => outcome === 'left' || outcome === 'held';

/** Rows of which the money has not gone back for certain, and will not by itself. */
const NOT_DONE = ['declined', 'refused', 'held', 'unknown', 'sending', 'left'] as const satisfies readonly RowOutcome[];

/** 0 when each row to refund was accepted or is done, else 10. */
export const exitOfTally = (tally: Tally): ExitCode =>
  NOT_DONE.some((outcome) => tally[outcome].rows > 0) ? EXIT.batch : EXIT.done;

/**
 * Rows that somebody may do elsewhere: certainly not done, and not because the payment has changed. Those
 * of which nobody knows are not among them.
 */
export const isToDo = (outcome: RowOutcome): boolean => ['left', 'refused', 'declined'].includes(outcome);
