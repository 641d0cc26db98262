import type { CommandSpec } from '#cli/command-spec';
import type { CommandDocument } from '#schemas/document-types';
import { type PrunePlansOptions, prunePlans } from './prune-plans.ts';

/** `refunds prune` */
export const prune: CommandSpec<PrunePlansOptions, CommandDocument<'refunds prune'>> = {
  about:
    'Removes old plans from the ledger of the team: those of which nothing was sent, and those whose rows all have ' +
    'their final result. Other plans stay, and so do plans that have replaced another one or were changed in the ' +
    'database. Refunds, their history and the audit trail do not change. Only an administrator of the team can ' +
    'remove plans.',
  options: [
    { flags: '--older-than <time>', about: 'only plans stored before this time: 24h, 90d, 2026-11-01 (required)' },
    { flags: '--dry-run', about: 'count the plans and remove nothing' },
    { flags: '--yes', about: 'do not ask for confirmation' },
  ],
  exits: [4, 7],
  examples: [
    'rocketpay refunds prune --older-than 90d --dry-run',
    'rocketpay refunds prune --older-than 2026-11-01 --yes',
  ],
  run: prunePlans,
  view({ unused, finished, kept, dryRun }, style) {
    const counts = { unused, finished };
    const removed =
      dryRun === true
        ? style.say(
            'Would remove plans: {unused} of which nothing was sent, {finished} with the final result of every row.',
            counts,
          )
        : style.say(
            'Removed plans: {unused} of which nothing was sent, {finished} with the final result of every row.',
            counts,
          );
    if (kept === 0) return [removed];
    return [
      removed,
      style.say('Old plans that stay: {kept}. To see them: rocketpay refunds list --limit 100', { kept }),
    ];
  },
};
