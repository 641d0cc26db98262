import type { Context } from '#context';
import { isApproval } from '#domain/bulk-refunds/plan-approval';
import { type ListedPlan, type PlanMember, toPlanState } from '#domain/bulk-refunds/team-plans';
import { toAmountStrings } from '#domain/payments/amount';
import { noTeamFailure } from '#domain/team/team-required';
import type { CommandDocument } from '#schemas/document-types';

type ListDocument = CommandDocument<'refunds list'>;

/**
 * Lists the newest plans in the ledger of the team, newest first.
 *
 * @throws {Failure} (credentials) when the ledger is not shared with a team.
 */
export async function listPlans(limit: number, { ledger }: Pick<Context, 'ledger'>): Promise<ListDocument> {
  const { plans } = await ledger();
  if (plans === undefined) throw noTeamFailure();
  const { plans: found, changed } = await plans.list(limit + 1);
  const [members, now] = await Promise.all([plans.members(), plans.now()]);
  return {
    plans: found.slice(0, limit).map((plan) => toDocument(plan, members, now)),
    changed,
    more: found.length + changed.length > limit,
  };
}

function toDocument(listed: ListedPlan, members: readonly PlanMember[], now: number): ListDocument['plans'][number] {
  const { header, sent } = listed;
  const { plan, by, createdAt, profile, mode, project, currency, totals } = header;
  const { rows, refunds, totalMinor } = totals;
  const rules = { approvers: [], members, maxAge: Number.POSITIVE_INFINITY, now };
  const approvals = listed.approvals.filter((approval) => isApproval(approval, header, rules));
  return {
    ...{ plan, by, createdAt, profile, mode, project, currency, rows, refunds, totalMinor, sent },
    total: toAmountStrings({ minor: totalMinor, currency }).major,
    approvals: approvals.map((approval) => ({ by: approval.by, approvedAt: approval.approvedAt })),
    state: toPlanState(listed, approvals.length > 0),
  };
}
