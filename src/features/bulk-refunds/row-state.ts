import { chunk } from '#async/concurrent-map';
import type { Context } from '#context';
import type { RefundRowDocument } from '#domain/bulk-refunds/bulk-refund-documents';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import { isRowKey, type PlanHeader, type PlanRow, rowKey } from '#domain/bulk-refunds/refund-plan';
import { outcomeOf, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { countNotSeen } from '#features/ledger/count-not-seen';

/** A row of a plan, and what the ledger knows of it. */
export interface RowState {
  readonly row: PlanRow;
  readonly outcome: RowOutcome;
  /** What is known of the newest of its intents. */
  readonly intent:
    | (Pick<Intent, 'id' | 'requestId'> & Partial<Pick<Intent, 'state' | 'operationId' | 'code' | 'reason'>>)
    | undefined;
}

/** How many rows the ledger is asked about at once. */
const PAGE = 500;

/** The rows of a plan as they stand now: the ledger is the only memory of what was applied. */
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
  // Whoever was sending it is gone.
  const lost = outcome === 'sending' && intent !== undefined && !ledger.isInFlight(intent);
  return { row, outcome: lost ? 'unknown' : outcome, intent };
}

/** The intents of a plan without a final result. */
export async function openOfPlan(
  file: string,
  context: Pick<Context, 'ledger' | 'refundFiles'>,
): Promise<readonly Intent[]> {
  const isOfPlan = await planMembership(file, context);
  return (await (await context.ledger()).withoutResult()).filter(isOfPlan);
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

/** What became of a row, as scripts read it. */
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
