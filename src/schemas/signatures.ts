import * as z from 'zod';
import { count, diagnosis, fromPlatform } from './shared-fields.ts';

const explained = {
  lines: z.array(z.strictObject({ line: z.string(), origin: z.string() })).optional(),
  warnings: z.array(z.string()).optional(),
};

const comparison = z.strictObject({
  equal: z.boolean(),
  at: count.nullable().meta({ description: 'position of the first different character, from 0; null when equal' }),
  ours: z.string().meta({ description: 'the string of this program around that position' }),
  theirs: z.string().meta({ description: 'the string of the other side around that position' }),
  before: count.meta({ description: 'number of characters before that position in both excerpts' }),
  onlyOurs: z.array(z.string()).meta({
    description: 'lines that only the string of this program has; both lists are empty where only the order differs',
  }),
  onlyTheirs: z.array(z.string()).meta({ description: 'lines that only the string of the other side has' }),
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
