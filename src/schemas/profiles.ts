import * as z from 'zod';
import { count, currency, minor, mode } from './shared-fields.ts';

const changed = (...what: [string, ...string[]]) =>
  z.strictObject({ changed: z.literal(what), profile: z.string(), file: z.string() });

const customer = z
  .strictObject({ id: z.string(), firstName: z.string(), lastName: z.string(), email: z.string(), ip: z.string() })
  .partial();

/** What a profile holds, beside its name, its secret and how fast its platform's clock runs. */
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
const limits = { callbackUrl: z.url(), maxRefund: minor, maxRefundPerDay: minor };

const inForce = <Value extends z.ZodType>(value: Value) => z.strictObject({ value, origin: z.string() });

/** Documents of the profiles, of what is in force, and of the checkup. */
export const setup = {
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
  'profiles show': z.strictObject({
    profile: z.string(),
    secret: z.string().nullable().meta({ description: 'where it is kept, never the secret' }),
    ...settings,
    ...z.object(limits).partial().shape,
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
    profile: inForce(z.string()),
    secret: inForce(z.string().nullable()),
    ...everyInForce(settings, (value) => inForce(value)),
    ...everyInForce(limits, (value) => inForce(value.nullable())),
  }),
};

function everyInForce<Shape extends z.ZodRawShape>(
  shape: Shape,
  as: (value: z.ZodType) => z.ZodType,
): { readonly [Field in keyof Shape]: z.ZodType } {
  const entries = Object.entries(shape).map(([field, value]) => [field, as(value as z.ZodType)]);
  return Object.fromEntries(entries);
}
