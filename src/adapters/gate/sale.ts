import * as z from 'zod/mini';
import type { SaleOrder } from '#context';
import type { JsonObject } from '#domain/json/exact-json';
import { omitUndefined } from '#domain/json/omit-undefined';
import { type Endpoint, field, general, schema } from './endpoint.ts';

/** Requests a payment from a phone balance. The result comes as a callback (platform docs: sale). */
export const saleEndpoint: Endpoint = {
  kind: 'sale',
  path: '/v2/payment/mobile/sale',
  writes: true,
  schema: schema(() =>
    z.looseObject({
      general: general(),
      customer: z.looseObject({
        id: field.text255(),
        ip_address: field.ip(),
        first_name: field.text255(),
        last_name: field.text255(),
        email: field.text255(),
      }),
      account: z.looseObject({ number: field.phone() }),
      payment: z.looseObject({
        amount: field.amount(),
        currency: field.currency(),
        description: field.description(),
      }),
    }),
  ),
};

export function saleBody(projectId: number, order: SaleOrder): JsonObject {
  const { customer, amount, description, callbackUrl } = order;
  return {
    general: omitUndefined({
      project_id: projectId,
      payment_id: order.paymentId,
      merchant_callback_url: callbackUrl,
    }),
    customer: {
      id: customer.id,
      ip_address: customer.ip,
      first_name: customer.firstName,
      last_name: customer.lastName,
      email: customer.email,
    },
    account: { number: order.phone },
    payment: omitUndefined({ amount: amount.minor, currency: amount.currency, description }),
  };
}
