import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';

/**
 * Outcomes of a row of a plan:
 *
 * - `done`, `declined`: the platform accepted the refund and reported this result;
 * - `accepted`: the platform accepted the refund, and the result is not known here yet;
 * - `refused`: the platform refused the request;
 * - `held`: a rule blocked the row before sending, because its payment is not as planned;
 * - `sending`, `unknown`: the outcome is not known, `rocketpay resume --plan` finds it out;
 * - `not_seen`: the platform does not show the refund after the settle time and may still process it, so it is not resent;
 * - `left`: to do: not started, or certainly not processed;
 * - `skipped`: the plan does not refund the row.
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

/** Number of rows with each outcome, and the sums of their amounts in minor units. */
export type RowCounts = Readonly<Record<RowOutcome, { readonly rows: number; readonly minor: number }>>;

/** Returns the outcome of a row to refund from the newest intent of its key. */
export function toRowOutcome(intent: Pick<Intent, 'state'> | undefined): RowOutcome {
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

/** Returns counts of 0. */
export const createCounts = (): RowCounts =>
  Object.fromEntries(ROW_OUTCOMES.map((outcome) => [outcome, { rows: 0, minor: 0 }])) as RowCounts;

/** Returns the counts with one more row. */
export function countRow(counts: RowCounts, outcome: RowOutcome, minor: number): RowCounts {
  const { rows, minor: sum } = counts[outcome];
  return { ...counts, [outcome]: { rows: rows + 1, minor: sum + minor } };
}

/** Outcomes that a user has to check. */
export const ATTENTION = [
  'declined',
  'refused',
  'held',
  'unknown',
  'not_seen',
] as const satisfies readonly RowOutcome[];

/**
 * True of a row that `refunds apply` sends.
 *
 * @param resend also rows that were sent and that the platform does not show
 */
export const isToSend = (outcome: RowOutcome, resend: boolean): boolean =>
  outcome === 'left' || outcome === 'held' || (resend && outcome === 'not_seen');

/** Returns 0 when each row to refund is accepted or done, else 10. */
export const batchExitCode = (counts: RowCounts): ExitCode =>
  [...ATTENTION, 'sending' as const, 'left' as const].some((outcome) => counts[outcome].rows > 0)
    ? EXIT.batch
    : EXIT.done;

/** Platform codes of refusals that can answer a repeated request whose first copy was processed (platform docs: refund rules). */
const REPEAT_CODES: readonly (string | undefined)[] = ['3230', '3285', '3613'];

/** True of a row that was certainly not refunded by its last request. */
export const isNotRefunded = (outcome: RowOutcome): boolean =>
  ['left', 'refused', 'declined', 'held'].includes(outcome);

/**
 * True of a row that can be refunded elsewhere: it is certainly not done, and its payment has not changed.
 *
 * @param intent the newest intent of the row; undefined when it was not started
 */
export function isToDo(outcome: RowOutcome, intent: Pick<Intent, 'state' | 'code'> | undefined): boolean {
  if (!['left', 'refused', 'declined'].includes(outcome)) return false;
  return intent === undefined || (isCertainlyNotDone(intent) && !REPEAT_CODES.includes(intent.code));
}
