import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { usageError } from '#domain/errors/failure';
import type { RequestKind } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { message } from '#domain/language/message';
import { MAX_MINOR } from '#domain/payments/amount';
import { MAX_PROJECT_ID } from '#domain/profiles/profile';

/** An endpoint of the Gate, with the form of its body. */
export interface Endpoint {
  readonly kind: RequestKind;
  readonly path: string;
  /** True if it can change something. Then a request is sent once and never repeated. */
  readonly writes: boolean;
  /** Returns what is strict on what the platform documents, and open to any other field (platform docs: optional parameters). */
  readonly schema: () => z.ZodMiniType;
}

// zod/mini has no messages of its own. Compiling a check takes longer than the few bodies of a run.
z.config({ ...en(), jitless: true });

/** Returns a function that makes a schema when it is first used: a run uses those of one or two endpoints. */
export function schema<Made extends z.ZodMiniType>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const oneLine = (limit: number) => schema(() => z.string().check(z.minLength(1), z.maxLength(limit)));
const wholeNumber = (limit: number) => schema(() => z.int().check(z.minimum(1), z.maximum(limit)));
const shaped = (shape: RegExp, problem: string) => schema(() => z.string().check(z.regex(shape, problem)));

/** Fields of several endpoints, with their documented limits (platform docs: field limits). */
export const field = {
  projectId: wholeNumber(MAX_PROJECT_ID),
  paymentId: schema(() => oneLine(255)().check(z.refine((id) => id === id.trim(), 'has white space at an end'))),
  requestId: oneLine(255),
  text255: oneLine(255),
  description: schema(() => z.optional(z.string().check(z.maxLength(255)))),
  ip: schema(() => z.union([z.ipv4(), z.ipv6()], 'is not an IP address')),
  phone: shaped(/^[0-9]{4,24}$/, 'is not 4 to 24 digits'),
  amount: wholeNumber(MAX_MINOR),
  currency: shaped(/^[A-Z]{3}$/, 'is not three capital letters'),
};

/** Schema of `general` in every nested body. */
export const general = schema(() => z.looseObject({ project_id: field.projectId(), payment_id: field.paymentId() }));

/**
 * Checks a body before it is signed.
 *
 * @throws {Failure} (usage) that names each invalid field.
 */
export function checkBody(endpoint: Endpoint, body: JsonObject): void {
  const checked = endpoint.schema().safeParse(body);
  if (checked.success) return;
  const problems = checked.error.issues.map(({ path, message: problem }) => `${path.join('.')}: ${problem}`);
  throw usageError(
    message('The request is not valid: {problems}.', { problems: problems.join('; ') }),
    message('Nothing was sent.'),
  );
}
