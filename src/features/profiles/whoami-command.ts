import { orAborted, withDeadline } from '#async/deadline';
import type { CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { describeMissingApprovers, formatListHint } from '#domain/bulk-refunds/plan-approval';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { formatValue } from './profile-view.ts';

/** An active setting and its origin. */
type Origin = { readonly value: unknown; readonly origin: string };
type Data = { readonly [field: string]: Origin };

const FIELDS = [
  ...(['name', 'mode', 'projectId', 'gateUrl', 'paymentPageUrl', 'currency', 'otpSeconds', 'resends'] as const),
  ...([
    'language',
    'callbackUrl',
    'customer',
    'statusDelaySeconds',
    'maxRefund',
    'maxRefundPerDay',
    'requireApproval',
  ] as const),
  ...(['approvers', 'merchantRefundId', 'acceptUnsignedStatus', 'insecure'] as const),
] as const satisfies readonly (keyof EffectiveProfile)[];

export const whoami: CommandSpec<object, Data> = {
  about:
    'Shows each setting and its origin. The secret is read to check that it is available; it is never shown. Works ' +
    'offline, except for the ledger of a team: its server is asked who you are, with a time limit of 2 seconds.',
  exits: [4],
  examples: ['rocketpay whoami', 'rocketpay whoami --field mode.value'],

  async run(_, context) {
    const profile = await context.profile();
    const entries = FIELDS.map((field): [string, Origin] => [
      field === 'name' ? 'profile' : field,
      { value: profile[field] ?? null, origin: profile.origins[field] ?? 'default' },
    ]);
    const missing = describeMissingApprovers(profile);
    if (missing !== undefined)
      context.terminal.warn(message('{problem}. {hint}', { problem: missing, hint: formatListHint(profile.name) }));
    entries.splice(3, 0, ['secret', await describeSecret(context.secret)]);
    entries.push(...(await describeLedger(context)));
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
  if (typeof value !== 'object' || value === null) return [[field, formatValue(value)]];
  return Object.entries(value).map(([part, item]) => [`${field}.${part}`, formatValue(item)]);
}

/** Time in which the server of a team's ledger has to answer, in milliseconds. */
const ANSWER_MS = 2000;

/** Describes the ledger in use, and who the user is in its team. A failure is the origin of a value that is not known. */
async function describeLedger(context: Context): Promise<[field: string, value: Origin][]> {
  const unknown = (error: unknown): Origin => {
    if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
    return { value: null, origin: error.message };
  };
  const { place, origin, isShared } = await context.ledgerPlace();
  const ledger: [string, Origin] = ['ledger', { value: place, origin }];
  return isShared ? [ledger, ['member', await describeMember(context).catch(unknown)]] : [ledger];
}

async function describeMember(context: Context): Promise<Origin> {
  const late = new Failure(EXIT.unavailable, 'no_answer', `the server did not answer in ${ANSWER_MS / 1000} s`);
  return withDeadline(ANSWER_MS, late, context, async (signal) => {
    const status = await orAborted(
      Promise.resolve(context.team()).then((team) => team?.status()),
      signal,
    );
    const { member, problem } = status ?? {};
    if (problem !== undefined) throw problem;
    return { value: member === undefined ? null : `${member.name}, ${member.role}`, origin: 'the ledger' };
  });
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
