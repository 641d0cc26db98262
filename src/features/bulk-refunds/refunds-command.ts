import { type CommandGroup, type CommandSpec, Streamed } from '#cli/command-spec';
import { DEFAULT_RATES, rateOptions } from '#cli/rate-options';
import { againReason, parseCurrency } from '#cli/shared-options';
import { formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { batchExitCode } from '#domain/bulk-refunds/row-outcome';
import { usageError } from '#domain/errors/failure';
import { parseNewFile } from '#domain/profiles/option-values';
import { list } from '#features/bulk-refunds/plans/list-subcommand';
import { openPlan } from '#features/bulk-refunds/plans/plan-source';
import type { CommandDocument, RefundPlanDocument, RefundSummaryDocument } from '#schemas/document-types';
import { apply } from './apply-subcommand.ts';
import { approvePlan } from './approve-plan.ts';
import { exportDocuments, exportResults, exportToDo } from './export-plan.ts';
import { planRefunds } from './plan-refunds.ts';
import { approvalLines, planForApprovalLines, planLines, planProgressLines } from './plan-view.ts';
import { CONFIRM_OPTION, PLAN_ARGUMENT } from './refunds-options.ts';
import { summaryLines } from './result-view.ts';
import { summarizePlan } from './summarize-plan.ts';

interface PlanOptions {
  readonly file: string;
  readonly out?: string;
  readonly currency?: string;
  readonly offline?: boolean;
  readonly again?: boolean;
  readonly reason?: string;
  readonly concurrency?: number;
  readonly rate?: number;
}

const plan: CommandSpec<PlanOptions, RefundPlanDocument> = {
  about:
    'Reads a CSV file of refunds and checks each row: its format, duplicates, the ledger, and the status of the ' +
    'payment. The first row has the names payment_id,amount[,currency][,description]; the file of the Dashboard’s ' +
    'mass refund works too. The plan stores what will be done with each row. Nothing is sent. After an ' +
    'interruption the same command continues where it stopped. In the ledger of a team (ROCKETPAY_LEDGER_URL) the ' +
    'plan is stored too, with encrypted rows, and every member can use it by its id. Otherwise apply a plan on one ' +
    'machine only: only the ledger that it was made with knows what was sent.',
  arguments: [{ words: '<file>', about: 'a CSV file, in UTF-8', completes: 'file' }],
  options: [
    {
      flags: '--out <file>',
      about: 'file for the plan (default: name of the CSV file with .plan.jsonl)',
      parse: parseNewFile,
      completes: 'file',
    },
    {
      flags: '--currency <code>',
      about: 'currency of the plan, ISO 4217 (default: currency of the profile)',
      parse: parseCurrency,
    },
    { flags: '--offline', about: 'do not ask the platform; each payment is checked before its refund' },
    { flags: '--again', about: 'include refunds that repeat an earlier amount; needs --reason' },
    { flags: '--reason <text>', about: 'reason for repeated amounts; stored in the plan and in the ledger' },
    ...rateOptions('status requests', DEFAULT_RATES.statuses),
  ],
  exits: [4, 5, 7, 9],
  examples: [
    'rocketpay refunds plan refunds.csv',
    'rocketpay refunds plan refunds.csv --offline --out may.plan --json',
  ],

  run(options, context) {
    const { file, out, currency, offline = false, again, reason, concurrency, rate } = options;
    if (again !== true && reason !== undefined)
      throw usageError('--reason explains why amounts are refunded again: add --again.');
    const request = {
      file,
      out: out ?? `${file.replace(/\.csv$/i, '')}.plan.jsonl`,
      currency,
      offline,
      again: againReason(options),
      concurrency: concurrency ?? DEFAULT_RATES.concurrency,
      rate: rate ?? DEFAULT_RATES.statuses,
    };
    return context.terminal.showProgress(planProgressLines, (show) => planRefunds(request, { ...context, show }));
  },

  view: planLines,
};

const show: CommandSpec<{ readonly plan: string }, RefundSummaryDocument> = {
  about:
    'Shows a plan and the results of its rows, from the ledger. Works offline. Exit code 10 when some rows are not done.',
  arguments: [PLAN_ARGUMENT],
  exits: [7, 10],
  examples: [
    'rocketpay refunds show refunds.plan.jsonl',
    'rocketpay refunds show refunds.plan.jsonl --field outcomes.unknown.rows',
  ],
  run: async ({ plan: file }, context) => summarizePlan(await openPlan(file, context), file, context),
  view: summaryLines,
  exit: ({ outcomes }) => batchExitCode(outcomes),
};

interface ExportOptions {
  readonly plan: string;
  readonly todo?: boolean;
  readonly json?: boolean;
  readonly field?: string;
}

const exportPlan: CommandSpec<ExportOptions> = {
  about:
    'Prints the rows of the CSV file again, each with its outcome, request id, operation id, and an explanation ' +
    'of its code. --todo prints the rows that are still to do, in the format of the Dashboard’s mass refund. It ' +
    'leaves out rows whose outcome is unknown and rows whose payment has changed. With --json it prints one ' +
    'object per row. Exit code 10 when some rows are not done.',
  arguments: [PLAN_ARGUMENT],
  options: [{ flags: '--todo', about: 'print only the rows that are still to do, for the Dashboard' }],
  exits: [7, 10],
  examples: ['rocketpay refunds export refunds.plan.jsonl', 'rocketpay refunds export refunds.plan.jsonl --todo'],
  async run({ plan: file, todo = false, json, field }, context) {
    const opened = await openPlan(file, context);
    if (json === true || field !== undefined) return new Streamed(await exportDocuments(opened, todo, context));
    return new Streamed(await (todo ? exportToDo : exportResults)(opened, context));
  },
  view: () => [],
};

interface ApproveOptions {
  readonly plan: string;
  readonly confirm?: string;
  readonly rows?: boolean;
}

const approve: CommandSpec<ApproveOptions, CommandDocument<'refunds approve'>> = {
  about:
    'Approves a plan of another user, where the profile requires it (--require-approval). It shows the plan with ' +
    'its rows, asks you to type its total, and signs it with your own key. The approval is saved beside the plan, ' +
    'or in the ledger of the team, where your role must be approver or admin.',
  arguments: [PLAN_ARGUMENT],
  options: [CONFIRM_OPTION, { flags: '--rows', about: 'show all rows (default: the first 20 and the largest 5)' }],
  exits: [4, 7],
  examples: [
    'rocketpay refunds approve refunds.plan.jsonl --confirm 12500.00',
    'rocketpay refunds approve refunds.plan.jsonl --confirm 12500.00 --json',
  ],
  run: ({ plan: file, confirm, rows = false }, context) =>
    approvePlan(
      { file, confirm, allRows: rows },
      { ...context, show: (shown) => context.terminal.tell(shown, planForApprovalLines) },
    ),
  view: approvalLines,
};

const key: CommandSpec<object, { readonly key: string }> = {
  about:
    'Shows your own public key for approvals. The key pair is created at its first use. The administrator of the ' +
    'profile adds the key to it: rocketpay profiles add … --approver <key>',
  exits: [4],
  examples: ['rocketpay refunds key', 'rocketpay refunds key --field key'],
  run: async (_, context) => ({ key: formatPublicKey(await context.approvalKey()) }),
  view: (data) => [data.key],
};

export const refunds: CommandGroup = {
  commands: [
    { name: 'plan', summary: 'check a CSV file of refunds and write a plan; send nothing', spec: plan },
    { name: 'list', summary: 'list the plans in the ledger of the team', spec: list },
    { name: 'apply', summary: 'send the refunds of a plan, or continue it', spec: apply },
    { name: 'show', summary: 'show the progress and results of a plan', spec: show },
    { name: 'export', summary: 'print the rows of a plan with their results, as CSV', spec: exportPlan },
    { name: 'approve', summary: 'approve a plan of another user', spec: approve },
    { name: 'key', summary: 'show your public key for approvals', spec: key },
  ],
};
