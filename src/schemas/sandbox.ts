import * as z from 'zod';
import { FAULT_KINDS, type FaultKind } from '#domain/sandbox/faults';
import type { SandboxEvent } from '#domain/sandbox/sandbox-options';
import { SMOKE_STEPS } from '#domain/smoke/smoke-report';
import { count, currency, minor } from './shared-fields.ts';

const type = <Name extends string>(name: Name) => ({ type: z.literal(name) });

const events = z.union([
  z.strictObject({ ...type('request'), path: z.string(), paymentId: z.string().optional(), answer: z.string() }),
  z.strictObject({ ...type('sms'), phone: z.string(), code: z.string(), text: z.string() }),
  z.strictObject({
    ...type('callback'),
    paymentId: z.string(),
    status: z.string(),
    operation: z.string(),
    url: z.string(),
    result: z.string().meta({ description: 'HTTP status, or why there was no answer' }),
  }),
  z.strictObject({ ...type('fault'), kind: z.enum(Object.keys(FAULT_KINDS) as FaultKind[]), path: z.string() }),
  z.strictObject({ ...type('problem'), text: z.string() }),
]) satisfies z.ZodType<SandboxEvent>;

/** Documents of the sandbox and the demo, one object for each event, and of the smoke test. */
export const sandboxDocuments = {
  sandbox: z.union([
    z.strictObject({
      ...type('ready'),
      speed: z.number().optional().meta({ description: 'the time factor of its clock' }),
      url: z.url(),
      projectId: z.int(),
      secret: z.string().meta({ description: 'made for this sandbox only' }),
      profile: z.string(),
    }),
    ...events.options,
  ]),
  demo: z.union([
    z.strictObject({ ...type('stage'), url: z.url(), speed: z.number() }),
    z.strictObject({ ...type('page'), url: z.url() }),
    z.strictObject({ ...type('scene'), title: z.string() }),
    z.strictObject({ ...type('request'), path: z.string(), stringToSign: z.string() }),
    z.strictObject({ ...type('answer'), text: z.string() }),
    z.strictObject({ ...type('sms'), phone: z.string(), text: z.string() }),
    z.strictObject({ ...type('callback'), payment: z.string(), operation: z.string(), left: z.string() }),
    z.strictObject({ ...type('bad-callback') }),
    z.strictObject({ ...type('note'), text: z.string() }),
  ]),
  smoke: z.strictObject({
    passed: z.boolean(),
    profile: z.string(),
    gateUrl: z.url(),
    paymentId: z.string(),
    amountMinor: minor,
    currency,
    milliseconds: count,
    steps: z.array(
      z.strictObject({
        name: z.enum(SMOKE_STEPS),
        status: z.enum(['passed', 'failed', 'skipped']),
        milliseconds: count,
        message: z.string(),
        error: z
          .strictObject({
            code: z.string(),
            exit: z.int(),
            hint: z.string().optional(),
            intentId: z.string().optional(),
          })
          .optional(),
      }),
    ),
    charged: z.boolean().nullable().meta({ description: 'null when this is not known' }),
    refunded: z.boolean().nullable().meta({ description: 'null when this is not known' }),
  }),
};
