import type { CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { describeMissingApprovers, formatListHint } from '#domain/bulk-refunds/approval';
import { Failure } from '#domain/errors/failure';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { valueText } from './profile-view.ts';

/** An active setting and its origin. */
type Origin = { readonly value: unknown; readonly origin: string };
type Data = { readonly [field: string]: Origin };

const FIELDS = [
  ...(['name', 'mode', 'projectId', 'gateUrl', 'paymentPageUrl', 'currency', 'otpSeconds', 'resends'] as const),
  ...(['callbackUrl', 'customer', 'statusDelaySeconds', 'maxRefund', 'maxRefundPerDay', 'requireApproval'] as const),
  ...(['approvers', 'merchantRefundId', 'acceptUnsignedStatus', 'insecure'] as const),
] as const satisfies readonly (keyof EffectiveProfile)[];

export const whoami: CommandSpec<object, Data> = {
  about:
    'Shows each setting and its origin, offline. The secret is read to check that it is available; it is never shown.',
  exits: [4],
  examples: ['rocketpay whoami', 'rocketpay whoami --field mode.value'],

  async run(_, context) {
    const profile = await context.profile();
    const entries = FIELDS.map((field): [string, Origin] => [
      field === 'name' ? 'profile' : field,
      { value: profile[field] ?? null, origin: profile.origins[field] ?? 'default' },
    ]);
    const missing = describeMissingApprovers(profile);
    if (missing !== undefined) context.terminal.warn(`${missing}. ${formatListHint(profile.name)}`);
    entries.splice(3, 0, ['secret', await describeSecret(context.secret)]);
    return Object.fromEntries(entries);
  },

  view: (data, style) =>
    Object.entries(data)
      .flatMap(([field, { value, origin }]) => toRows(field, value).map((row) => [...row, origin] as const))
      .map(([field, value, origin]) => {
        const shown = value === 'live' ? style.warn(value) : value;
        return `${style.dim(field.padEnd(WIDEST))}  ${shown}  ${style.dim(`(${origin})`)}`;
      }),
};

/** Width of the name column. */
const WIDEST = Math.max(...FIELDS.map((field) => field.length));

/** Formats a value on its own line; an object has one line per part. */
function toRows(field: string, value: unknown): (readonly [field: string, value: string])[] {
  if (typeof value !== 'object' || value === null) return [[field, valueText(value)]];
  return Object.entries(value).map(([part, item]) => [`${field}.${part}`, valueText(item)]);
}

async function describeSecret(read: Context['secret']): Promise<Origin> {
  try {
    const secret = await read();
    return { value: `set, ${secret.length} characters`, origin: secret.origin };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { value: null, origin: error.message };
  }
}
