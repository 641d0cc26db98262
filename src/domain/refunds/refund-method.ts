import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { PaymentState } from '#domain/payments/payment-state';

/** Default payment method, for a status that names none. */
export const DEFAULT_METHOD = 'mobile';

/** A method is one segment of a path (platform docs: Gate endpoints). */
const METHOD = /^[a-z0-9_-]{1,64}$/;

/**
 * Returns the method in the path of the refund endpoint: `/v2/payment/{method}/refund` (platform docs: Gate endpoints).
 *
 * @throws {Failure} (blocked) when the method in the status cannot be part of a path.
 */
export function getRefundMethod(paymentId: string, { method }: Pick<PaymentState, 'method'>): string {
  if (method === undefined) return DEFAULT_METHOD;
  if (METHOD.test(method)) return method;
  throw blockedFailure(
    'unknown_method',
    message('The payment method of {paymentId} cannot be used: {method}.', {
      paymentId,
      method: JSON.stringify(method),
    }),
    { paymentId },
  );
}
