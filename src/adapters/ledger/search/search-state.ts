import { type Kysely, sql } from 'kysely';
import { toCallback } from '#adapters/ledger/callbacks/callback-rows';
import type { Commit } from '#adapters/ledger/group-commit';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { toIntent } from '#adapters/ledger/row-mapping';
import type { Tables } from '#adapters/ledger/tables';
import type { SearchSettings, SearchState } from '#domain/ledger/payment-search';
import { countBacklog, hasBacklog, indexBacklog } from './search-backlog.ts';
import { addEntries, callbackEntries, intentEntries, paymentEntries, type SearchEntry } from './search-index.ts';
import { DIGITS_TERMS, LAST_DIGITS_STATE, type SearchTables } from './search-tables.ts';

/**
 * What the index lacks: callbacks of the backlog (`search-backlog.ts`), and rows that were stored before it. `search_state` has a row for each table with such rows, and its value is the
 * key of the last one that is indexed. So an interrupted run continues where it stopped.
 */
const STAGES = ['callbacks', 'intents', 'payments'] as const;

type Stage = (typeof STAGES)[number];

/** Counting stops at this number of payments, so that it takes no time in a large ledger. */
const MAX_COUNTED = 10_000;

/** Number of rows that are indexed together. */
const BATCH = 200;

interface OpenIndex {
  readonly db: Kysely<Tables>;
  readonly tables: SearchTables;
  readonly key: LedgerKey;
}

/** Returns the state of the index. */
export async function readSearchState({ db }: Pick<OpenIndex, 'db'>): Promise<SearchState> {
  const { payments } = await db
    .selectFrom('search_payments')
    .select(({ fn }) => fn.countAll<number>().as('payments'))
    .executeTakeFirstOrThrow();
  const state = await readState(db);
  let waiting = await countBacklog(db);
  for (const stage of STAGES) {
    const after = state.get(stage);
    if (after !== undefined) waiting += await countAfter(stage, after, db);
  }
  return { payments, waiting, lastDigits: state.has(LAST_DIGITS_STATE) };
}

/** Returns the settings of the index. */
export async function readSearchSettings({ db }: Pick<OpenIndex, 'db'>): Promise<SearchSettings> {
  const state = await readState(db);
  const some = db.selectFrom('search_payments').select('number').limit(MAX_COUNTED);
  const counted = db.selectFrom(some.as('some')).select(({ fn }) => fn.countAll<number>().as('count'));
  const payments = (await counted.executeTakeFirstOrThrow()).count;
  const indexed = STAGES.every((stage) => !state.has(stage)) && !(await hasBacklog(db));
  return { payments, indexed, lastDigits: state.has(LAST_DIGITS_STATE) };
}

const readState = async (db: Kysely<Tables>): Promise<ReadonlyMap<string, string>> =>
  new Map((await db.selectFrom('search_state').selectAll().execute()).map(({ name, value }) => [name, value]));

async function countAfter(stage: Stage, after: string, db: Kysely<Tables>): Promise<number> {
  const rest =
    stage === 'payments'
      ? db.selectFrom('payments').select('payment_key as id').where(isAfterPayment(after))
      : db.selectFrom(stage).select('id').where('id', '>', after);
  const counted = db.selectFrom(rest.as('rest')).select(({ fn }) => fn.countAll<number>().as('count'));
  return (await counted.executeTakeFirstOrThrow()).count;
}

const isAfterPayment = (after: string) => {
  const [project = '', key = ''] = after.split('\n');
  return sql<boolean>`(project, payment_key) > (${project}, ${key})`;
};

/**
 * Indexes some rows that the index lacks.
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
  for (const stage of STAGES) {
    const after = state.get(stage);
    if (after === undefined) continue;
    const { entries, rows, last } = await readAfter(stage, after, index);
    await commit(async (trx) => {
      await addEntries(entries, index, trx);
      // Another process may have indexed the same rows meanwhile.
      const own = trx.selectFrom('search_state').select('name').where('name', '=', stage).where('value', '=', after);
      if ((await own.executeTakeFirst()) === undefined) return;
      if (last === undefined) await trx.deleteFrom('search_state').where('name', '=', stage).execute();
      else await trx.updateTable('search_state').set({ value: last }).where('name', '=', stage).execute();
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

async function readAfter(stage: Stage, after: string, { db, key }: OpenIndex): Promise<Read> {
  if (stage === 'callbacks') {
    // The body of an invalid callback is not read: it can be large, and proves nothing.
    const query = db.selectFrom('callbacks').selectAll().where('id', '>', after).where('valid', '=', 1);
    const rows = await query.orderBy('id').limit(BATCH).execute();
    return toRead(rows, callbackEntries(rows.map((row) => toCallback(row, key))), ({ id }) => id);
  }
  if (stage === 'intents') {
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

/** Indexes last digits of phones from now on, or removes them and stops: see `PaymentSearch.useLastDigits`. */
export async function setLastDigits(used: boolean, trx: Kysely<Tables>): Promise<void> {
  await trx.deleteFrom('search_state').where('name', '=', LAST_DIGITS_STATE).execute();
  if (!used) {
    const { first, last } = DIGITS_TERMS;
    await trx.deleteFrom('search_terms').where('term', '>=', first).where('term', '<=', last).execute();
    return;
  }
  // Every stored callback is read again.
  await trx.deleteFrom('search_state').where('name', '=', 'callbacks').execute();
  const rows = [LAST_DIGITS_STATE, 'callbacks'].map((name) => ({ name, value: '' }));
  await trx.insertInto('search_state').values(rows).execute();
}
