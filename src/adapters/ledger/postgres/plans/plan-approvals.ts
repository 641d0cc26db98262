import type { Kysely } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { type Approval, MAX_CLOCK_SKEW_MS } from '#domain/bulk-refunds/plan-approval';

const MAX_APPROVAL_CHARACTERS = 64 * 1024;

/** Number of approvals that are read of one plan. */
const MAX_APPROVALS = 100;

/** Reads the newest approvals of each plan. One that no member has written, or at another time than it says, has no fields. */
export async function readApprovals(
  plans: readonly string[],
  key: LedgerKey,
  db: Kysely<TeamTables>,
): Promise<ReadonlyMap<string, readonly Approval[]>> {
  const found = new Map<string, Approval[]>();
  if (plans.length === 0) return found;
  const rows = await db
    .selectFrom('plan_approvals')
    .select(({ fn, val }) => [
      'plan',
      'approved_at',
      fn<string>('left', ['approval', val(MAX_APPROVAL_CHARACTERS)]).as('approval'),
    ])
    .where('plan', 'in', plans)
    .orderBy('number', 'desc')
    .limit(MAX_APPROVALS * plans.length)
    .execute();
  for (const { plan, approval, approved_at } of rows)
    found.set(plan, [...(found.get(plan) ?? []), openApproval(approval, approved_at.getTime(), key)]);
  return found;
}

function openApproval(sealed: string, storedAt: number, key: LedgerKey): Approval {
  const approval = parseApproval(key.open(sealed) ?? '');
  return Math.abs(Date.parse(approval.approvedAt) - storedAt) <= MAX_CLOCK_SKEW_MS ? approval : ({} as Approval);
}

function parseApproval(text: string): Approval {
  try {
    return Object(JSON.parse(text)) as Approval;
  } catch {
    return {} as Approval;
  }
}
