import type { CommandSpec } from '../command.ts';
import type { Context } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import type { EffectiveProfile } from '../domain/profile.ts';
import { columns } from '../views/columns.ts';
import { valueText } from '../views/profile-view.ts';

/** A value in force, and where it came from. */
type Origin = { readonly value: unknown; readonly origin: string };
type Data = { readonly [field: string]: Origin };

const FIELDS = [
  'name',
  'mode',
  'projectId',
  'gateUrl',
  'paymentPageUrl',
  'currency',
  'otpSeconds',
  'resends',
  'callbackUrl',
  'customer',
  'statusDelaySeconds',
  'insecure',
] as const satisfies readonly (keyof EffectiveProfile)[];

export const whoami: CommandSpec<object, Data> = {
  name: 'whoami',
  summary: 'which project and which settings are in force, and where each came from',
  about: 'Tells each value and its origin, offline. The secret is read, to say whether that works, and never shown.',
  fields: ['profile', 'secret', ...FIELDS.filter((field) => field !== 'name')],
  exits: [4],
  examples: ['rocketpay whoami', 'rocketpay whoami --field mode.value'],

  async run(_, context) {
    const profile = await context.profile();
    const entries = FIELDS.map((field): [string, Origin] => [
      field === 'name' ? 'profile' : field,
      { value: profile[field] ?? null, origin: profile.origins[field] ?? 'default' },
    ]);
    entries.splice(3, 0, ['secret', await describeSecret(context.secret)]);
    return Object.fromEntries(entries);
  },

  view: (data, style) =>
    columns(
      Object.entries(data).map(([field, { value, origin }]) => [field, valueText(value), origin]),
      (text, column) => {
        if (column === 1 && text === 'live') return style.warn(text);
        return column === 1 ? text : style.dim(text);
      },
    ),
};

async function describeSecret(read: Context['secret']): Promise<Origin> {
  try {
    const secret = await read();
    return { value: `set, ${secret.length} characters`, origin: secret.origin };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { value: null, origin: error.message };
  }
}
