import { type Kysely, sql } from 'kysely';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { findPartlyPruned, pruneTerms } from '#adapters/ledger/search/prune-terms';
import type { Tables } from '#adapters/ledger/tables';
import type { CallbackPruning, PrunedCallbacks } from '#domain/ledger/stored-callback';
import { failedDeliveries } from './deliveries.ts';

type PrunedTables = Pick<LedgerDatabase, 'callbacks' | 'search'>;

/** Removes callbacks and what is known of forwarding them, or only counts them. One that still has to be forwarded stays. */
export async function pruneCallbacks(
  { genuine, chargebacks, before, dryRun }: CallbackPruning,
  { callbacks: { callbacks, deliveries, hasId }, search }: PrunedTables,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<PrunedCallbacks> {
  const isWaiting = hasId([...new Set((await failedDeliveries(sql`false`, db)).map(({ callbackId }) => callbackId))]);
  const kinds = sql`(valid = 0 and kind is null
    or ${Number(genuine)} = 1 and valid = 1
    or ${Number(chargebacks)} = 1 and kind is not null)`;
  const wanted = sql`${kinds} and received_at < ${before ?? Number.MAX_SAFE_INTEGER}`;
  const { rows } = await sql<{ wrong: number; genuine: number; chargebacks: number; waiting: number }>`
    select
      count(*) filter (where not ${isWaiting} and valid = 0 and kind is null) as wrong,
      count(*) filter (where not ${isWaiting} and valid = 1) as genuine,
      count(*) filter (where not ${isWaiting} and kind is not null) as chargebacks,
      count(*) filter (where ${isWaiting}) as waiting
    from ${callbacks} where ${wanted}`.execute(db);
  const [counts] = rows;
  if (!dryRun) {
    const removed = sql`select id from ${callbacks} where ${wanted} and not ${isWaiting}`;
    const isRemoved = sql<boolean>`${wanted} and not ${isWaiting}`;
    // Only callbacks with a valid signature have terms.
    const partly = genuine ? await findPartlyPruned(isRemoved, db) : [];
    await sql`delete from ${deliveries} where callback_id in (${removed})`.execute(db);
    await sql`delete from ${callbacks} where ${isRemoved}`.execute(db);
    if (genuine) await pruneTerms(partly, { tables: search, key }, db);
  }
  return counts ?? { wrong: 0, genuine: 0, chargebacks: 0, waiting: 0 };
}
