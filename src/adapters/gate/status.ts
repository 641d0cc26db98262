import * as z from 'zod/mini';
import type { JsonObject } from '#domain/json/exact-json';
import { type Endpoint, field, general } from './endpoint.ts';

/** What the platform knows of a payment; answered at once and signed (platform docs: status). */
export const statusEndpoint: Endpoint = {
  kind: 'status',
  path: '/v2/payment/status',
  writes: false,
  schema: z.looseObject({ general }),
};

export const statusBody = (projectId: number, paymentId: string): JsonObject => ({
  general: { project_id: projectId, payment_id: paymentId },
});

/** The same, found by the request that began an operation. A flat body, with its signature at the top. */
export const requestStatusEndpoint: Endpoint = {
  kind: 'status',
  path: '/v2/payment/status/request',
  writes: false,
  schema: z.looseObject({ project_id: field.projectId, request_id: field.requestId }),
};

export const requestStatusBody = (projectId: number, requestId: string): JsonObject => ({
  project_id: projectId,
  request_id: requestId,
});
