import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { NewCallback, StoredCallback } from '../domain/ledger.ts';
import { readableId } from '../domain/payment-id.ts';
import type { LedgerKey } from './key.ts';
import { paymentKey } from './rows.ts';
import type { CallbackRow, Tables } from './tables.ts';

/** Keeps a callback, its body sealed; one that has come before is kept too, and marked. */
export async function addCallback(
  callback: NewCallback,
  receivedAt: number,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<StoredCallback> {
  const { project, paymentId, status, operationId, operationStatus, requestId, valid, text } = callback;
  const payment_key = paymentId === undefined ? null : paymentKey(paymentId);
  const same = {
    status,
    operation_id: operationId ?? null,
    operation_status: operationStatus ?? null,
    request_id: requestId ?? null,
    valid: Number(valid),
  };
  const before = await db
    .selectFrom('callbacks')
    .select(['status', 'operation_id', 'operation_status', 'request_id', 'valid'])
    .where('project', '=', project)
    .where('payment_key', payment_key === null ? 'is' : '=', payment_key)
    .execute();
  const repeat = before.some((row) => JSON.stringify(row) === JSON.stringify(same));
  const row: CallbackRow = {
    id: `cb-${readableId(randomBytes(12))}`,
    received_at: receivedAt,
    project,
    payment_key,
    payment_id: paymentId ?? null,
    ...same,
    repeated: Number(repeat),
    body: key.seal(text),
  };
  await db.insertInto('callbacks').values(row).execute();
  return { ...callback, id: row.id, receivedAt, repeat };
}

/** The callbacks about a payment, oldest first. One that another key has sealed has no text. */
export async function callbacksOf(
  project: string,
  paymentId: string,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const rows = await db
    .selectFrom('callbacks')
    .selectAll()
    .where('project', '=', project)
    .where('payment_key', '=', paymentKey(paymentId))
    .orderBy('received_at')
    .orderBy('repeated')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.received_at,
    project: row.project,
    paymentId: row.payment_id ?? undefined,
    status: row.status,
    operationId: row.operation_id ?? undefined,
    operationStatus: row.operation_status ?? undefined,
    requestId: row.request_id ?? undefined,
    valid: row.valid === 1,
    repeat: row.repeated === 1,
    text: key.open(row.body) ?? '',
  }));
}
