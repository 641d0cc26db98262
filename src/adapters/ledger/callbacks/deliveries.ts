import type { Kysely, Selectable } from 'kysely';
import type { DeliveryRow, Tables } from '#adapters/ledger/tables';
import type { Delivery } from '#domain/ledger/stored-callback';

/** Keeps what came of handing a callback on. */
export async function addDelivery(delivery: Delivery, db: Kysely<Tables>): Promise<void> {
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
}

/** Returns the deliveries of a callback, oldest first. */
export async function deliveriesOf(callbackId: string, db: Kysely<Tables>): Promise<readonly Delivery[]> {
  const query = db.selectFrom('deliveries').selectAll().where('callback_id', '=', callbackId);
  return (await query.orderBy('number').execute()).map(toDelivery);
}

/** The last try of each callback at each place, where that was not answered 200; oldest first. */
export async function failedDeliveries(db: Kysely<Tables>): Promise<readonly Delivery[]> {
  const last = db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.max('number').as('number'))
    .groupBy(['callback_id', 'url']);
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('number', 'in', last)
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
