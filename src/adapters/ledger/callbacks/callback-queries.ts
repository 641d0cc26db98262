import { type Kysely, sql } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import { usageError } from '#domain/errors/failure';
import type { CallbackQuery, StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { listProjectNames } from '#domain/profiles/project';
import { toCallback } from './callback-rows.ts';
import type { CallbackTables } from './callback-tables.ts';

/** Returns the callbacks that are not in the database yet. */
export async function findNew(
  batch: readonly StoredCallback[],
  { callbacks, hasId }: CallbackTables,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  if (batch.length === 0) return batch;
  const isStored = hasId(batch.map(({ id }) => id));
  const found = await sql<{ id: string }>`select id from ${callbacks} where ${isStored}`.execute(db);
  if (found.rows.length === 0) return batch;
  const known = new Set(found.rows.map(({ id }) => id));
  return batch.filter(({ id }) => !known.has(id));
}

/**
 * Removes the oldest callbacks with a wrong signature until the others fit into a limit.
 *
 * @param bytes limit of their encrypted bodies and the rest of their rows
 * @param kind kind of unsigned callbacks to remove instead
 */
export async function pruneInvalid(
  bytes: number,
  kind: CallbackKind | undefined,
  { callbacks }: CallbackTables,
  db: Kysely<Tables>,
): Promise<void> {
  const own = kind === undefined ? sql`valid = 0 and kind is null` : sql`valid = 0 and kind = ${kind}`;
  await sql`
    delete from ${callbacks} where ${own} and id <= (
      select max(id) from (
        select id, sum(length(body) + ${sql.lit(ROW_BYTES)}) over (order by id desc) as total
        from ${callbacks} where ${own}) as sizes
      where total > ${bytes})`.execute(db);
}

/** Size of a row and its index entries without the body, in bytes. */
const ROW_BYTES = 512;

/** Returns the callbacks of a payment, or only the newest ones, oldest first. A callback that another key encrypted has no text. */
export async function listCallbacks(
  project: string,
  paymentId: string,
  limit: number | undefined,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const query = db
    .selectFrom('callbacks')
    .selectAll()
    .where('project', 'in', listProjectNames(project))
    .where('payment_key', '=', comparablePaymentId(paymentId))
    .orderBy('received_at', 'desc')
    .orderBy('repeated', 'desc')
    .orderBy('id', 'desc');
  const rows = await (limit === undefined ? query : query.limit(limit)).execute();
  return rows.reverse().map((row) => toCallback(row, key));
}

/** @throws {Failure} (usage) when there is no such callback. */
export async function getCallback(id: string, key: LedgerKey, db: Kysely<Tables>): Promise<StoredCallback> {
  const row = await db.selectFrom('callbacks').selectAll().where('id', '=', id).executeTakeFirst();
  if (row !== undefined) return toCallback(row, key);
  throw usageError(
    `There is no callback ${JSON.stringify(id)}.`,
    'To list the stored callbacks: rocketpay callbacks list',
  );
}

/** Returns the newest matching callbacks, newest first. */
export async function findCallbacks(
  { paymentId, event, valid, kind, repeat, since, limit }: CallbackQuery,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const equal = {
    payment_key: paymentId === undefined ? undefined : comparablePaymentId(paymentId),
    event,
    valid: valid === undefined ? undefined : Number(valid),
    repeated: repeat === undefined ? undefined : Number(repeat),
  };
  let query = db.selectFrom('callbacks').selectAll().orderBy('id', 'desc').limit(limit);
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  }
  if (kind !== undefined) query = kind === null ? query.where('kind', 'is', null) : query.where('kind', '=', kind);
  if (since !== undefined) query = query.where('received_at', '>=', since);
  return (await query.execute()).map((row) => toCallback(row, key));
}
