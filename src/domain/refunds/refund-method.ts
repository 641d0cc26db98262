import { blockedFailure } from '#domain/errors/failure';
import type { PaymentState } from '#domain/payments/payment-state';

/** The method of this product; a status that names none is assumed to be of it. */
export const DEFAULT_METHOD = 'mobile';

/** A method is one segment of a path (platform docs: Gate endpoints). */
const METHOD = /^[a-z0-9_-]{1,64}$/;

/**
 * The method whose refund endpoint takes a payment: `/v2/payment/{method}/refund` (platform docs: Gate endpoints).
 *
 * @throws {Failure} (held) when the status names something that cannot be in a path.
 */
export function refundMethod(paymentId: string, { method }: Pick<PaymentState, 'method'>): string {
  if (method === undefined) return DEFAULT_METHOD;
  if (METHOD.test(method)) return method;
  throw blockedFailure(
    'unknown_method',
    `The payment method of ${paymentId} cannot be used: ${JSON.stringify(method)}.`,
    { paymentId },
  );
}
