import { type Kysely, sql } from 'kysely';
import type { Intent, IntentState } from '#domain/ledger/intent';
import { canBeSameProject, projectIdOf } from '#domain/profiles/project';
import { isRefundIntent } from '#domain/refunds/refund-history';
import type { Unchained } from './row-mapping.ts';
import type { Tables } from './tables.ts';

/**
 * How much each project has refunded in each minute, or may have: kept in the transaction that changes an intent, so that the limit
 * of a day reads a few rows, however many intents there are.
 */

/** States of a refund that may have been carried out. */
const COUNTED = ['sending', 'unknown', 'accepted', 'done', 'never_arrived'] as const satisfies readonly IntentState[];

const MINUTE_MS = 60_000;

type Counted = Pick<
  Unchained,
  'project' | 'kind' | 'path' | 'state' | 'amount' | 'currency' | 'created_at' | 'platform_at'
>;

/** What a row adds to the sum of its minute, in minor units. */
const countedAmount = (row: Counted | undefined): number =>
  row !== undefined &&
  COUNTED.some((state) => state === row.state) &&
  isRefundIntent(row as Pick<Intent, 'kind' | 'path'>)
    ? (row.amount ?? 0)
    : 0;

/** Keeps the sums right when an intent is added (`before` undefined) or changed. */
export async function adjustSums(before: Counted | undefined, after: Counted, db: Kysely<Tables>): Promise<void> {
  const difference = countedAmount(after) - countedAmount(before);
  if (difference === 0 || after.currency === null) return;
  // A clock that was behind makes no refund older: the later of both times counts.
  const at = Math.max(after.created_at, after.platform_at ?? 0);
  await db
    .insertInto('refund_sums')
    .values({
      project_id: projectIdOf(after.project),
      currency: after.currency,
      minute: Math.floor(at / MINUTE_MS),
      project: after.project,
      amount: difference,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['project_id', 'currency', 'minute', 'project'])
        .doUpdateSet(({ ref }) => ({ amount: sql<number>`${ref('refund_sums.amount')} + ${ref('excluded.amount')}` })),
    )
    .execute();
}

/** What a project has refunded since the minute of a time, in minor units, under whatever host it was reached. */
export async function refundedSince(
  project: string,
  time: number,
  currency: string,
  db: Kysely<Tables>,
): Promise<number> {
  const rows = await db
    .selectFrom('refund_sums')
    .select(['project', ({ fn }) => fn.sum<number>('amount').as('amount')])
    .where('project_id', '=', projectIdOf(project))
    .where('currency', '=', currency)
    .where('minute', '>=', Math.floor(time / MINUTE_MS))
    .groupBy('project')
    .execute();
  return rows.filter((row) => canBeSameProject(row.project, project)).reduce((sum, { amount }) => sum + amount, 0);
}

/** Makes the table, from the intents that there are. */
export async function createSums(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('refund_sums')
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('minute', 'bigint', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('refund_sums_pk', ['project_id', 'currency', 'minute', 'project'])
    .execute();
  const groups = await db.selectFrom('intents').select(['project', 'kind', 'path']).distinct().execute();
  for (const { project, kind, path } of groups) {
    if (!isRefundIntent({ kind, path } as Pick<Intent, 'kind' | 'path'>)) continue;
    await sql`
      insert into refund_sums (project_id, currency, minute, project, amount)
      select ${projectIdOf(project)}, currency, max(created_at, coalesce(platform_at, 0)) / ${MINUTE_MS}, project, sum(amount)
      from intents
      where project = ${project} and kind = ${kind} and path = ${path}
        and amount is not null and currency is not null and state in (${sql.join([...COUNTED])})
      group by 2, 3
      on conflict (project_id, currency, minute, project) do update set amount = amount + excluded.amount
    `.execute(db);
  }
}
