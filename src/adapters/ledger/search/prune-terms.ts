import type { Kysely } from 'kysely';
import { toCallback } from '#adapters/ledger/callbacks/callback-rows';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { CallbackRow, Tables } from '#adapters/ledger/tables';
import { addEntries, callbackEntries, entryTerms } from './search-index.ts';
import { type SearchTables, SOURCES } from './search-tables.ts';

interface Pruned {
  readonly tables: SearchTables;
  readonly key: LedgerKey;
}

/** Number of payments whose remaining callbacks are indexed together. */
const BATCH = 50;

/**
 * Removes the terms of callbacks that were removed, and payments of which nothing is left. Only rows of these payments are read.
 *
 * @param removed callbacks with a valid signature, after they were removed in the same transaction
 */
export async function pruneTerms(
  removed: readonly CallbackRow[],
  { tables, key }: Pruned,
  db: Kysely<Tables>,
): Promise<void> {
  const keys = [...new Set(removed.flatMap(({ payment_key: paymentKey }) => paymentKey ?? []))];
  if (keys.length === 0) return;
  const payments = await db
    .selectFrom('search_payments')
    .select(['number', 'project', 'payment_key'])
    .where('payment_key', 'in', keys)
    .execute();
  const known = new Map(payments.map((row) => [`${row.project}\n${row.payment_key}`, row.number]));
  const numbers = new Set<number>();
  const terms: { readonly term: number; readonly payment: number }[] = [];
  for (const row of removed) {
    const payment = known.get(`${row.project}\n${row.payment_key}`);
    if (payment === undefined) continue;
    numbers.add(payment);
    for (const entry of callbackEntries([asFirst(row, key)]))
      terms.push(...entryTerms(entry, key).map((term) => ({ term, payment })));
  }
  await tables.removeTerms(terms, db);
  const own = tables.isOneOf('payment', [...numbers]);
  await db.deleteFrom('search_times').where('source', '=', SOURCES.callback).where(own).execute();
  await indexRemaining([...numbers], { tables, key }, db);
  await db
    .deleteFrom('search_payments')
    .where(tables.isOneOf('number', [...numbers]))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('search_times').select('payment').whereRef('payment', '=', 'number'))),
    )
    .execute();
}

/** Indexes the callbacks of payments that stay: a term can come from several callbacks. */
async function indexRemaining(numbers: readonly number[], { tables, key }: Pruned, db: Kysely<Tables>): Promise<void> {
  for (let at = 0; at < numbers.length; at += BATCH) {
    const rows = await db
      .selectFrom('callbacks')
      .innerJoin('search_payments', (join) =>
        join
          .onRef('callbacks.project', '=', 'search_payments.project')
          .onRef('callbacks.payment_key', '=', 'search_payments.payment_key'),
      )
      .selectAll('callbacks')
      .where(tables.isOneOf('search_payments.number', numbers.slice(at, at + BATCH)))
      .where('callbacks.valid', '=', 1)
      .execute();
    await addEntries(callbackEntries(rows.map((row) => asFirst(row, key))), { tables, key }, db);
  }
}

/** A repeat of a removed callback has its terms. */
const asFirst = (row: CallbackRow, key: LedgerKey) => ({ ...toCallback(row, key), repeat: false });
