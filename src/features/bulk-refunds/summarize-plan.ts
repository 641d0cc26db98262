import type { Context } from '#context';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import { ATTENTION, batchExitCode, countRow, noCounts, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import { EXIT } from '#domain/errors/exit-codes';
import type { RefundRowDocument, RefundSummaryDocument } from '#schemas/document-types';
import { planDocument } from './plan-document.ts';
import { knownRows, rowDocument } from './row-state.ts';

const wantsLook = (outcome: RowOutcome): boolean => ATTENTION.some((other) => other === outcome);

/** Maximum number of rows in the summary; the export has all rows. */
const MAX_SHOWN = 20;

/** Summarizes the results of a plan from the ledger. Works offline. */
export async function summarizePlan(
  plan: PlanFile,
  file: string,
  context: Pick<Context, 'ledger'>,
): Promise<RefundSummaryDocument> {
  const { header } = plan;
  const attention: RefundRowDocument[] = [];
  const skipped: RefundRowDocument[] = [];
  let outcomes = noCounts();
  for await (const known of knownRows(plan, context)) {
    const { outcome, row } = known;
    outcomes = countRow(outcomes, outcome, row.amountMinor ?? 0);
    if (wantsLook(outcome) && attention.length < MAX_SHOWN) attention.push(rowDocument(known, header));
    if (outcome === 'skipped' && skipped.length < MAX_SHOWN) skipped.push(rowDocument(known, header));
  }
  const shown = [...attention, ...skipped].slice(0, MAX_SHOWN);
  const complete = batchExitCode(outcomes) === EXIT.done;
  return { type: 'summary', ...planDocument(header, file), complete, outcomes, attention: shown, stopped: null };
}
