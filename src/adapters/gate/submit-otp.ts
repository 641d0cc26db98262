import * as z from 'zod/mini';
import type { JsonObject } from '#domain/json/exact-json';
import { type Endpoint, general, schema } from './endpoint.ts';

/** Submits the OTP of the customer (platform docs: OTP rules). */
export const clarificationEndpoint: Endpoint = {
  kind: 'otp',
  path: '/v2/payment/clarification',
  writes: true,
  schema: schema(() => z.looseObject({ general: general(), additional_data: z.looseObject({}) })),
};

/** Returns the body for an OTP. An OTP is text: leading zeros count. The names are those of `clarification_fields` in the callback. */
export const clarificationBody = (projectId: number, paymentId: string, code: string): JsonObject => ({
  general: { project_id: projectId, payment_id: paymentId },
  additional_data: { additional_data: { approval_code: code } },
});
