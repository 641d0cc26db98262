import { isRefundable } from '#domain/payments/payment-status';
import { explainRequestCode } from '#domain/platform-codes/platform-codes';
import { ApiError } from '#sandbox/gate/api-error';
import {
  addRequest,
  createOperation,
  createRequestId,
  getPayment,
  type PaymentRequest,
  type SandboxEngine,
  toResult,
} from './engine.ts';
import { planRefund } from './scenarios.ts';
import { type Payment, withOperation } from './store.ts';

/** A request for a refund. */
export interface RefundRequest extends PaymentRequest {
  /** Minor units; undefined for the whole remaining amount. */
  readonly amount: number | undefined;
  readonly currency: string | undefined;
  readonly merchantRefundId: string | undefined;
}

/**
 * Stores a refund and returns its request id. Its amount is reserved from now on, so that concurrent refunds never refund
 * more than was paid.
 *
 * @throws {ApiError} when a guard of the platform refuses it (platform docs: refund rules).
 */
export function acceptRefund(request: RefundRequest, engine: SandboxEngine): string {
  const payment = getPayment(request.paymentId, engine);
  const amount = checkAmount(request, payment, engine);
  const { refuse, stepMilliseconds: inMilliseconds } = planRefund(amount);
  if (refuse !== undefined) throw new ApiError(refuse, String(explainRequestCode(refuse)?.meaning ?? ''));
  const requestId = createRequestId();
  const { callbacks, merchantRefundId } = request;
  const refund = createOperation({ type: 'refund', requestId, amount, callbacks, merchantRefundId }, engine);
  engine.store.put({
    ...addRequest(payment, requestId, request),
    operations: [...payment.operations, refund],
    changedAt: refund.createdAt,
  });
  engine.schedule({ kind: 'finish-refund', paymentId: payment.id, operationId: refund.id, inMilliseconds });
  return requestId;
}

/** Returns the amount to refund. */
function checkAmount(request: RefundRequest, payment: Payment, { store }: SandboxEngine): number {
  const { amount, currency, merchantRefundId } = request;
  if (amount === undefined && currency !== undefined) throw new ApiError('3286', 'payment.amount is missing');
  if (amount !== undefined && currency === undefined) throw new ApiError('3287', 'payment.currency is missing');
  if (!isRefundable(payment.status)) {
    throw new ApiError('3060', `A payment that is "${payment.status}" cannot be refunded`);
  }
  if (currency !== undefined && currency !== payment.currency) {
    throw new ApiError('3284', `The payment is in ${payment.currency}, not in ${currency}`);
  }
  if (merchantRefundId !== undefined && hasRefund(store.payments, merchantRefundId)) {
    throw new ApiError(
      '3230',
      `A refund with the merchant_refund_id ${JSON.stringify(merchantRefundId)} exists already`,
    );
  }
  const free = payment.left - sumReserved(payment);
  if (free === 0 || (amount ?? 0) > free) throw new ApiError('3283', `Only ${free} minor units are left to refund`);
  return amount ?? free;
}

const hasRefund = (payments: readonly Payment[], merchantRefundId: string): boolean =>
  payments.some(({ operations }) => operations.some((operation) => operation.merchantRefundId === merchantRefundId));

/** Returns the sum of the refunds in progress. */
const sumReserved = ({ operations }: Payment): number =>
  operations
    .filter(({ type, status }) => type === 'refund' && status === 'processing')
    .reduce((sum, { amount }) => sum + amount, 0);

/** Ends a refund. A declined one leaves the payment as it was (platform docs: callbacks). */
export function finishRefund(payment: Payment, operationId: number, engine: SandboxEngine): void {
  const refund = payment.operations.find(({ id }) => id === operationId);
  if (refund === undefined) return;
  const { decline } = planRefund(refund.amount);
  const result = decline === undefined ? toResult('success', '0') : toResult('decline', decline);
  const left = decline === undefined ? payment.left - refund.amount : payment.left;
  const refunded = left === 0 ? 'refunded' : 'partially refunded';
  const status = decline === undefined ? refunded : payment.status;
  const finished = { ...withOperation(payment, operationId, result, engine.clock.now()), left, status };
  engine.store.put(finished);
  engine.forwardCallback(finished, finished.operations.find(({ id }) => id === operationId) ?? refund);
}
