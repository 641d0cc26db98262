import type { JsonObject } from '#domain/json/exact-json';
import { isAwaitingOtp } from '#domain/payments/payment-status';
import type { Operation, Payment } from './store.ts';

/** The body of a callback, unsigned (platform docs: callbacks). */
export function callbackBody(projectId: number, payment: Payment, operation: Operation): JsonObject {
  return {
    project_id: projectId,
    payment: { ...paymentPart(payment), ...refundIdPart(operation) },
    customer: { id: payment.customerId },
    operation: operationPart(payment, operation),
    account: accountPart(payment),
    ...(isAwaitingOtp(operation.status) ? clarificationPart : {}),
  };
}

/** The body of a status answer, unsigned (platform docs: status). */
export function statusBody(projectId: number, payment: Payment): JsonObject {
  return {
    project_id: projectId,
    payment: paymentPart(payment),
    operations: payment.operations.map((operation) => operationPart(payment, operation)),
    customer: { id: payment.customerId },
    account: accountPart(payment),
    ...(isAwaitingOtp(payment.status) ? clarificationPart : {}),
    errors: [],
  };
}

/** The body of a status answer about a payment that is not known, or not yet. Neither is final. */
export function unknownBody(projectId: number, paymentId: string, code: '3061' | '3062'): JsonObject {
  const message = code === '3061' ? 'Transaction not found' : 'Transaction details not received yet';
  return {
    project_id: projectId,
    payment: { id: paymentId, status: 'error' },
    errors: [{ code, message, description: message }],
  };
}

/** Which data are awaited; the clarification mirrors these names (platform docs: callbacks). */
const clarificationPart: JsonObject = { clarification_fields: { additional_data: ['approval_code'] } };

/** The merchant's own id of a refund comes back in its callbacks. */
const refundIdPart = ({ merchantRefundId }: Operation): JsonObject =>
  merchantRefundId === undefined ? {} : { merchant_refund_id: merchantRefundId };

const paymentPart = (payment: Payment): JsonObject => ({
  id: payment.id,
  type: 'purchase',
  status: payment.status,
  date: formatDate(payment.changedAt),
  method: payment.method ?? 'mobile',
  sum: { amount: payment.left, currency: payment.currency },
  description: payment.description,
});

const operationPart = ({ currency }: Payment, operation: Operation): JsonObject => ({
  id: operation.id,
  type: operation.type,
  status: operation.status,
  date: formatDate(operation.changedAt),
  created_date: formatDate(operation.createdAt),
  request_id: operation.requestId,
  sum_initial: { amount: operation.amount, currency },
  sum_converted: { amount: operation.amount, currency },
  code: operation.code,
  message: operation.message,
  provider: { id: 12345, payment_id: `sandbox-${operation.id}`, auth_code: '' },
});

const accountPart = ({ phone, operator }: Payment): JsonObject => ({ number: phone, type: operator });

/** As the platform writes dates: `2024-12-07T19:08:45+0000`. */
const formatDate = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}+0000`;
