import { readFindQuery } from '#domain/find/find-query';
import type { Ledger } from '#domain/ledger/ledger';
import type { NewCallback } from '#domain/ledger/stored-callback';
import { PROJECT } from '../drafts.ts';

/** The phone number of every purchase. */
export const PHONE = '77011234567';

/** A callback of a purchase with everything by which a payment can be found. */
export const purchase = (paymentId: string, parts: Partial<NewCallback> = {}): NewCallback => ({
  project: PROJECT,
  text: JSON.stringify({
    project_id: 42,
    payment: {
      id: paymentId,
      status: 'success',
      sum: { amount: 25_000, currency: 'KZT' },
      description: 'Синяя куртка, size XL',
    },
    account: { number: PHONE },
    customer: { id: 'Client-77', email: 'Aigerim@Example.kz' },
    operation: {
      id: `op-${paymentId}`,
      type: 'sale',
      status: 'success',
      request_id: `req-${paymentId}`,
      sum_initial: { amount: 25_000, currency: 'KZT' },
      provider: { payment_id: `gsm-${paymentId}` },
    },
  }),
  valid: true,
  paymentId,
  status: 'success',
  operationId: `op-${paymentId}`,
  operationStatus: 'success',
  requestId: `req-${paymentId}`,
  ...parts,
});

/** Indexes every stored row. */
export const indexAll = async (ledger: Ledger) => {
  while ((await ledger.search.indexMore()) > 0);
};

/** Indexes every stored row, then returns the ids of the found payments, newest first, each with its matches. */
export const find = async (ledger: Ledger, ...texts: readonly string[]) => {
  await indexAll(ledger);
  const criteria = readFindQuery(texts, 0);
  const { payments } = await ledger.search.find({ criteria, limit: 20 });
  return payments.map(({ paymentId, matches }) => [paymentId, ...matches.map((some) => some.join('+'))].join(' '));
};
