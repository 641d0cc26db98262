import * as z from 'zod';
import type { Json, JsonObject } from '#domain/json/exact-json';

/** Parts that several documents have in common. */

/** ISO 8601 in UTC, to the millisecond. */
export const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC' });
export const minor = z.int().meta({ description: 'an amount in minor units' });
export const currency = z.string().meta({ description: 'ISO 4217' });
export const mode = z.enum(['test', 'live']);
export const count = z.int().nonnegative();

/** What the platform says, as it came: any field of its answers may stand here. */
export const fromPlatform = (z.looseObject({}) as z.ZodType<JsonObject>).meta({
  description: 'what the platform said, as it came',
});

/** Any JSON value. */
export const json = z.unknown() as z.ZodType<Json>;

/** A payment: the platform's answer as it came, and two words of our own. */
export const payment = z.looseObject({
  payment: fromPlatform,
  operations: json.optional(),
  customer: json.optional(),
  account: json.optional(),
  errors: json.optional(),
  clarification_fields: json.optional(),
  project_id: json.optional(),
  final: z.boolean().meta({ description: 'nothing more happens by itself' }),
  signed: z.boolean().meta({ description: 'the answer carried a signature, and it was right' }),
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

/** A request that was made and not sent. */
export const unsent = [preview, curlLine] as const;

const accepted = {
  status: z.string().meta({ description: 'accepted, or the status of the payment once it was waited for' }),
  paymentId: z.string(),
  requestId: z.string().optional(),
  intent: z.string(),
};

/** What a write prints that is not waited for: what it would send, or what was accepted. */
export const write = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.union([z.strictObject({ ...accepted, ...extra }), ...unsent]);

/** What a write prints that can be waited for: the same, or what came of it. */
export const awaitedWrite = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.union([
    z.strictObject({ ...accepted, ...extra }),
    z.looseObject({ ...accepted, ...extra, ...payment.shape }),
    ...unsent,
  ]);

/** An accepted write, without more. */
export const acceptedWrite = z.strictObject(accepted);

/** Why a signature is wrong, by trying what people get wrong. */
export const diagnosis = z.strictObject({
  proven: z.boolean(),
  mistakes: z.array(z.strictObject({ mistake: z.string(), wouldVerifyIf: z.string(), advice: z.string() })),
});

/** An attempt to forward a callback. */
export const delivery = z.strictObject({
  to: z.string(),
  at: time,
  status: z.int().nullable().meta({ description: 'HTTP status; null when no answer came' }),
  reason: z.string().nullable(),
  milliseconds: z.int(),
  delivered: z.boolean().meta({ description: 'answered 200' }),
});
