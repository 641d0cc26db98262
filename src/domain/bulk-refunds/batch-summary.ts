import { joinTexts, message, type Text } from '#domain/language/message';
import type { Amount } from '#domain/payments/amount';
import type { RowCounts, RowOutcome } from './row-outcome.ts';

/** Number of rows, and the sum of their amounts in minor units. */
type Share = RowCounts[RowOutcome];

/** Rows of a batch in five groups: each row is in exactly one. For skipped rows the sum is what was requested and readable. */
export interface BatchSummary {
  readonly rows: number;
  /** The platform has reported the refund as done. */
  readonly refunded: Share;
  /** Declined or refused by the platform. */
  readonly declined: Share;
  /** Without a final result: accepted, in progress, unknown, or not shown by the platform. */
  readonly open: Share;
  /** Not refunded by the plan. */
  readonly skipped: Share;
  /** Not sent, or blocked before sending. */
  readonly notTried: Share;
}

/** Groups the outcomes of the rows. */
export function summarizeBatch(counts: RowCounts): BatchSummary {
  const share = (...outcomes: readonly RowOutcome[]): Share => ({
    rows: outcomes.reduce((sum, outcome) => sum + counts[outcome].rows, 0),
    minor: outcomes.reduce((sum, outcome) => sum + counts[outcome].minor, 0),
  });
  return {
    rows: Object.values(counts).reduce((sum, { rows }) => sum + rows, 0),
    refunded: share('done'),
    declined: share('declined', 'refused'),
    open: share('accepted', 'sending', 'unknown', 'not_seen'),
    skipped: share('skipped'),
    notTried: share('left', 'held'),
  };
}

/** Formats a batch as sentences. The rows that are not refunded come first. */
export function formatBatch(summary: BatchSummary, currency: Amount['currency']): Text[] {
  const { rows, refunded, declined, open, skipped, notTried } = summary;
  if (rows === 0) return [message('Nothing is refunded: the file has no rows.')];
  const valuesOf = ({ rows: count, minor }: Share) => ({ count, amount: { minor, currency } });
  if (refunded.rows === rows)
    return [message('Each row is refunded: {count:# row|# rows}, {amount}.', valuesOf(refunded))];
  const parts = [
    skipped.rows > 0 ? message('{count} skipped', { count: skipped.rows }) : undefined,
    declined.rows > 0 ? message('{count} declined or refused', { count: declined.rows }) : undefined,
    notTried.rows > 0 ? message('{count} not sent', { count: notTried.rows }) : undefined,
  ];
  const count = rows - refunded.rows - open.rows;
  return [
    ...(count > 0
      ? [
          message('NOT refunded: {count} of {rows:# row|# rows} ({parts}).', {
            count,
            rows,
            parts: joinTexts(parts, ', '),
          }),
        ]
      : []),
    ...(open.rows > 0 ? [message('No final result yet: {count:# row|# rows}, {amount}.', valuesOf(open))] : []),
    refunded.rows === 0
      ? message('No row is known to be refunded.')
      : message('Refunded: {count:# row|# rows}, {amount}.', valuesOf(refunded)),
  ];
}
