import { isRefundOperation, type PaymentState } from '#domain/payments/payment-state';
import { isAwaitingOtp, isFailed, isRefunded } from '#domain/payments/payment-status';

/** Events that callbacks report (platform docs: callbacks). */
export const CALLBACK_EVENTS = [
  'purchase.success',
  'purchase.decline',
  'purchase.otp',
  'refund.success',
  'refund.partial',
  'refund.decline',
] as const;

export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

/**
 * Returns the event that a callback reports; undefined for any other, such as a payment that is still processed. A refund is
 * judged by its operation: one that was declined leaves the payment a success.
 */
export function classifyEvent({ status, operations, asksForOtp, left }: PaymentState): CallbackEvent | undefined {
  const [operation] = operations;
  if (operation !== undefined && isRefundOperation(operation)) {
    if (operation.status === 'success')
      return isRefunded(status) || left?.minor === 0 ? 'refund.success' : 'refund.partial';
    return isFailed(operation.status) ? 'refund.decline' : undefined;
  }
  if (operation?.type === 'customer action') return undefined;
  if (asksForOtp || isAwaitingOtp(status)) return 'purchase.otp';
  if (status === 'success') return 'purchase.success';
  return isFailed(status) ? 'purchase.decline' : undefined;
}
