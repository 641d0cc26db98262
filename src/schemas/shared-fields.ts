import * as z from 'zod';
import type { Json, JsonObject } from '#domain/json/exact-json';
import type { Text } from '#domain/language/message';

/* Fields that several documents have. */

/** ISO 8601 in UTC, to the millisecond. */
export const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC' });
export const minor = z.int().meta({ description: 'an amount in minor units' });
export const currency = z.string().meta({ description: 'ISO 4217' });
export const mode = z.enum(['test', 'live']);
export const count = z.int().nonnegative();

/** A sentence for users: in English in a document, and in the language of the user on the screen. */
export const sentence = z.string() as unknown as z.ZodType<Text, Text>;

/** An object of the platform with any fields. */
export const fromPlatform = (z.looseObject({}) as z.ZodType<JsonObject>).meta({
  description: 'from the platform, unchanged',
});

/** Any JSON value. */
export const json = z.unknown() as z.ZodType<Json>;

/** A payment: the answer of the platform without its signature, and two fields of this program. */
export const payment = z.looseObject({
  payment: fromPlatform,
  operations: json.optional(),
  customer: json.optional(),
  account: json.optional(),
  errors: json.optional(),
  clarification_fields: json.optional(),
  project_id: json.optional(),
  final: z.boolean().meta({ description: 'the status does not change without a new request' }),
  signed: z.boolean().meta({ description: 'the answer has a valid signature' }),
  openRefunds: z
    .array(
      z.strictObject({
        intent: z.string(),
        state: z.string(),
        amountMinor: minor.nullable(),
        currency: currency.nullable(),
      }),
    )
    .optional()
    .meta({ description: 'refunds of the ledger that the platform does not show and may still process' }),
});

const preview = z.strictObject({
  dryRun: z.literal(true),
  method: z.literal('POST'),
  url: z.url(),
  body: fromPlatform.meta({ description: 'the request, signed' }),
  stringToSign: z.string(),
  secret: z.string().meta({ description: 'a mask' }),
});
const curlLine = z.strictObject({ dryRun: z.literal(true), curl: z.string() });

/** A request that was not sent: its content, or a command line that sends it. */
export const unsent = [preview, curlLine] as const;

const accepted = {
  status: z.string().meta({ description: 'accepted; with --wait the status of the payment' }),
  paymentId: z.string(),
  requestId: z.string().optional(),
  intent: z.string(),
};

/** The document of a write without --wait: its acceptance, or the request that was not sent. */
export const write = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.union([z.strictObject({ ...accepted, ...extra }), ...unsent]);

/** The document of a write that can have --wait. */
export const awaitedWrite = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.union([
    z.strictObject({ ...accepted, ...extra }),
    z.looseObject({ ...accepted, ...extra, ...payment.shape }),
    ...unsent,
  ]);

/** An accepted write. */
export const acceptedWrite = z.strictObject(accepted);

/** Common mistakes that explain an invalid signature. */
export const diagnosis = z.strictObject({
  proven: z.boolean(),
  mistakes: z.array(z.strictObject({ mistake: z.string(), wouldVerifyIf: z.string(), advice: z.string() })),
});

/** An attempt to forward a callback. */
export const delivery = z.strictObject({
  to: z.string(),
  at: time,
  status: z.int().nullable().meta({ description: 'HTTP status; null without an answer' }),
  reason: z.string().nullable(),
  milliseconds: z.int(),
  delivered: z.boolean().meta({ description: 'answered 200' }),
});
