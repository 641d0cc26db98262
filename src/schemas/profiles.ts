import * as z from 'zod';
import { LANGUAGES } from '#domain/language/languages';
import { count, currency, minor, mode } from './shared-fields.ts';

const changed = (...changes: [string, ...string[]]) =>
  z.strictObject({ changed: z.literal(changes), profile: z.string(), file: z.string() });

const customer = z
  .strictObject({ id: z.string(), firstName: z.string(), lastName: z.string(), email: z.string(), ip: z.string() })
  .partial();

/** The settings of a profile that `whoami` shows too. */
const settings = {
  projectId: z.int(),
  mode,
  gateUrl: z.url(),
  paymentPageUrl: z.url(),
  otpSeconds: z.number(),
  resends: count,
  currency,
  customer,
  statusDelaySeconds: z.number(),
  requireApproval: z.boolean(),
  approvers: z.array(z.string()),
  merchantRefundId: z.boolean(),
  acceptUnsignedStatus: z.boolean(),
  insecure: z.boolean(),
};

const effective = <Value extends z.ZodType>(value: Value) => z.strictObject({ value, origin: z.string() });

/** Documents of profiles, of effective settings, and of `doctor`. */
export const profileDocuments = {
  'profiles add': changed('stored', 'unchanged'),
  'profiles list': z.strictObject({
    profiles: z.array(
      z.strictObject({
        name: z.string(),
        projectId: settings.projectId,
        mode,
        gateUrl: settings.gateUrl,
        default: z.boolean(),
      }),
    ),
  }),
  'profiles push': z.strictObject({ profile: z.string() }),
  'profiles pull': z.strictObject({
    profiles: z.array(
      z.strictObject({
        name: z.string(),
        state: z.enum(['new', 'changed', 'unchanged']),
        changes: z.array(z.strictObject({ field: z.string(), from: z.string(), to: z.string() })),
      }),
    ),
  }),
  'profiles show': z.strictObject({
    profile: z.string(),
    secret: z.string().nullable().meta({ description: 'the source of the secret, never the secret' }),
    ...settings,
    language: z.enum(LANGUAGES).optional(),
    callbackUrl: z.url().optional(),
    maxRefund: minor.optional(),
    maxRefundPerDay: minor.optional(),
    speed: z.number(),
    sandbox: z.optional(z.boolean()),
  }),
  'profiles use': changed('now using'),
  'profiles rename': changed('renamed to'),
  'profiles remove': changed('removed'),
  'profiles rotate': changed('rotated the secret of'),
  doctor: z.strictObject({
    healthy: z.boolean(),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        status: z.enum(['ok', 'warn', 'fail', 'skipped']),
        message: z.string(),
        fix: z.string().optional(),
        exit: z.int().optional(),
      }),
    ),
  }),
  whoami: z.strictObject({
    profile: effective(z.string()),
    secret: effective(z.string().nullable()),
    ledger: effective(z.string()),
    member: effective(z.string().nullable()).optional().meta({ description: 'who you are in the team of the ledger' }),
    ...everyEffective(settings),
    ...everyEffective({
      language: z.enum(LANGUAGES).nullable(),
      callbackUrl: z.url().nullable(),
      maxRefund: minor.nullable(),
      maxRefundPerDay: minor.nullable(),
    }),
  }),
};

function everyEffective(shape: Readonly<Record<string, z.ZodType>>): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(shape).map(([field, value]) => [field, effective(value)]));
}
