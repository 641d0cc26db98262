import { type Kysely, sql } from 'kysely';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import type { PlanMember, PlanPruning, PrunedPlans } from '#domain/bulk-refunds/team-plans';
import { Failure } from '#domain/errors/failure';
import { NOT_TRIED_STATES, STATES_WITHOUT_RESULT } from '#domain/ledger/intent';
import { readSigned, selectPlans } from './plan-headers.ts';
import { selectRows } from './sent-rows.ts';

/** What removing plans needs of the ledger of a team. */
interface Pruner {
  readonly db: Kysely<TeamTables>;
  readonly members: readonly PlanMember[];
  /** See `Ledger.acquireLock`: who applies a plan has its lock. */
  readonly acquireLock: (name: string) => Promise<(() => void) | undefined> | (() => void) | undefined;
}

type Kind = 'unused' | 'finished';

/** Number of plans of one query: a header has up to 1 MB. */
const PAGE_PLANS = 20;

/** See `TeamPlans.prune`. */
export async function prunePlans({ before, dryRun }: PlanPruning, pruner: Pruner): Promise<PrunedPlans> {
  const { db, members } = pruner;
  const counts = { unused: 0, finished: 0, kept: 0 };
  for (let after = ''; ; ) {
    const page = await selectPlans(db)
      .where('stored_at', '<', sql<Date>`to_timestamp(${before} / 1000.0)`)
      .where('plan', '>', after)
      .orderBy('plan')
      .limit(PAGE_PLANS)
      .execute();
    for (const { plan, header: line } of page) {
      const header = readSigned(line, plan, members);
      const kind = header instanceof Failure ? undefined : await findKind(header, db);
      const isRemoved = kind !== undefined && (dryRun || (await remove(header as PlanHeader, kind, pruner)));
      counts[isRemoved ? kind : 'kept'] += 1;
    }
    const last = page.at(-1);
    if (last === undefined) return counts;
    after = last.plan;
  }
}

/**
 * Returns why a plan is not needed any more; undefined for one that is. A plan that has replaced another one is needed: without it the
 * earlier one, of which there may be a file, could be applied.
 */
async function findKind(header: PlanHeader, db: Kysely<TeamTables>): Promise<Kind | undefined> {
  if (header.replaces !== undefined) return undefined;
  const { sent, open } = await selectRows(header, db)
    .select(({ fn }) => [
      fn.count<number>('intent_key').distinct().filterWhere('state', 'not in', NOT_TRIED_STATES).as('sent'),
      fn.count<number>('id').filterWhere('state', 'in', STATES_WITHOUT_RESULT).as('open'),
    ])
    .executeTakeFirstOrThrow();
  if (sent === 0) return 'unused';
  return open === 0 && sent >= header.totals.refunds ? 'finished' : undefined;
}

/** Removes a plan with its approvals and rows; false where another process is applying it, or has sent some of it meanwhile. */
async function remove(header: PlanHeader, kind: Kind, { db, acquireLock }: Pruner): Promise<boolean> {
  const { plan } = header;
  const release = await acquireLock(plan);
  if (release === undefined) return false;
  try {
    const isRemoved = await db.transaction().execute(async (trx) => {
      if ((await findKind(header, trx)) !== kind) return false;
      await trx.deleteFrom('plan_approvals').where('plan', '=', plan).execute();
      await trx.deleteFrom('plans').where('plan', '=', plan).execute();
      return true;
    });
    // The rows of a large plan take time, in which others can write: no one can open them without their plan.
    if (isRemoved) await db.deleteFrom('plan_rows').where('plan', '=', plan).execute();
    return isRemoved;
  } finally {
    release();
  }
}
