import type { Context } from '#context';
import { createApproval, publicKeyText } from '#domain/bulk-refunds/approval';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import type { PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { CommandDocument } from '#schemas/document-types';
import { confirmTotal } from './confirm-total.ts';
import { planDocument } from './plan-document.ts';
import type { PlanForApproval } from './plan-view.ts';

/**
 * Shows a plan, asks for its total, signs it with the current user's key, and saves the approval beside the plan.
 *
 * @throws {Failure} (blocked) when the current user made the plan, or has not typed its total.
 */
export async function approvePlan(
  {
    file,
    confirm,
    allRows,
  }: { readonly file: string; readonly confirm: string | undefined; readonly allRows: boolean },
  context: Pick<Context, 'refundFiles' | 'approvalKey' | 'ledger' | 'clock' | 'terminal'> & {
    readonly show: (plan: PlanForApproval) => void;
  },
): Promise<CommandDocument<'refunds approve'>> {
  const files = await context.refundFiles();
  const plan = await files.openPlan(file);
  const { header } = plan;
  const privateKey = await context.approvalKey();
  const key = publicKeyText(privateKey);
  if (header.makerKey === key) {
    const hint = 'Another user must approve it, with their own key and account.';
    throw new Failure(EXIT.blocked, 'approval_own', 'You have made this plan: you cannot approve it.', { hint });
  }
  context.show({ ...planDocument(header, file), ...(await rowsToShow(plan, allRows)) });
  await plan.close();
  const { totals, currency } = header;
  await confirmTotal({ total: { minor: totals.totalMinor, currency }, confirm, what: 'approve' }, context);
  const { user, host } = (await context.ledger()).currentUser;
  const approvedAt = new Date(context.clock.now()).toISOString();
  const said = { plan: header.plan, hash: header.hash, by: `${user}@${host}`, key, approvedAt };
  return { ...said, file: await files.saveApproval(file, createApproval(said, privateKey)) };
}

/** Number of rows that an approver sees. */
const SHOWN = { first: 20, largest: 5 };

/** Returns the first refunds of a plan and the largest ones, or all refunds. */
async function rowsToShow(plan: PlanFile, all: boolean): Promise<Pick<PlanForApproval, 'firstRows' | 'largestRows'>> {
  const firstRows: PlannedRefund[] = [];
  let largestRows: PlannedRefund[] = [];
  for await (const row of plan.rows()) {
    if (row.verdict === 'skip') continue;
    if (all || firstRows.length < SHOWN.first) firstRows.push(row);
    largestRows = [...largestRows, row]
      .sort((one, other) => other.amountMinor - one.amountMinor)
      .slice(0, SHOWN.largest);
  }
  return { firstRows, largestRows };
}
