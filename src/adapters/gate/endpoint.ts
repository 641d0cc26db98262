import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { usageError } from '#domain/errors/failure';
import type { RequestKind } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';

/** One endpoint of the Gate: where it is, and what a body for it must look like. */
export interface Endpoint {
  readonly kind: RequestKind;
  readonly path: string;
  /** True when it can change something: then it is sent once and never repeated. */
  readonly writes: boolean;
  /** Strict on what the platform documents, open to any other field (platform docs: optional parameters). */
  readonly schema: z.ZodMiniType;
}

// Words for what is wrong: the small form of zod brings none by itself.
z.config(en());

const oneLine = (limit: number) => z.string().check(z.minLength(1), z.maxLength(limit));
const wholeNumber = (limit: number) => z.int().check(z.minimum(1), z.maximum(limit));
const shaped = (shape: RegExp, flaw: string) => z.string().check(z.regex(shape, flaw));

/** Fields that several endpoints share, with the limits of the platform docs ("field limits"). */
export const field = {
  projectId: wholeNumber(4_294_967_295),
  paymentId: oneLine(255).check(z.refine((id) => id === id.trim(), 'has white space at an end')),
  requestId: oneLine(255),
  text255: oneLine(255),
  description: z.optional(z.string().check(z.maxLength(255))),
  ip: z.union([z.ipv4(), z.ipv6()], 'is not an IP address'),
  phone: shaped(/^[0-9]{4,24}$/, 'is not 4 to 24 digits'),
  amount: wholeNumber(10 ** 13),
  currency: shaped(/^[A-Z]{3}$/, 'is not three capital letters'),
};

/** `general` of every nested request. */
export const general = z.looseObject({ project_id: field.projectId, payment_id: field.paymentId });

/**
 * Checks a body before it is signed.
 *
 * @throws {Failure} (usage) naming each field that is wrong.
 */
export function checkBody(endpoint: Endpoint, body: JsonObject): void {
  const checked = endpoint.schema.safeParse(body);
  if (checked.success) return;
  const problems = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw usageError(`The request is not valid: ${problems.join('; ')}.`, 'Nothing was sent.');
}
