import * as z from 'zod';
import { MATCHES } from '#domain/find/find-query';
import { ODDITIES } from '#domain/find/payment-oddities';
import { TIMELINE_EVENTS } from '#domain/find/timeline-event';
import { count, currency, minor, sentence, time } from './shared-fields.ts';

const sums = {
  status: z.string().nullable().meta({ description: 'the last status that this ledger knows' }),
  paidMinor: minor.nullable(),
  refundedMinor: minor.nullable().meta({ description: 'as far as this ledger knows, without refunds in progress' }),
  leftMinor: minor.nullable(),
  currency: currency.nullable(),
};

const write = z.strictObject({ intent: z.string(), kind: z.string(), state: z.string(), at: time, by: z.string() });

const found = z.strictObject({
  paymentId: z.string(),
  project: z.string().meta({ description: 'host of the Gate and project id' }),
  ...sums,
  phone: z.string().nullable().meta({ description: 'masked' }),
  firstSeenAt: time.meta({ description: 'when the first of it was stored' }),
  lastSeenAt: time.meta({ description: 'when the last of it was stored, to a quarter of an hour' }),
  lastWrite: write.nullable().meta({ description: 'the last write from this ledger, and its user' }),
  matched: z.array(z.array(z.enum(MATCHES))).meta({ description: 'for each text what it matched' }),
});

const event = z.strictObject({
  at: time,
  type: z.enum(TIMELINE_EVENTS),
  text: sentence,
  id: z.string().nullable().meta({ description: 'intent, operation or callback' }),
  by: z.string().nullable(),
  amountMinor: minor.nullable(),
  currency: currency.nullable(),
  state: z.string().nullable(),
});

/** Documents of the search. */
export const findDocuments = {
  find: z.strictObject({
    payments: z.array(found),
    more: z.boolean().meta({ description: 'more payments match than --limit' }),
    searched: z.array(
      z.strictObject({
        text: z.string(),
        as: z.array(z.enum(MATCHES)),
        notIndexed: z.array(z.enum(MATCHES)).meta({ description: 'as what it was not searched' }),
      }),
    ),
    comparedSince: time
      .nullable()
      .meta({ description: 'only payments since then were compared, because too many match; null: all were' }),
    knownPayments: count
      .nullable()
      .meta({ description: 'payments that this ledger knows, counted up to 10000; null when some were found' }),
    indexed: z.boolean().meta({ description: 'false when what an earlier version stored is not indexed yet' }),
    lastDigits: z.boolean().meta({ description: 'last digits of phones are indexed' }),
  }),
  timeline: z.strictObject({
    paymentId: z.string(),
    project: z.string(),
    ...sums,
    odd: z.array(z.strictObject({ what: z.enum(ODDITIES), text: sentence })),
    events: z.array(event),
    asked: z.boolean().meta({ description: 'the platform was asked now' }),
    more: z.boolean().meta({ description: 'older callbacks are stored that are not listed' }),
  }),
  'ledger index': z.strictObject({
    payments: count,
    indexed: count.meta({ description: 'rows of an earlier version that were indexed now' }),
    waiting: count.meta({ description: 'rows of an earlier version that are not indexed yet' }),
    lastDigits: z.boolean(),
  }),
};
