import { type Kysely, sql } from 'kysely';
import { toCallback } from '#adapters/ledger/callbacks/callback-rows';
import type { Commit } from '#adapters/ledger/group-commit';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { toIntent } from '#adapters/ledger/row-mapping';
import type { Tables } from '#adapters/ledger/tables';
import { hasBacklog, indexBacklog } from './search-backlog.ts';
import { addEntries, callbackEntries, intentEntries, paymentEntries, type SearchEntry } from './search-index.ts';
import type { SearchTables } from './search-tables.ts';

/**
 * Tables whose rows are indexed. While `search_state` has a row for one of them, rows that were stored before the index are missing in
 * it. The value of the row is the key of the last one that is indexed, so an interrupted run continues there.
 */
export const INDEXED_TABLES = ['callbacks', 'intents', 'payments'] as const;

type IndexedTable = (typeof INDEXED_TABLES)[number];

/** Number of rows that are indexed together. */
const BATCH = 200;

interface OpenIndex {
  readonly db: Kysely<Tables>;
  readonly tables: SearchTables;
  readonly key: LedgerKey;
}

/** Returns the number of rows of a table after the one with a key. */
export async function countAfter(table: IndexedTable, after: string, db: Kysely<Tables>): Promise<number> {
  const rest =
    table === 'payments'
      ? db.selectFrom('payments').select('payment_key as id').where(isAfterPayment(after))
      : db.selectFrom(table).select('id').where('id', '>', after);
  const counted = db.selectFrom(rest.as('rest')).select(({ fn }) => fn.countAll<number>().as('count'));
  return (await counted.executeTakeFirstOrThrow()).count;
}

const isAfterPayment = (after: string) => {
  const [project = '', key = ''] = after.split('\n');
  return sql<boolean>`(project, payment_key) > (${project}, ${key})`;
};

/** Returns the rows of `search_state`, by name. */
export const readState = async (db: Kysely<Tables>): Promise<ReadonlyMap<string, string>> =>
  new Map((await db.selectFrom('search_state').selectAll().execute()).map(({ name, value }) => [name, value]));

/**
 * Indexes some rows that the index lacks: of the backlog (`search-backlog.ts`), then those that were stored before the index.
 *
 * @param commit runs work in a writing transaction
 * @returns the number of rows that it has read; 0 when everything is indexed
 */
export async function indexMore(index: OpenIndex, commit: Commit<Tables>): Promise<number> {
  if (await hasBacklog(index.db)) {
    const rows = await commit((trx) => indexBacklog(index, trx));
    if (rows > 0) return rows;
  }
  const state = await readState(index.db);
  for (const table of INDEXED_TABLES) {
    const after = state.get(table);
    if (after === undefined) continue;
    const { entries, rows, last } = await readAfter(table, after, index);
    await commit(async (trx) => {
      await addEntries(entries, index, trx);
      // Another process may have indexed the same rows meanwhile.
      const own = trx.selectFrom('search_state').select('name').where('name', '=', table).where('value', '=', after);
      if ((await own.executeTakeFirst()) === undefined) return;
      if (last === undefined) await trx.deleteFrom('search_state').where('name', '=', table).execute();
      else await trx.updateTable('search_state').set({ value: last }).where('name', '=', table).execute();
    });
    if (rows > 0) return rows;
  }
  return 0;
}

interface Read {
  readonly entries: readonly SearchEntry[];
  readonly rows: number;
  /** Key of the last row; undefined after the last row of the table. */
  readonly last: string | undefined;
}

async function readAfter(table: IndexedTable, after: string, { db, key }: OpenIndex): Promise<Read> {
  if (table === 'callbacks') {
    // The body of an invalid callback is not read: it can be large, and proves nothing.
    const query = db.selectFrom('callbacks').selectAll().where('id', '>', after).where('valid', '=', 1);
    const rows = await query.orderBy('id').limit(BATCH).execute();
    return toRead(rows, callbackEntries(rows.map((row) => toCallback(row, key))), ({ id }) => id);
  }
  if (table === 'intents') {
    const rows = await db
      .selectFrom('intents')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    const entries = rows.flatMap((row) => intentEntries(toIntent(row), { phoneHash: row.phone_hash }));
    return toRead(rows, entries, ({ id }) => id);
  }
  const rows = await db
    .selectFrom('payments')
    .select(['project', 'payment_key', 'payment_id', 'seen_at'])
    .where(isAfterPayment(after))
    .orderBy('project')
    .orderBy('payment_key')
    .limit(BATCH)
    .execute();
  const entries = rows.flatMap(({ project, payment_id: paymentId, seen_at: seenAt }) =>
    paymentEntries({ project, paymentId, seenAt }),
  );
  return toRead(rows, entries, ({ project, payment_key: id }) => `${project}\n${id}`);
}

function toRead<Row>(rows: readonly Row[], entries: readonly SearchEntry[], keyOf: (row: Row) => string): Read {
  const last = rows.at(-1);
  return { entries, rows: rows.length, last: last === undefined || rows.length < BATCH ? undefined : keyOf(last) };
}
