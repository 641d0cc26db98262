import * as z from 'zod/mini';
import type { RefundOrder } from '#context';
import type { JsonObject } from '#domain/json/exact-json';
import { omitUndefined } from '#domain/json/omit-undefined';
import { DEFAULT_METHOD } from '#domain/refunds/refund-method';
import { type Endpoint, field, general, schema } from './endpoint.ts';

const refundSchema = schema(() =>
  z.looseObject({
    general: general(),
    payment: z.optional(
      z
        .looseObject({
          amount: z.optional(field.amount()),
          currency: z.optional(field.currency()),
          description: field.description(),
        })
        .check(
          z.refine((payment) => (payment.amount === undefined) === (payment.currency === undefined), {
            message: 'has only one of amount and currency',
          }),
        ),
    ),
  }),
);

/**
 * Refunds a payment, in full or in part (platform docs: refund rules). It has no idempotency key. Each payment method has its
 * own endpoint.
 */
export const refundEndpoint = (method = DEFAULT_METHOD): Endpoint => ({
  kind: 'refund',
  path: `/v2/payment/${method}/refund`,
  writes: true,
  schema: refundSchema,
});

/** Returns the body of a refund. Without amount and currency it refunds everything that is left. */
export function refundBody(projectId: number, order: RefundOrder): JsonObject {
  const { paymentId, amount, description, merchantRefundId, callbackUrl } = order;
  const payment = omitUndefined({
    amount: amount?.minor,
    currency: amount?.currency,
    description,
    merchant_refund_id: merchantRefundId,
  });
  return {
    general: omitUndefined({ project_id: projectId, payment_id: paymentId, merchant_callback_url: callbackUrl }),
    ...(Object.keys(payment).length === 0 ? {} : { payment }),
  };
}
