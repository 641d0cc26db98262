import type { JsonObject } from '#domain/json/exact-json';
import { isAwaitingOtp } from '#domain/payments/payment-status';
import type { Operation, Payment } from './store.ts';

/** Returns the unsigned body of a callback (platform docs: callbacks). */
export const callbackBody = (projectId: number, payment: Payment, operation: Operation): JsonObject => ({
  project_id: projectId,
  payment: { ...paymentPart(payment), ...refundIdPart(operation) },
  operation: operationPart(payment, operation),
  ...commonParts(payment, operation.status),
});

/** Returns the unsigned body of a status answer (platform docs: status). */
export const statusBody = (projectId: number, payment: Payment): JsonObject => ({
  project_id: projectId,
  payment: paymentPart(payment),
  operations: payment.operations.map((operation) => operationPart(payment, operation)),
  ...commonParts(payment, payment.status),
  errors: [],
});

/** Returns the unsigned body of a status answer about an unknown payment: `3061` not found, `3062` not yet received. */
export function unknownBody(projectId: number, paymentId: string, code: '3061' | '3062'): JsonObject {
  const message = code === '3061' ? 'Transaction not found' : 'Transaction details not received yet';
  return {
    project_id: projectId,
    payment: { id: paymentId, status: 'error' },
    errors: [{ code, message, description: message }],
  };
}

/** A clarification repeats the names in `clarification_fields` (platform docs: callbacks). */
const commonParts = ({ customerId, phone, operator }: Payment, status: string): JsonObject => ({
  customer: { id: customerId },
  account: { number: phone, type: operator },
  ...(isAwaitingOtp(status) ? { clarification_fields: { additional_data: ['approval_code'] } } : {}),
});

/** Returns the merchant's own id of a refund. */
const refundIdPart = ({ merchantRefundId }: Operation): JsonObject =>
  merchantRefundId === undefined ? {} : { merchant_refund_id: merchantRefundId };

const paymentPart = (payment: Payment): JsonObject => ({
  id: payment.id,
  type: 'purchase',
  status: payment.status,
  date: formatDate(payment.changedAt),
  method: 'mobile',
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

/** Formats a date as the platform does: `2024-12-07T19:08:45+0000`. */
const formatDate = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}+0000`;
