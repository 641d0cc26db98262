import { chunk } from '#async/concurrent-map';
import type { Context } from '#context';
import { isRowKey, rowKey } from '#domain/bulk-refunds/plan-id';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import { isPlannedRefund, type PlanHeader, type PlanRow } from '#domain/bulk-refunds/refund-plan';
import { type RowOutcome, toRowOutcome } from '#domain/bulk-refunds/row-outcome';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { openPlan } from '#features/bulk-refunds/plans/plan-source';
import type { RefundRowDocument } from '#schemas/document-types';

/** A row of a plan, and its state in the ledger. */
export interface RowState {
  readonly row: PlanRow;
  readonly outcome: RowOutcome;
  /** The newest intent of the row. A row that was just accepted has only some of its fields. */
  readonly intent:
    | (Pick<Intent, 'id'> & Partial<Pick<Intent, 'requestId' | 'state' | 'operationId' | 'code' | 'reason'>>)
    | undefined;
}

/** Number of rows in one query of the ledger. */
const QUERY_ROWS = 500;

/** Yields the rows of a plan with their current state. Only the ledger knows what was applied. */
export async function* readRowStates(plan: CheckedPlan, context: Pick<Context, 'ledger'>): AsyncGenerator<RowState> {
  const ledger = await context.ledger();
  const { header } = plan;
  for await (const rows of chunk(plan.rows(), QUERY_ROWS)) {
    const keys = rows.filter(isPlannedRefund).map((row) => rowKey(header, row));
    const intents = await ledger.newestByKey(header.project, keys);
    for (const row of rows) yield toRowState(row, intents.get(rowKey(header, row)), ledger);
  }
}

function toRowState(row: PlanRow, intent: Intent | undefined, ledger: Ledger): RowState {
  if (!isPlannedRefund(row)) return { row, outcome: 'skipped', intent: undefined };
  const outcome = toRowOutcome(intent);
  // The process that was sending the row has ended without a recorded outcome.
  const isLost = outcome === 'sending' && intent !== undefined && !ledger.isInFlight(intent);
  return { row, outcome: isLost ? 'unknown' : outcome, intent };
}

/** Returns a filter of the intents of a plan. */
export async function createPlanFilter(
  file: string,
  context: Pick<Context, 'ledger' | 'refundFiles'>,
): Promise<(intent: Intent) => boolean> {
  const { header } = await openPlan(file, context);
  return ({ key, project }) => project === header.project && isRowKey(key, header);
}

/** Returns the result of a row as a document. */
export const toRowDocument = (
  { row, outcome, intent }: RowState,
  { currency }: Pick<PlanHeader, 'currency'>,
): RefundRowDocument => ({
  type: 'row',
  row: row.row,
  line: row.line,
  outcome,
  paymentId: row.paymentId,
  amountMinor: row.amountMinor,
  currency,
  intent: intent?.id ?? null,
  requestId: intent?.requestId ?? null,
  operationId: intent?.operationId ?? null,
  code: intent?.code ?? null,
  reason: isPlannedRefund(row) ? (intent?.reason ?? null) : row.why,
});
