import type { CommandSpec } from '#cli/command-spec';
import { parseLimit } from '#cli/parse-number';
import type { CommandDocument } from '#schemas/document-types';
import { listPlans } from './list-plans.ts';
import { planListLines } from './list-view.ts';

const DEFAULT_LIMIT = 20;

/** `refunds list` */
export const list: CommandSpec<{ readonly limit?: number }, CommandDocument<'refunds list'>> = {
  about:
    'Lists the plans in the ledger of the team, newest first, with their makers, approvals and states. The state ' +
    '"applied" means that every refund was sent, not that every refund was done: "rocketpay refunds show <plan>" ' +
    'shows the results.',
  options: [{ flags: '--limit <n>', about: `maximum number of plans (default ${DEFAULT_LIMIT})`, parse: parseLimit }],
  exits: [4, 7],
  examples: ['rocketpay refunds list', 'rocketpay refunds list --limit 100 --json'],
  run: ({ limit = DEFAULT_LIMIT }, context) => listPlans(limit, context),
  view: planListLines,
};
