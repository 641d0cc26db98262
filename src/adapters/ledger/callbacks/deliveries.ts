import type { Kysely, RawBuilder, Selectable } from 'kysely';
import type { DeliveryRow, Tables } from '#adapters/ledger/tables';
import type { Delivery } from '#domain/ledger/stored-callback';
import type { CallbackTables } from './callback-tables.ts';

/** Stores the result of forwarding a callback. */
export async function addDelivery(delivery: Delivery, { unqueue }: CallbackTables, db: Kysely<Tables>): Promise<void> {
  const { callbackId, url, at, status, reason, milliseconds } = delivery;
  await db
    .insertInto('deliveries')
    .values({
      callback_id: callbackId,
      url,
      at,
      status: status ?? null,
      reason: reason ?? null,
      milliseconds: Math.round(milliseconds),
    })
    .execute();
  await unqueue?.(delivery, db);
}

/** Returns the deliveries of a callback, oldest first. */
export async function deliveriesOf(callbackId: string, db: Kysely<Tables>): Promise<readonly Delivery[]> {
  const query = db.selectFrom('deliveries').selectAll().where('callback_id', '=', callbackId);
  return (await query.orderBy('number').execute()).map(toDelivery);
}

/**
 * Returns the last attempt of each callback at each URL, if it was not answered 200; oldest first.
 *
 * @param isTaken SQL condition of the attempts to leave out
 * @param callbackIds one or more callbacks; undefined: all
 */
export async function failedDeliveries(
  isTaken: RawBuilder<boolean>,
  db: Kysely<Tables>,
  callbackIds?: readonly string[],
): Promise<readonly Delivery[]> {
  const last = db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.max('number').as('number'))
    .$if(callbackIds !== undefined, (query) => query.where('callback_id', 'in', callbackIds ?? []))
    .groupBy(['callback_id', 'url']);
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('number', 'in', last)
    .where(({ not }) => not(isTaken))
    .where(({ or, eb }) => or([eb('status', 'is', null), eb('status', '!=', 200)]))
    .orderBy('number')
    .execute();
  return rows.map(toDelivery);
}

const toDelivery = (row: Selectable<DeliveryRow>): Delivery => ({
  callbackId: row.callback_id,
  url: row.url,
  at: row.at,
  status: row.status ?? undefined,
  reason: row.reason ?? undefined,
  milliseconds: row.milliseconds,
});
