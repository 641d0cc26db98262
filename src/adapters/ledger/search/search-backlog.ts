import type { Kysely } from 'kysely';
import { toCallback } from '#adapters/ledger/callbacks/callback-rows';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import { addEntries, callbackEntries } from './search-index.ts';
import type { SearchTables } from './search-tables.ts';

/**
 * Callbacks that are stored and not indexed yet. A trigger of the database adds each one to `search_backlog` in the transaction that
 * stores it: storing it takes little longer, and a kill loses none. A listener indexes them when few callbacks arrive, a search before
 * it starts.
 */

/** Number of callbacks that are indexed in one transaction. */
export const BACKLOG_BATCH = 100;

interface OpenIndex {
  readonly tables: SearchTables;
  readonly key: LedgerKey;
}

/**
 * Indexes the oldest callbacks of the backlog. The transaction locks out other writers, so that no callback is removed meanwhile, and
 * no other process indexes the same ones.
 *
 * @returns their number; fewer than {@link BACKLOG_BATCH} when they were the last ones
 */
export async function indexBacklog({ tables, key }: OpenIndex, trx: Kysely<Tables>): Promise<number> {
  const waiting = await trx
    .selectFrom('search_backlog')
    .select('callback')
    .orderBy('callback')
    .limit(BACKLOG_BATCH)
    .execute();
  if (waiting.length === 0) return 0;
  const ids = waiting.map(({ callback }) => callback);
  const rows = await trx.selectFrom('callbacks').selectAll().where('id', 'in', ids).execute();
  await addEntries(callbackEntries(rows.map((row) => toCallback(row, key))), { tables, key }, trx);
  await trx.deleteFrom('search_backlog').where('callback', 'in', ids).execute();
  return ids.length;
}

/** True when a stored callback is not indexed yet. */
export const hasBacklog = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom('search_backlog').select('callback').limit(1).executeTakeFirst()) !== undefined;

/** Returns the number of callbacks that are not indexed yet. */
export async function countBacklog(db: Kysely<Tables>): Promise<number> {
  const counted = db.selectFrom('search_backlog').select(({ fn }) => fn.countAll<number>().as('count'));
  return (await counted.executeTakeFirstOrThrow()).count;
}
