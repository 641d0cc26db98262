import type { Kysely } from 'kysely';
import { addEntries, paymentEntries, type SearchIndex } from '#adapters/ledger/search/search-index';
import type { PaymentSnapshot } from '#domain/ledger/ledger';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { toAmount } from './row-mapping.ts';
import type { PaymentRow, Tables } from './tables.ts';

/** Returns the last known state of a payment. */
export async function findPayment(
  project: string,
  paymentId: string,
  db: Kysely<Tables>,
): Promise<PaymentSnapshot | undefined> {
  const row = await db
    .selectFrom('payments')
    .selectAll()
    .where('project', '=', project)
    .where('payment_key', '=', comparablePaymentId(paymentId))
    .executeTakeFirst();
  return row === undefined ? undefined : toPayment(row);
}

/** Stores the state of a payment, in place of the previous one, and the terms by which it is found. */
export async function savePayment(payment: PaymentSnapshot, index: SearchIndex, db: Kysely<Tables>): Promise<void> {
  const row = toPaymentRow(payment);
  await db
    .insertInto('payments')
    .values(row)
    .onConflict((conflict) => conflict.columns(['project', 'payment_key']).doUpdateSet(row))
    .execute();
  await addEntries(paymentEntries(payment), index, db);
}

const toPayment = (row: PaymentRow): PaymentSnapshot => ({
  project: row.project,
  paymentId: row.payment_id,
  status: row.status,
  remaining: toAmount(row.left_amount, row.left_currency),
  ...(row.operator === null ? {} : { operator: row.operator }),
  resendsUsed: row.resends_used,
  otpAskedAt: row.otp_asked_at ?? undefined,
  seenAt: row.seen_at,
});

export const toPaymentRow = (payment: PaymentSnapshot): PaymentRow => ({
  project: payment.project,
  payment_key: comparablePaymentId(payment.paymentId),
  payment_id: payment.paymentId,
  status: payment.status,
  left_amount: payment.remaining?.minor ?? null,
  left_currency: payment.remaining?.currency ?? null,
  operator: payment.operator ?? null,
  resends_used: payment.resendsUsed,
  otp_asked_at: payment.otpAskedAt ?? null,
  seen_at: payment.seenAt,
});
