import { type ExpressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import { toCallback } from '#adapters/ledger/callbacks/callback-rows';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import { addEntries, callbackEntries } from './search-index.ts';
import { type SearchTables, SOURCES } from './search-tables.ts';

/** Removes the terms of removed callbacks. It reads the whole index, as removing callbacks reads all of them. */

interface Pruned {
  readonly tables: SearchTables;
  readonly key: LedgerKey;
}

/** Number of payments whose remaining callbacks are indexed together. */
const BATCH = 50;

type PaymentExpression = ExpressionBuilder<Tables, 'search_payments'>;

/** True of a payment of the index with a valid callback that matches a condition. */
const hasCallback = (condition: Condition, { exists, selectFrom }: PaymentExpression) =>
  exists(
    selectFrom('callbacks')
      .select('id')
      .whereRef('callbacks.project', '=', 'search_payments.project')
      .whereRef('callbacks.payment_key', '=', 'search_payments.payment_key')
      .where('valid', '=', 1)
      .where(condition),
  );

/** SQL condition of a row of callbacks. */
type Condition = RawBuilder<boolean>;

/**
 * Returns the payments of which some callbacks are removed and others stay.
 *
 * @param removed condition of the callbacks to remove
 */
export async function findPartlyPruned(removed: Condition, db: Kysely<Tables>): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('search_payments')
    .select('number')
    .where((builder) => hasCallback(removed, builder))
    .where((builder) => hasCallback(sql<boolean>`not (${removed})`, builder))
    .execute();
  return rows.map(({ number }) => number);
}

/** Removes the terms of callbacks that are not stored any more, and payments of which nothing is left. */
export async function pruneTerms(
  partly: readonly number[],
  { tables, key }: Pruned,
  db: Kysely<Tables>,
): Promise<void> {
  const gone = db
    .selectFrom('search_payments')
    .select('number')
    .where((builder) => builder.not(hasCallback(sql<boolean>`1 = 1`, builder)));
  for (const table of ['search_terms', 'search_times'] as const) {
    await db
      .deleteFrom(table)
      .where('source', '=', SOURCES.callback)
      .where(({ or, eb }) => or([eb('payment', 'in', gone), tables.isOneOf('payment', partly)]))
      .execute();
  }
  for (let at = 0; at < partly.length; at += BATCH) {
    const rows = await db
      .selectFrom('callbacks')
      .innerJoin('search_payments', (join) =>
        join
          .onRef('callbacks.project', '=', 'search_payments.project')
          .onRef('callbacks.payment_key', '=', 'search_payments.payment_key'),
      )
      .selectAll('callbacks')
      .where(tables.isOneOf('search_payments.number', partly.slice(at, at + BATCH)))
      .where('callbacks.valid', '=', 1)
      .execute();
    // A repeat of a removed callback has its terms now.
    const callbacks = rows.map((row) => ({ ...toCallback(row, key), repeat: false }));
    await addEntries(callbackEntries(callbacks), { tables, key }, db);
  }
  await db
    .deleteFrom('search_payments')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('search_times').select('payment').whereRef('payment', '=', 'number'))),
    )
    .execute();
}
