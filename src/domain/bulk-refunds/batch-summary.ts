import { type Amount, formatMajor } from '#domain/payments/amount';
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
export function formatBatch(summary: BatchSummary, currency: Amount['currency']): string[] {
  const { rows, refunded, declined, open, skipped, notTried } = summary;
  if (rows === 0) return ['Nothing is refunded: the file has no rows.'];
  if (refunded.rows === rows) return [`Each row is refunded: ${formatShare(refunded, currency)}.`];
  const groups = [
    [skipped, 'skipped'],
    [declined, 'declined or refused'],
    [notTried, 'not sent'],
  ] as const;
  const parts = groups.filter(([share]) => share.rows > 0).map(([share, words]) => `${share.rows} ${words}`);
  const notRefunded = rows - refunded.rows - open.rows;
  return [
    ...(notRefunded > 0 ? [`NOT refunded: ${notRefunded} of ${formatRows(rows)} (${parts.join(', ')}).`] : []),
    ...(open.rows > 0 ? [`No final result yet: ${formatShare(open, currency)}.`] : []),
    refunded.rows === 0 ? 'No row is known to be refunded.' : `Refunded: ${formatShare(refunded, currency)}.`,
  ];
}

const formatShare = ({ rows, minor }: Share, currency: string): string =>
  `${formatRows(rows)}, ${formatMajor({ minor, currency })}`;

const formatRows = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;
