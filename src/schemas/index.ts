import * as z from 'zod';
import { answerDocuments } from './answers.ts';
import { bulkRefundDocuments } from './bulk-refunds.ts';
import { callbackDocuments } from './callbacks.ts';
import { checkoutDocuments } from './checkout.ts';
import { findDocuments } from './find.ts';
import { helpDocuments } from './help.ts';
import { ledgerDocuments } from './ledger.ts';
import { paymentDocuments } from './payments.ts';
import { profileDocuments } from './profiles.ts';
import { reportDocuments } from './reports.ts';
import { sandboxDocuments } from './sandbox.ts';
import { signatureDocuments } from './signatures.ts';

/**
 * The schema of the document that each command prints with `--json`, or of each line of its stream. The schemas are strict, so
 * that a test fails when a command prints a field without a description.
 */
export const documents = {
  ...paymentDocuments,
  ...checkoutDocuments,
  ...bulkRefundDocuments,
  ...ledgerDocuments,
  ...answerDocuments,
  ...reportDocuments,
  ...findDocuments,
  ...callbackDocuments,
  ...signatureDocuments,
  ...sandboxDocuments,
  ...profileDocuments,
  ...helpDocuments,
};

/** The error document: stderr of a command with `--json` that fails. */
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
    retryAfter: z.number().nonnegative().optional().meta({ description: 'seconds, from the answer of the platform' }),
    notes: z.array(z.string()).optional().meta({ description: 'messages that are printed without --json' }),
  }),
});

/** Converts a schema to JSON Schema 2020-12. Published objects are open, because fields may be added. */
export function toJsonSchema(schema: z.ZodType, title: string): object {
  return {
    ...z.toJSONSchema(schema, {
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }),
    title,
  };
}
