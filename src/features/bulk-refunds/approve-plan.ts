import type { Context } from '#context';
import { formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { createApproval } from '#domain/bulk-refunds/plan-approval';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import { isPlannedRefund, type PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { checkMaker, mayApprove, type PlanMember } from '#domain/bulk-refunds/team-plans';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { findPlanSource } from '#features/bulk-refunds/plans/plan-source';
import type { CommandDocument } from '#schemas/document-types';
import { confirmTotal } from './confirm-total.ts';
import type { PlanForApproval } from './plan-view.ts';
import { toPlanDocument } from './summarize-plan.ts';

/** A request to approve a plan. */
export interface ApprovalRequest {
  readonly file: string;
  /** The value of `--confirm`. */
  readonly confirm: string | undefined;
  /** Shows all rows. */
  readonly allRows: boolean;
}

/**
 * Shows a plan, asks for its total, signs it with the current user's key, and saves the approval beside the plan.
 *
 * @throws {Failure} (blocked) when the current user made the plan, or has not typed its total.
 */
export async function approvePlan(
  { file, confirm, allRows }: ApprovalRequest,
  context: Pick<Context, 'refundFiles' | 'approvalKey' | 'ledger' | 'clock' | 'terminal'> & {
    readonly show: (plan: PlanForApproval) => void;
  },
): Promise<CommandDocument<'refunds approve'>> {
  const source = await findPlanSource(file, context);
  const plan = await source.openPlan(file);
  const { header } = plan;
  const privateKey = await context.approvalKey();
  const key = formatPublicKey(privateKey);
  if (header.makerKey === key) {
    const hint = message('Another user must approve it, with their own key and account.');
    const text = message('The plan was not approved: you have made it yourself.');
    throw new Failure(EXIT.blocked, 'approval_own', text, { hint });
  }
  const members = await source.members?.();
  if (members !== undefined) {
    checkMaker(header, members);
    checkMayApprove(key, members);
  }
  context.show({ ...toPlanDocument(header, file), ...(await selectRows(plan, allRows)) });
  const { totals, currency } = header;
  await confirmTotal({ total: { minor: totals.totalMinor, currency }, confirm, what: 'approve' }, context);
  const { user, host } = (await context.ledger()).currentUser;
  const approvedAt = new Date((await source.now?.()) ?? context.clock.now()).toISOString();
  const unsigned = { plan: header.plan, hash: header.hash, by: `${user}@${host}`, key, approvedAt };
  return { ...unsigned, file: await source.saveApproval(file, createApproval(unsigned, privateKey)) };
}

/**
 * Checks that a member may approve plans. The database checks it too.
 *
 * @throws {Failure} (blocked) otherwise.
 */
function checkMayApprove(key: string, members: readonly PlanMember[]): void {
  const own = members.find((member) => member.key === key);
  if (own !== undefined && mayApprove(own)) return;
  throw new Failure(
    EXIT.blocked,
    'not_an_approver',
    message('The plan was not approved: your role is {role}.', { role: own?.role ?? message('none') }),
    { hint: message('Only a member with the role approver or admin approves plans: rocketpay ledger members') },
  );
}

/** Number of rows that an approver sees. */
const SHOWN = { first: 20, largest: 5 };

/** Returns the first refunds of a plan and the largest ones, or all refunds. */
async function selectRows(
  plan: CheckedPlan,
  all: boolean,
): Promise<Pick<PlanForApproval, 'firstRows' | 'largestRows'>> {
  const firstRows: PlannedRefund[] = [];
  let largestRows: PlannedRefund[] = [];
  for await (const row of plan.rows()) {
    if (!isPlannedRefund(row)) continue;
    if (all || firstRows.length < SHOWN.first) firstRows.push(row);
    largestRows = [...largestRows, row]
      .sort((one, other) => other.amountMinor - one.amountMinor)
      .slice(0, SHOWN.largest);
  }
  return { firstRows, largestRows };
}
