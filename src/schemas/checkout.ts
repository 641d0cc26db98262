import * as z from 'zod';
import { currency, diagnosis, minor } from './shared-fields.ts';

/** Documents of links to the Payment Page. */
export const checkoutDocuments = {
  checkout: z.strictObject({
    url: z.url(),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])).meta({ description: 'as signed' }),
    stringToSign: z.string(),
    signature: z.string(),
    paymentId: z.string(),
    amountMinor: minor,
    currency,
    text: z.string().optional().meta({ description: 'the text of --format' }),
    format: z.enum(['widget', 'html', 'qr', 'json']).optional().meta({ description: 'the format of the text' }),
  }),
  'checkout verify': z.strictObject({
    opens: z.boolean().meta({ description: 'true when the page would open' }),
    valid: z.boolean().meta({ description: 'true when the signature is valid' }),
    reason: z.string().optional(),
    diagnosis: diagnosis.optional(),
    missing: z.array(z.string()).meta({ description: 'required parameters that are missing or empty' }),
    flaws: z.array(z.string()).meta({ description: 'invalid parameters, each with its problem' }),
    unknown: z.array(z.string()).meta({ description: 'names of parameters that the documentation does not list' }),
    warnings: z
      .array(z.string())
      .meta({ description: 'what looks like a mistake and does not keep the page from opening' }),
    parameters: z.record(z.string(), z.string()),
    stringToSign: z.string(),
  }),
};
