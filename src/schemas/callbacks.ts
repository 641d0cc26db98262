import * as z from 'zod';
import { CALLBACK_EVENTS } from '#domain/callbacks/callback-event';
import { FORGERY_KINDS, FORGERY_RESULTS } from '#domain/callbacks/sample-forgeries';
import { count, currency, delivery, diagnosis, json, minor, time } from './shared-fields.ts';

const event = z.enum(CALLBACK_EVENTS);
const body = json.meta({ description: 'as received' });

const callback = z.strictObject({
  id: z.string(),
  receivedAt: time,
  event: event.nullable(),
  paymentId: z.string().nullable(),
  paymentStatus: z.string(),
  operationType: z.string().nullable(),
  operationId: z.string().nullable(),
  operationStatus: z.string().nullable(),
  requestId: z.string().nullable(),
  amountMinor: minor.nullable(),
  currency: currency.nullable(),
  valid: z.boolean(),
  reason: z.string().nullable(),
  repeat: z.boolean(),
  path: z.string().nullable(),
  ambiguous: z.string().optional(),
  kind: z
    .enum(['chargeback'])
    .optional()
    .meta({ description: 'set for a callback that the platform sends without a signature' }),
  unsigned: z.literal(true).optional().meta({ description: 'its sender is not proved' }),
});

const received = callback.extend({
  type: z.literal('callback'),
  answered: z.int().meta({ description: 'HTTP status of the answer' }),
  forwards: z.array(delivery),
  body: body.optional(),
});

const forwarded = delivery.extend({
  type: z.literal('forward').meta({ description: 'a callback that another listener of the team received' }),
  callbackId: z.string(),
});

const sample = z.strictObject({
  event,
  paymentId: z.string(),
  text: z.string(),
  invalid: z.enum(FORGERY_KINDS).optional(),
  control: delivery.optional().meta({ description: 'the genuine callback that was sent before a forged one' }),
  verdict: z
    .enum(FORGERY_RESULTS)
    .optional()
    .meta({ description: 'the conclusion from the answer to a forged callback' }),
  ...delivery.partial().shape,
  answer: z.string().optional(),
});

const stressDelivery = delivery.omit({ to: true, at: true }).extend({
  kind: z.string(),
  event: z.string(),
  payment: count.meta({ description: 'the number of the payment in the stress test' }),
  repeat: z.boolean(),
  answer: z.string(),
});

const stressReport = z.strictObject({
  payments: z.array(z.string()).meta({ description: 'the payments of the stress test' }),
  sent: count,
  answered200: count,
  repeats: count,
  repeatsAnswered200: count,
  unanswered: count,
  slowestMilliseconds: z.int(),
  idempotent: z.boolean().nullable().meta({ description: 'null when the answers alone do not show it' }),
  verdict: z.enum(['idempotent', 'not_idempotent', 'unknown']),
  recorded: z.array(z.strictObject({ payment: z.string(), times: z.int().nullable() })).optional(),
  findings: z.array(z.string()),
  warnings: z.array(z.string()),
});

/** Documents of callbacks. */
export const callbackDocuments = {
  listen: z.union([z.strictObject({ type: z.literal('ready'), url: z.url() }), received, forwarded]),
  'callbacks list': callback,
  'callbacks show': callback.extend({
    headers: z.record(z.string(), z.string()),
    deliveries: z.array(delivery),
    text: z.string(),
    body,
    diagnosis: diagnosis.optional(),
  }),
  'callbacks replay': delivery.extend({ id: z.string(), answer: z.string() }),
  'callbacks prune': z.strictObject({
    removed: count,
    wrong: count.meta({ description: 'with a wrong signature' }),
    genuine: count,
    chargebacks: count,
    waiting: count.meta({ description: 'not removed because they are still to be forwarded' }),
    dryRun: z.literal(true).optional(),
  }),
  trigger: z.union([sample, stressDelivery, stressReport]),
};
