import * as z from 'zod';
import { count, diagnosis, fromPlatform } from './shared-fields.ts';

const explained = {
  lines: z.array(z.strictObject({ line: z.string(), origin: z.string() })).optional(),
  warnings: z.array(z.string()).optional(),
};

const comparison = z.strictObject({
  equal: z.boolean(),
  at: count.nullable(),
  ours: z.string(),
  theirs: z.string(),
  before: count,
  onlyOurs: z.array(z.string()),
  onlyTheirs: z.array(z.string()),
  mistakes: diagnosis.shape.mistakes,
});

/** Documents of signatures. */
export const signatureDocuments = {
  sign: z.union([
    z.strictObject({
      signature: z.string(),
      stringToSign: z.string(),
      body: fromPlatform.optional(),
      code: z.string().optional(),
      ...explained,
    }),
    // A line of a stream that cannot be signed.
    z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) }),
  ]),
  'verify-callback': z.strictObject({
    valid: z.boolean(),
    problem: z.enum(['malformed', 'no_signature', 'placeholder', 'mismatch']).optional(),
    reason: z.string().optional(),
    ...explained,
    paymentId: z.string().optional(),
    paymentStatus: z.string().optional(),
    ambiguous: z.string().optional(),
    kind: z.enum(['chargeback']).optional(),
    unsigned: z.literal(true).optional(),
    source: z.enum(['http', 'har']).optional(),
    stringToSign: z.string().optional(),
    diagnosis: diagnosis.optional(),
    comparison: comparison.optional(),
  }),
};
