import * as z from 'zod';
import { currency, diagnosis, minor } from './shared-fields.ts';

/** Documents of the Payment Page's links. */
export const checkout = {
  checkout: z.strictObject({
    url: z.url(),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])).meta({ description: 'as they are signed' }),
    stringToSign: z.string(),
    signature: z.string(),
    paymentId: z.string(),
    amountMinor: minor,
    currency,
    text: z.string().optional().meta({ description: 'what --format made of it' }),
    format: z.enum(['widget', 'html', 'qr', 'json']).optional().meta({ description: 'what the text is' }),
  }),
  'checkout verify': z.strictObject({
    opens: z.boolean().meta({ description: 'the page would open' }),
    valid: z.boolean().meta({ description: 'the signature is right' }),
    reason: z.string().optional(),
    diagnosis: diagnosis.optional(),
    missing: z.array(z.string()),
    flaws: z.array(z.string()),
    unknown: z.array(z.string()),
    warnings: z.array(z.string()),
    parameters: z.record(z.string(), z.string()),
    stringToSign: z.string(),
  }),
};
