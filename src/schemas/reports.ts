import * as z from 'zod';
import { REPORT_GROUPS } from '#domain/reports/ledger-counts';
import { count, currency, minor, mode, time } from './shared-fields.ts';

const share = z.strictObject({ refunds: count, amountMinor: minor });

const total = z.strictObject({
  currency: currency.nullable(),
  asked: share.meta({ description: 'all that were sent, whatever their result' }),
  done: share,
  declined: share,
  accepted: share.meta({ description: 'no result yet' }),
  unknown: share.meta({ description: 'outcome unknown: may have been processed' }),
  notSeen: share.meta({ description: 'not shown by the platform, which may still process them' }),
  notSent: share.meta({ description: 'blocked before sending, or not processed' }),
});

const numbers = z.strictObject({
  ...{ done: count, declined: count, accepted: count, unknown: count, notSeen: count, notSent: count },
});

/** Documents of reports. */
export const reportDocuments = {
  report: z.strictObject({
    since: time,
    until: time,
    period: z.string(),
    mode,
    otherMode: count.meta({ description: 'requests of the other mode in the period, which are not counted' }),
    by: z.enum(REPORT_GROUPS).nullable(),
    refunds: z.array(total),
    groups: z.array(total.extend({ group: z.string() })),
    unit: z.enum(['hour', 'day']),
    times: z.array(z.strictObject({ start: time, label: z.string(), refunds: numbers })),
    durations: z.strictObject({
      refunds: count,
      medianMilliseconds: z.number().nullable(),
      p90Milliseconds: z.number().nullable(),
    }),
    payments: z.strictObject({
      seen: count,
      statuses: z.array(z.strictObject({ status: z.string(), payments: count })),
    }),
    codes: z.array(z.strictObject({ code: z.string(), meaning: z.string().nullable(), refunds: count, others: count })),
    callbacks: z.strictObject({
      received: count,
      repeated: count,
      invalid: count,
      unsigned: count,
      notForwarded: count,
    }),
  }),
};
