import * as z from 'zod/mini';
import type { JsonObject } from '#domain/json/exact-json';
import { type Endpoint, field, general, schema } from './endpoint.ts';

/** Reads the status of a payment. The answer is immediate and signed (platform docs: status). */
export const statusEndpoint: Endpoint = {
  kind: 'status',
  path: '/v2/payment/status',
  writes: false,
  schema: schema(() => z.looseObject({ general: general() })),
};

export const statusBody = (projectId: number, paymentId: string): JsonObject => ({
  general: { project_id: projectId, payment_id: paymentId },
});

/** Reads the status of a payment by the request of one of its operations. Its body is flat, with the signature at the top. */
export const requestStatusEndpoint: Endpoint = {
  kind: 'status',
  path: '/v2/payment/status/request',
  writes: false,
  schema: schema(() => z.looseObject({ project_id: field.projectId(), request_id: field.requestId() })),
};

export const requestStatusBody = (projectId: number, requestId: string): JsonObject => ({
  project_id: projectId,
  request_id: requestId,
});
