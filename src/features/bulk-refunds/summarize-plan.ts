import type { Context } from '#context';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { ATTENTION, batchExitCode, countRow, createCounts } from '#domain/bulk-refunds/row-outcome';
import { EXIT } from '#domain/errors/exit-codes';
import { toAmountStrings } from '#domain/payments/amount';
import type { RefundPlanDocument, RefundRowDocument, RefundSummaryDocument } from '#schemas/document-types';
import { readRowStates, toRowDocument } from './row-state.ts';

/** Returns a plan as a document, without the results of its rows. */
export function toPlanDocument(header: PlanHeader, file: string): RefundPlanDocument {
  const { plan, createdAt, by, profile, mode, project, currency, offline, again, input, totals } = header;
  const { totalMinor, leftMinor } = totals;
  return {
    ...{ plan, file, createdAt, by, profile, mode, project, currency, offline, again },
    input: { file: input.file, sha256: input.sha256, format: input.format },
    ...totals,
    total: toAmountStrings({ minor: totalMinor, currency }).major,
    leftAfterMinor: leftMinor === null ? null : leftMinor - totalMinor,
  };
}

/** Maximum number of rows in a summary. The export has all rows. */
const MAX_ROWS = 20;

/** Summarizes the results of a plan from the ledger. Works offline. */
export async function summarizePlan(
  plan: CheckedPlan,
  file: string,
  context: Pick<Context, 'ledger'>,
): Promise<RefundSummaryDocument> {
  const { header } = plan;
  const unfinished: RefundRowDocument[] = [];
  const skipped: RefundRowDocument[] = [];
  let outcomes = createCounts();
  for await (const state of readRowStates(plan, context)) {
    const { outcome, row } = state;
    outcomes = countRow(outcomes, outcome, row.amountMinor ?? 0);
    const list = outcome === 'skipped' ? skipped : unfinished;
    const isShown = outcome === 'skipped' || ATTENTION.some((other) => other === outcome);
    if (isShown && list.length < MAX_ROWS) list.push(toRowDocument(state, header));
  }
  const attention = [...unfinished, ...skipped].slice(0, MAX_ROWS);
  const complete = batchExitCode(outcomes) === EXIT.done;
  return { type: 'summary', ...toPlanDocument(header, file), complete, outcomes, attention, stopped: null };
}
