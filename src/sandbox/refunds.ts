import { isRefundable } from '#domain/payments/payment-status';
import { explainRequestCode } from '#domain/platform-codes/platform-codes';
import { ApiError } from '#sandbox/gate/api-error';
import {
  createRequestId,
  paymentOf,
  type RequestOptions,
  resultOf,
  type SandboxEngine,
  withRequest,
} from './engine.ts';
import { planRefund } from './scenarios.ts';
import { type Operation, type Payment, type Task, withOperation } from './store.ts';

/** A refund that was asked for, its fields checked. */
export interface RefundRequest extends RequestOptions {
  readonly paymentId: string;
  /** Minor units; undefined is everything that is left. */
  readonly amount: number | undefined;
  readonly currency: string | undefined;
  readonly merchantRefundId: string | undefined;
}

/**
 * Books a refund and gives its request id. Its money is reserved from here on, so refunds at the same
 * time never give back more than was paid.
 *
 * @throws {ApiError} by the guards of the platform (platform docs: refund rules).
 */
export function acceptRefund(request: RefundRequest, engine: SandboxEngine): string {
  const payment = paymentOf(request.paymentId, engine);
  const amount = guardedAmount(request, payment, engine);
  const plan = planRefund(amount);
  if (plan.refuse !== undefined) throw new ApiError(plan.refuse, explainRequestCode(plan.refuse)?.meaning ?? '');
  const now = engine.clock.now();
  const requestId = createRequestId();
  const refund: Operation = {
    id: engine.books.takeNumber(),
    type: 'refund',
    ...resultOf('processing', '9999'),
    createdAt: now,
    changedAt: now,
    requestId,
    amount,
    callbacks: request.callbacks,
    merchantRefundId: request.merchantRefundId,
  };
  engine.books.putPayment({
    ...withRequest(payment, requestId, request),
    operations: [...payment.operations, refund],
    changedAt: now,
  });
  engine.plan({
    kind: 'finish-refund',
    paymentId: payment.id,
    operationId: refund.id,
    inMilliseconds: plan.stepMilliseconds,
  });
  return requestId;
}

function guardedAmount(request: RefundRequest, payment: Payment, { books }: SandboxEngine): number {
  const { amount, currency, merchantRefundId } = request;
  if (amount === undefined && currency !== undefined) throw new ApiError('3286', 'payment.amount is missing');
  if (amount !== undefined && currency === undefined) throw new ApiError('3287', 'payment.currency is missing');
  if (!isRefundable(payment.status)) {
    throw new ApiError('3060', `A payment that is "${payment.status}" cannot be refunded`);
  }
  if (currency !== undefined && currency !== payment.currency) {
    throw new ApiError('3284', `The payment is in ${payment.currency}, not in ${currency}`);
  }
  if (merchantRefundId !== undefined && knowsRefund(books.payments, merchantRefundId)) {
    throw new ApiError(
      '3230',
      `A refund with the merchant_refund_id ${JSON.stringify(merchantRefundId)} exists already`,
    );
  }
  const free = payment.left - reservedOf(payment);
  if (free === 0 || (amount ?? 0) > free) throw new ApiError('3283', `Only ${free} minor units are left to refund`);
  return amount ?? free;
}

const knowsRefund = (payments: readonly Payment[], merchantRefundId: string): boolean =>
  payments.some(({ operations }) => operations.some((operation) => operation.merchantRefundId === merchantRefundId));

/** What refunds on their way will take. */
const reservedOf = ({ operations }: Payment): number =>
  operations
    .filter(({ type, status }) => type === 'refund' && status === 'processing')
    .reduce((sum, { amount }) => sum + amount, 0);

/** A refund is through. When it is declined the payment stays as it was (platform docs: callbacks). */
export function finishRefund(
  payment: Payment,
  { operationId }: Extract<Task, { kind: 'finish-refund' }>,
  engine: SandboxEngine,
): void {
  const refund = payment.operations.find(({ id }) => id === operationId);
  if (refund === undefined) return;
  const { decline } = planRefund(refund.amount);
  const result = decline === undefined ? resultOf('success', '0') : resultOf('decline', decline);
  const left = decline === undefined ? payment.left - refund.amount : payment.left;
  const refunded = left === 0 ? 'refunded' : 'partially refunded';
  const status = decline === undefined ? refunded : payment.status;
  engine.books.putPayment({ ...withOperation(payment, operationId, result, engine.clock.now()), left, status });
  const finished = paymentOf(payment.id, engine);
  engine.tell(finished, finished.operations.find(({ id }) => id === operationId) ?? refund);
}
