import * as z from 'zod';
import { refunds } from './bulk-refunds.ts';
import { callbacks } from './callbacks.ts';
import { checkout } from './checkout.ts';
import { discovery } from './cli.ts';
import { ledger } from './ledger.ts';
import { payments } from './payments.ts';
import { setup } from './profiles.ts';
import { developer } from './sandbox.ts';
import { signatures } from './signatures.ts';

/**
 * The document that each command prints with `--json`, by the command's words; of a stream each line. They are strict,
 * so a field that a command prints and nobody has described fails a test.
 */
export const documents = {
  ...payments,
  ...checkout,
  ...refunds,
  ...ledger,
  ...callbacks,
  ...signatures,
  ...developer,
  ...setup,
  ...discovery,
};

/** All of stderr when a command with `--json` ends without success. */
export const failure = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[a-z][a-z_]*$/),
    message: z.string().min(1),
    hint: z.string().optional(),
    exit: z.int(),
    requestId: z.string().optional(),
    paymentId: z.string().optional(),
    intent: z.string().optional(),
    platformCode: z.string().optional(),
    retryAfter: z.number().nonnegative().optional().meta({ description: 'seconds, as the platform said' }),
    notes: z.array(z.string()).optional().meta({ description: 'what people would have been told meanwhile' }),
  }),
});

/** A schema as it is published, JSON Schema 2020-12. Objects are open there: fields may be added, and none goes. */
export function published(schema: z.ZodType, title: string): object {
  return {
    ...z.toJSONSchema(schema, {
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }),
    title,
  };
}
