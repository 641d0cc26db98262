import { isRefundOperation, type PaymentState } from '#domain/payments/payment-state';
import { isAwaitingOtp, isFailed, isRefunded } from '#domain/payments/payment-status';

/** Events of callbacks (platform docs: callbacks). */
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
 * Returns the event of a callback; undefined for any other callback, such as one about a payment in progress. The event of a refund
 * depends on its operation, because after a declined refund the payment is still successful.
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
