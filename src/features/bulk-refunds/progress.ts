import type { Context } from '#context';
import { ROW_OUTCOMES, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import type { RefundProgressDocument, RefundRowDocument, RefundSummaryDocument } from '#schemas/document-types';

/** Returns a function that counts a finished row and shows the progress of the batch. */
export function trackProgress(
  { outcomes, refunds }: Pick<RefundSummaryDocument, 'outcomes' | 'refunds'>,
  show: (progress: RefundProgressDocument) => void,
  { clock }: Pick<Context, 'clock'>,
): (row: Pick<RefundRowDocument, 'outcome'>) => void {
  const entries = ROW_OUTCOMES.map((outcome) => [outcome, outcomes[outcome].rows]);
  const counts = Object.fromEntries(entries) as Record<RowOutcome, number>;
  // Rows that were blocked before are tried again.
  counts.left += counts.held;
  counts.held = 0;
  const startedAt = clock.elapsed();
  let finished = 0;
  return ({ outcome }) => {
    finished += 1;
    // A row that is resent because the platform did not show it was not counted as remaining.
    if (counts.left > 0) counts.left -= 1;
    else counts.not_seen -= 1;
    counts[outcome] += 1;
    const toGo = Math.round(((clock.elapsed() - startedAt) / finished) * counts.left);
    show({ type: 'progress', refunds, outcomes: { ...counts }, toGo });
  };
}
