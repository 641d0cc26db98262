import * as z from 'zod';
import { acceptedWrite, awaitedWrite, currency, fromPlatform, minor, payment, unsent, write } from './shared-fields.ts';

/** One of several payments whose status could not be read. */
const failedPayment = z.strictObject({
  paymentId: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), exit: z.int() }),
});

/** Documents of the commands that make payments and read their status. */
export const paymentDocuments = {
  operators: z.strictObject({
    operators: z.array(z.strictObject({ id: z.string(), name: z.string(), country: z.string().optional() })),
    raw: z.unknown().meta({ description: 'the answer of the platform' }),
  }),
  sale: awaitedWrite({ amountMinor: minor, currency }),
  interactive: payment,
  otp: awaitedWrite({}),
  resend: write({ resendsLeft: z.int().nullable() }),
  // A full refund has an amount when the status has shown the remaining amount.
  refund: awaitedWrite({ amountMinor: minor.optional(), currency: currency.optional() }),
  status: z.union([payment, failedPayment]),
  wait: z.union([payment, failedPayment]),
  request: z.union([...unsent, acceptedWrite, fromPlatform, z.array(z.unknown())]),
};
