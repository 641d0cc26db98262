import { type Kysely, sql } from 'kysely';
import type { Commit } from '#adapters/ledger/group-commit';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { pruneTerms } from '#adapters/ledger/search/prune-terms';
import type { CallbackRow, Tables } from '#adapters/ledger/tables';
import type { CallbackPruning, PrunedCallbacks } from '#domain/ledger/stored-callback';
import { failedDeliveries } from './deliveries.ts';

/** Number of callbacks that are removed in one transaction, so that it takes no long time. */
const PAGE = 200;

type Pruned = Pick<LedgerDatabase, 'db' | 'callbacks' | 'search'> & { readonly key: LedgerKey };

/**
 * Removes callbacks and what is known of forwarding them, or only counts them. One that still has to be forwarded stays. Callbacks are
 * removed in pages: after an interruption, the same call removes the rest.
 */
export async function pruneCallbacks(
  pruning: CallbackPruning,
  pruned: Pruned,
  commit: Commit<Tables>,
): Promise<PrunedCallbacks> {
  if (pruning.dryRun) return countWanted(pruning, pruned);
  const { db } = pruned;
  let sum: PrunedCallbacks = { wrong: 0, genuine: 0, chargebacks: 0, waiting: 0 };
  for (let after = ''; ; ) {
    const page = await db
      .selectFrom('callbacks')
      .select('id')
      .where('id', '>', after)
      .where(isWanted(pruning))
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const ids = page.map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return sum;
    const counts = await commit((trx) => prunePage(ids, pruning, pruned, trx));
    sum = {
      wrong: sum.wrong + counts.wrong,
      genuine: sum.genuine + counts.genuine,
      chargebacks: sum.chargebacks + counts.chargebacks,
      waiting: sum.waiting + counts.waiting,
    };
    after = last;
  }
}

/** SQL condition of the callbacks to remove. */
const isWanted = ({ genuine, chargebacks, before }: CallbackPruning) =>
  sql<boolean>`(valid = 0 and kind is null
    or ${Number(genuine)} = 1 and valid = 1
    or ${Number(chargebacks)} = 1 and kind is not null)
    and received_at < ${before ?? Number.MAX_SAFE_INTEGER}`;

async function countWanted(
  pruning: CallbackPruning,
  { db, callbacks: { callbacks, hasId } }: Pruned,
): Promise<PrunedCallbacks> {
  const isWaiting = hasId(await findWaiting(undefined, db));
  const { rows } = await sql<PrunedCallbacks>`
    select
      count(*) filter (where not ${isWaiting} and valid = 0 and kind is null) as wrong,
      count(*) filter (where not ${isWaiting} and valid = 1) as genuine,
      count(*) filter (where not ${isWaiting} and kind is not null) as chargebacks,
      count(*) filter (where ${isWaiting}) as waiting
    from ${callbacks} where ${isWanted(pruning)}`.execute(db);
  return rows[0] ?? { wrong: 0, genuine: 0, chargebacks: 0, waiting: 0 };
}

/** Returns the ids of callbacks that still have to be forwarded. */
const findWaiting = async (ids: readonly string[] | undefined, db: Kysely<Tables>): Promise<readonly string[]> => [
  ...new Set((await failedDeliveries(sql`false`, db, ids)).map(({ callbackId }) => callbackId)),
];

async function prunePage(
  ids: readonly string[],
  pruning: CallbackPruning,
  { callbacks: { callbacks, deliveries, hasId }, search: tables, key }: Pruned,
  trx: Kysely<Tables>,
): Promise<PrunedCallbacks> {
  const waiting = new Set(await findWaiting(ids, trx));
  const found = await trx.selectFrom('callbacks').selectAll().where(hasId(ids)).where(isWanted(pruning)).execute();
  const rows = found.filter(({ id }) => !waiting.has(id));
  const removed = rows.map(({ id }) => id);
  if (removed.length > 0) {
    await sql`delete from ${deliveries} where callback_id in (select id from ${callbacks} where ${hasId(removed)})`.execute(
      trx,
    );
    await sql`delete from ${callbacks} where ${hasId(removed)}`.execute(trx);
    await trx.deleteFrom('search_backlog').where('callback', 'in', removed).execute();
    // Only callbacks with a valid signature have terms.
    await pruneTerms(
      rows.filter(({ valid }) => valid === 1),
      { tables, key },
      trx,
    );
  }
  const count = (isCounted: (row: CallbackRow) => boolean) => rows.filter(isCounted).length;
  return {
    wrong: count(({ valid, kind }) => valid === 0 && kind === null),
    genuine: count(({ valid }) => valid === 1),
    chargebacks: count(({ kind }) => kind !== null),
    waiting: found.length - rows.length,
  };
}
