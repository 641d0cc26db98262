import type { ArgumentSpec, OptionSpec } from '#cli/command-spec';

/** Argument and option that several commands of bulk refunds share. */

export const PLAN_ARGUMENT: ArgumentSpec = {
  words: '<plan>',
  about: 'plan file written by "rocketpay refunds plan", or id of a plan in the ledger of the team',
  completes: 'file',
};

export const CONFIRM_OPTION: OptionSpec = {
  flags: '--confirm <total>',
  about: 'confirm with the total of the plan, in major units, for scripts',
};
