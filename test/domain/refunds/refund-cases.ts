import type { Failure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { listShownKeys } from '#domain/refunds/refund-changes';
import type { RefundContext, RefundRequest } from '#domain/refunds/refund-request';
import { checkRefund } from '#domain/refunds/refund-rules';
import { failureOf } from '../../support/failures.ts';
import { anIntent, anOperation, aPayment, HOUR, kzt, NOON, SECOND } from '../ledger/intents.ts';

/** One hour after the refunds that are made at noon. */
export const NOW = NOON + HOUR;

/** A refund of 250.00 KZT of a payment of 1000.00 KZT, unless another request or context is given. */
export type RefundCase = Partial<RefundContext> & { readonly request?: Partial<RefundRequest> };

export function check({ request, ...context }: RefundCase): void {
  const limits = { currency: 'KZT' };
  const { state = aPayment(), history = [], elsewhere = [] } = context;
  const shown = listShownKeys({ state, intents: [...history, ...elsewhere] });
  const read = { state, signed: true, readAt: NOW - SECOND, history, elsewhere, shown };
  const complete = { ...read, refundedToday: 0, limits, now: NOW, ...context };
  checkRefund({ paymentId: 'payment_47', amount: kzt(250), again: false, ...request }, complete);
}

/** Returns the failure that blocks a refund. */
export const blockedBy = (refund: RefundCase): Failure => failureOf(() => check(refund));

/** Returns an accepted refund of the ledger. */
export const inProgress = (amount: number): Intent =>
  anIntent({ state: 'accepted', amount: kzt(amount), requestId: 'req-9' });

/** A refund of the same amount that is done. */
export const repeated: RefundCase = {
  state: aPayment([anOperation()]),
  history: [anIntent({ state: 'done', requestId: 'req-2' })],
};
