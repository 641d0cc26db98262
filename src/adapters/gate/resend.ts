import * as z from 'zod/mini';
import type { JsonObject } from '#domain/json/exact-json';
import { type Endpoint, field, general, schema } from './endpoint.ts';

/** Requests a new OTP from the operator (platform docs: OTP rules). */
export const resendEndpoint: Endpoint = {
  kind: 'resend',
  path: '/v2/customer/action/resend',
  writes: true,
  schema: schema(() => z.looseObject({ general: general(), customer: z.looseObject({ ip_address: field.ip() }) })),
};

export const resendBody = (projectId: number, paymentId: string, ip: string): JsonObject => ({
  general: { project_id: projectId, payment_id: paymentId },
  customer: { ip_address: ip },
});
