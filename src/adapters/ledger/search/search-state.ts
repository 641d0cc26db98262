import type { Kysely } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import type { SearchSettings, SearchState } from '#domain/ledger/payment-search';
import { countAfter, INDEXED_TABLES, readState } from './index-stored-rows.ts';
import { countBacklog, hasBacklog } from './search-backlog.ts';
import { DIGITS_TERMS, LAST_DIGITS_STATE } from './search-tables.ts';

/** Counting stops at this number of payments, so that it takes no time in a large ledger. */
const MAX_COUNTED = 10_000;

/** Returns the state of the index. */
export async function readSearchState({ db }: { readonly db: Kysely<Tables> }): Promise<SearchState> {
  const { payments } = await db
    .selectFrom('search_payments')
    .select(({ fn }) => fn.countAll<number>().as('payments'))
    .executeTakeFirstOrThrow();
  const state = await readState(db);
  let waiting = await countBacklog(db);
  for (const table of INDEXED_TABLES) {
    const after = state.get(table);
    if (after !== undefined) waiting += await countAfter(table, after, db);
  }
  return { payments, waiting, lastDigits: state.has(LAST_DIGITS_STATE) };
}

/** Returns the settings of the index. */
export async function readSearchSettings({ db }: { readonly db: Kysely<Tables> }): Promise<SearchSettings> {
  const state = await readState(db);
  const some = db.selectFrom('search_payments').select('number').limit(MAX_COUNTED);
  const counted = db.selectFrom(some.as('some')).select(({ fn }) => fn.countAll<number>().as('count'));
  const payments = (await counted.executeTakeFirstOrThrow()).count;
  const indexed = INDEXED_TABLES.every((table) => !state.has(table)) && !(await hasBacklog(db));
  return { payments, indexed, lastDigits: state.has(LAST_DIGITS_STATE) };
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
