import * as z from 'zod';
import { time } from './shared-fields.ts';

/** Documents for customers. */
export const answerDocuments = {
  answer: z.strictObject({
    paymentId: z.string(),
    source: z
      .enum(['platform', 'ledger'])
      .meta({ description: 'ledger: the platform gave no answer, or was not asked' }),
    asOf: time,
    situations: z.array(z.string()).meta({ description: 'names of the sentences, in their order' }),
    answer: z
      .strictObject({ en: z.string(), ru: z.string(), kk: z.string() })
      .partial()
      .meta({ description: 'the sentences for the customer, by language' }),
  }),
};
