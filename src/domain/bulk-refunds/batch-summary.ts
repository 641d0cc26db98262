import { type Amount, formatMajor } from '#domain/payments/amount';
import type { RowCounts, RowOutcome } from './row-outcome.ts';

/** Rows, and their amounts in minor units. */
type Share = RowCounts[RowOutcome];

/**
 * What every sentence about a batch is made of: each row of the file is in exactly one of these. Amounts of skipped
 * rows are what was asked for, as far as that could be read.
 */
export interface BatchSummary {
  readonly rows: number;
  /** The platform has shown that they are refunded. */
  readonly refunded: Share;
  /** Declined or refused by the platform. */
  readonly declined: Share;
  /** No final result: accepted, in flight, or their outcome is not known. */
  readonly open: Share;
  /** The plan does not refund them. */
  readonly skipped: Share;
  /** Not sent, or blocked before sending. */
  readonly notTried: Share;
}

/** Sums the outcomes of the rows up. */
export function batchSummary(tally: RowCounts): BatchSummary {
  const share = (...outcomes: readonly RowOutcome[]): Share => ({
    rows: outcomes.reduce((sum, outcome) => sum + tally[outcome].rows, 0),
    minor: outcomes.reduce((sum, outcome) => sum + tally[outcome].minor, 0),
  });
  return {
    rows: Object.values(tally).reduce((sum, { rows }) => sum + rows, 0),
    refunded: share('done'),
    declined: share('declined', 'refused'),
    open: share('accepted', 'sending', 'unknown', 'not_seen'),
    skipped: share('skipped'),
    notTried: share('left', 'held'),
  };
}

/** The batch in sentences: what is not refunded stands first. */
export function batchSentences(summary: BatchSummary, currency: Amount['currency']): string[] {
  const { rows, refunded, declined, open, skipped, notTried } = summary;
  if (rows === 0) return ['Nothing is refunded: the file has no rows.'];
  if (refunded.rows === rows) return [`Each row is refunded: ${shareText(refunded, currency)}.`];
  const missing = [
    [skipped, 'skipped'],
    [declined, 'declined or refused'],
    [notTried, 'not sent'],
  ] as const;
  const named = missing.filter(([{ rows: count }]) => count > 0).map(([{ rows: count }, words]) => `${count} ${words}`);
  const notRefunded = rows - refunded.rows - open.rows;
  return [
    ...(notRefunded > 0 ? [`NOT refunded: ${notRefunded} of ${rowsText(rows)} (${named.join(', ')}).`] : []),
    ...(open.rows > 0 ? [`No final result yet: ${shareText(open, currency)}.`] : []),
    refunded.rows === 0 ? 'No row is known to be refunded.' : `Refunded: ${shareText(refunded, currency)}.`,
  ];
}

const shareText = ({ rows, minor }: Share, currency: string): string =>
  `${rowsText(rows)}, ${formatMajor({ minor, currency })}`;

const rowsText = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;
