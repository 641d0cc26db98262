import * as z from 'zod';
import { acceptedWrite, awaitedWrite, currency, fromPlatform, minor, payment, unsent, write } from './shared-fields.ts';

/** One of several payments that could not be told of. */
const failedPayment = z.strictObject({
  paymentId: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), exit: z.int() }),
});

/** Documents of the commands that ask for payments and follow them. */
export const payments = {
  operators: z.strictObject({
    operators: z.array(z.strictObject({ id: z.string(), name: z.string(), country: z.string().optional() })),
    raw: z.unknown().meta({ description: 'the platform’s answer, as it came' }),
  }),
  sale: awaitedWrite({ amountMinor: minor, currency }),
  interactive: payment,
  otp: awaitedWrite({}),
  resend: write({ resendsLeft: z.int().nullable() }),
  // The amount of a full refund is what is left at that moment, where the platform tells.
  refund: awaitedWrite({ amountMinor: minor.optional(), currency: currency.optional() }),
  status: z.union([payment, failedPayment]),
  wait: z.union([payment, failedPayment]),
  request: z.union([...unsent, acceptedWrite, fromPlatform, z.array(z.unknown())]),
};
