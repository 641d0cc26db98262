import type { CommandSpec } from '#cli/command-spec';
import { CURRENCY_OPTION } from '#cli/shared-options';
import { columns } from '#cli/text-table';
import { usageError } from '#domain/errors/failure';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { findLimits, type RefundLimits, type SetLimits } from '#domain/team/member-limits';
import { readAmount } from '#features/payments/amount-options';
import type { CommandDocument } from '#schemas/document-types';
import { describeLimits, toLimits } from './limit-view.ts';
import { requireTeam } from './require-team.ts';

interface Options {
  readonly name?: string;
  readonly perRefund?: string;
  readonly perDay?: string;
  readonly withoutApproval?: string;
  readonly currency?: string;
  readonly reset?: boolean;
}

export const limit: CommandSpec<Options, CommandDocument<'ledger limit'>> = {
  about:
    'Sets the limits of a member for refunds. Without a name it sets those of everyone who has no limits of their ' +
    'own. Every refund is compared with the limits before it is sent, on each machine and by each command, in the ' +
    'transaction that records it. The clock of the server decides what the last 24 hours are. Refunds that may ' +
    'have been made count too. A limit that is not given stays as it is. Without an option the command shows the ' +
    'limits. Only administrators can set limits, and they sign them.',
  arguments: [{ words: '[name]', about: 'name of the member (default: everyone)' }],
  options: [
    { flags: '--per-refund <amount>', about: 'largest amount of one refund in major units, or none' },
    { flags: '--per-day <amount>', about: 'largest sum of the refunds of 24 hours in major units, or none' },
    {
      flags: '--without-approval <amount>',
      about: 'largest refund without the approval of another member in major units, or none',
    },
    { ...CURRENCY_OPTION, about: `currency of the limits (default: as before, else ${PROFILE_DEFAULTS.currency})` },
    { flags: '--reset', about: 'remove the limits; a member then has those of everyone' },
  ],
  exits: [4, 7],
  examples: [
    'rocketpay ledger limit anna --per-refund 500.00 --per-day 3000.00',
    'rocketpay ledger limit --per-day 10000.00 --without-approval 500.00',
    'rocketpay ledger limit',
  ],
  async run(options, context) {
    const { name: member, perRefund, perDay, withoutApproval, currency, reset = false } = options;
    const team = await requireTeam(context);
    const isSet = [perRefund, perDay, withoutApproval, currency].some((value) => value !== undefined);
    if (isSet && reset) throw usageError('--reset removes the limits, so it takes no limit.', 'Leave out --reset.');
    if (reset) await team.setLimits({ member, limits: undefined });
    if (isSet) await team.setLimits({ member, limits: changeLimits(options, await team.limits()) });
    const all = await team.limits();
    return {
      limits: all.flatMap((set) => {
        const limits = toLimits(set.limits);
        return limits === null ? [] : [{ member: set.member ?? null, ...limits }];
      }),
    };
  },
  view: ({ limits }) =>
    limits.length === 0
      ? ['No limits are set.']
      : columns(limits.map(({ member, ...set }) => [member ?? 'everyone else', describeLimits(set)])),
};

/** Returns the limits in force with the given ones in their place. */
function changeLimits(options: Options, all: readonly SetLimits[]): RefundLimits {
  const { name, perRefund, perDay, withoutApproval, currency } = options;
  const before = name === undefined ? all.find(({ member }) => member === undefined)?.limits : findLimits(name, all);
  const used = currency ?? before?.currency ?? PROFILE_DEFAULTS.currency;
  const kept = before?.currency === used ? before : undefined;
  const read = (flag: string, text: string | undefined, old: number | undefined) => {
    if (text === undefined) return old;
    return text === 'none' ? undefined : readAmount(flag, text, used).minor;
  };
  return {
    ...kept,
    currency: used,
    perRefund: read('--per-refund', perRefund, kept?.perRefund),
    perDay: read('--per-day', perDay, kept?.perDay),
    withoutApproval: read('--without-approval', withoutApproval, kept?.withoutApproval),
  };
}
