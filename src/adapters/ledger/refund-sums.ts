import { type Compilable, type Kysely, sql } from 'kysely';
import { type Intent, MAYBE_PROCESSED_STATES } from '#domain/ledger/intent';
import { canBeSameProject, getProjectId } from '#domain/profiles/project';
import { isRefundIntent } from '#domain/refunds/refund-history';
import type { UnchainedRow } from './row-mapping.ts';
import type { Tables } from './tables.ts';

/**
 * Amounts that each project has refunded, or may have, in each minute. They change in the transaction that changes an intent, so that
 * the daily limit reads few rows.
 */

const MINUTE_MS = 60_000;

type Counted = Pick<
  UnchainedRow,
  'project' | 'kind' | 'path' | 'state' | 'amount' | 'currency' | 'created_at' | 'platform_at'
>;

/** Returns what an intent adds to the sum of its minute, in minor units. */
const countedAmount = (row: Counted | undefined): number =>
  row !== undefined &&
  MAYBE_PROCESSED_STATES.some((state) => state === row.state) &&
  isRefundIntent(row as Pick<Intent, 'kind' | 'path'>)
    ? (row.amount ?? 0)
    : 0;

/** Returns the difference that an added (`before` undefined) or changed intent makes to a sum; undefined without one. */
export function sumDifference(before: Counted | undefined, after: Counted): Tables['refund_sums'] | undefined {
  const difference = countedAmount(after) - countedAmount(before);
  if (difference === 0 || after.currency === null) return undefined;
  // The later of both clocks counts, so that a slow clock makes no refund older.
  const at = Math.max(after.created_at, after.platform_at ?? 0);
  return {
    project_id: getProjectId(after.project),
    currency: after.currency,
    minute: Math.floor(at / MINUTE_MS),
    project: after.project,
    amount: difference,
  };
}

/** Returns the statement that updates the sums for an intent; none without a difference. */
export function adjustSums(before: Counted | undefined, after: Counted, db: Kysely<Tables>): readonly Compilable[] {
  const difference = sumDifference(before, after);
  if (difference === undefined) return [];
  const adjusted = db
    .insertInto('refund_sums')
    .values(difference)
    .onConflict((conflict) =>
      conflict
        .columns(['project_id', 'currency', 'minute', 'project'])
        .doUpdateSet(({ ref }) => ({ amount: sql<number>`${ref('refund_sums.amount')} + ${ref('excluded.amount')}` })),
    );
  return [adjusted];
}

/** Returns the minor units that a project has refunded since the minute of a time, or may have, under any host. */
export async function refundedSince(
  project: string,
  time: number,
  currency: string,
  db: Kysely<Tables>,
): Promise<number> {
  const rows = await db
    .selectFrom('refund_sums')
    .select(['project', ({ fn }) => fn.sum<number>('amount').as('amount')])
    .where('project_id', '=', getProjectId(project))
    .where('currency', '=', currency)
    .where('minute', '>=', Math.floor(time / MINUTE_MS))
    .groupBy('project')
    .execute();
  return rows.filter((row) => canBeSameProject(row.project, project)).reduce((sum, { amount }) => sum + amount, 0);
}

/** Returns the minor units of the refunds that a user has sent since a time and that were made, or may have been. */
export async function countedSince(user: string, time: number, currency: string, db: Kysely<Tables>): Promise<number> {
  const rows = await db
    .selectFrom('intents')
    .select(['kind', 'path', ({ fn }) => fn.sum<number>('amount').as('amount')])
    .where('user', '=', user)
    .where('created_at', '>=', time)
    .where('currency', '=', currency)
    .where('state', 'in', MAYBE_PROCESSED_STATES)
    .groupBy(['kind', 'path'])
    .execute();
  return rows
    .filter((row) => isRefundIntent(row as Pick<Intent, 'kind' | 'path'>))
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** Fills the sums of a SQLite database whose intents were stored by an earlier version. */
export async function fillSums(db: Kysely<Tables>): Promise<void> {
  const groups = await db.selectFrom('intents').select(['project', 'kind', 'path']).distinct().execute();
  for (const { project, kind, path } of groups) {
    if (!isRefundIntent({ kind, path } as Pick<Intent, 'kind' | 'path'>)) continue;
    await sql`
      insert into refund_sums (project_id, currency, minute, project, amount)
      select ${getProjectId(project)}, currency, max(created_at, coalesce(platform_at, 0)) / ${MINUTE_MS}, project, sum(amount)
      from intents
      where project = ${project} and kind = ${kind} and path = ${path}
        and amount is not null and currency is not null and state in (${sql.join([...MAYBE_PROCESSED_STATES])})
      group by 2, 3
      on conflict (project_id, currency, minute, project) do update set amount = amount + excluded.amount
    `.execute(db);
  }
}
