import { chunk } from '#async/concurrent-map';
import type { Context } from '#context';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import { isRowKey, type PlanHeader, type PlanRow, rowKey } from '#domain/bulk-refunds/refund-plan';
import { outcomeOf, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { countNotSeen } from '#features/ledger/count-not-seen';
import type { RefundRowDocument } from '#schemas/document-types';

/** A row of a plan, and its state in the ledger. */
export interface RowState {
  readonly row: PlanRow;
  readonly outcome: RowOutcome;
  /** The newest intent of the row, as far as it is known. */
  readonly intent:
    | (Pick<Intent, 'id'> & Partial<Pick<Intent, 'requestId' | 'state' | 'operationId' | 'code' | 'reason'>>)
    | undefined;
}

/** Number of rows in one query of the ledger. */
const PAGE = 500;

/** Yields the rows of a plan with their current state. Only the ledger knows what was applied. */
export async function* knownRows(plan: PlanFile, context: Pick<Context, 'ledger'>): AsyncGenerator<RowState> {
  const ledger = await context.ledger();
  const { header } = plan;
  for await (const page of chunk(plan.rows(), PAGE)) {
    const keys = page.filter(({ verdict }) => verdict === 'refund').map((row) => rowKey(header, row));
    const intents = await ledger.newestByKey(header.project, keys);
    for (const row of page) yield knownRow(row, intents.get(rowKey(header, row)), ledger);
  }
}

function knownRow(row: PlanRow, intent: Intent | undefined, ledger: Ledger): RowState {
  if (row.verdict === 'skip') return { row, outcome: 'skipped', intent: undefined };
  const outcome = outcomeOf(intent);
  // The process that was sending it has ended.
  const lost = outcome === 'sending' && intent !== undefined && !ledger.isInFlight(intent);
  return { row, outcome: lost ? 'unknown' : outcome, intent };
}

/** Returns the intents of a plan without a final result. */
export async function openOfPlan(
  file: string,
  context: Pick<Context, 'ledger' | 'refundFiles'>,
): Promise<readonly Intent[]> {
  const isOfPlan = await planMembership(file, context);
  return (await (await context.ledger()).intentsWithoutResult()).filter(isOfPlan);
}

/** Counts the refunds of a plan that the platform has not shown: it may still process them. */
export async function notSeenOfPlan(file: string, context: Pick<Context, 'ledger' | 'refundFiles'>): Promise<number> {
  return countNotSeen(await context.ledger(), await planMembership(file, context));
}

async function planMembership(
  file: string,
  context: Pick<Context, 'refundFiles'>,
): Promise<(intent: Intent) => boolean> {
  const { header, close } = await (await context.refundFiles()).openPlan(file);
  await close();
  return ({ key, project }) => project === header.project && isRowKey(key, header);
}

/** Returns the result of a row as a document. */
export function rowDocument(
  { row, outcome, intent }: RowState,
  { currency }: Pick<PlanHeader, 'currency'>,
): RefundRowDocument {
  return {
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
    reason: row.verdict === 'skip' ? row.why : (intent?.reason ?? null),
  };
}
