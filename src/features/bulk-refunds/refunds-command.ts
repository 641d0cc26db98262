import { type CommandGroup, type CommandSpec, Streamed } from '#cli/command-spec';
import { formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { batchExitCode } from '#domain/bulk-refunds/row-outcome';
import { fileWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { plan } from '#features/bulk-refunds/input/plan-subcommand';
import { template } from '#features/bulk-refunds/input/template';
import { list } from '#features/bulk-refunds/plans/list-subcommand';
import { openPlan } from '#features/bulk-refunds/plans/plan-source';
import { prune } from '#features/bulk-refunds/plans/prune-subcommand';
import type { CommandDocument, RefundSummaryDocument } from '#schemas/document-types';
import { apply } from './apply-subcommand.ts';
import { approvePlan } from './approve-plan.ts';
import { exportDocuments, exportResults, exportToDo, saveResults } from './export-plan.ts';
import { approvalLines, planForApprovalLines } from './plan-view.ts';
import { CONFIRM_OPTION, PLAN_ARGUMENT } from './refunds-options.ts';
import { summaryLines } from './result-view.ts';
import { summarizePlan } from './summarize-plan.ts';

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
  readonly output?: string;
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
  options: [
    { flags: '--todo', about: 'print only the rows that are still to do, for the Dashboard' },
    { flags: '--output <file>', about: 'save all rows as a new Excel workbook: a file that ends with .xlsx' },
  ],
  exits: [7, 10],
  examples: ['rocketpay refunds export refunds.plan.jsonl', 'rocketpay refunds export refunds.plan.jsonl --todo'],
  async run({ plan: file, todo = false, output, json, field }, context) {
    const opened = await openPlan(file, context);
    if (output !== undefined) {
      if (todo || json === true || field !== undefined || !/\.xlsx$/i.test(output))
        throw usageError(
          message('--output saves all rows as an Excel workbook.'),
          message('For example: rocketpay refunds export {plan} --output results.xlsx', { plan: fileWord(file) }),
        );
      await context.checkNewFile(output);
      return new Streamed(await saveResults(opened, output, context));
    }
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
    'Approves a plan of another user. This is needed when the profile requires approvals (--require-approval). It ' +
    'shows the plan with its rows, asks you to type its total, and signs it with your own key. The approval is ' +
    'saved beside the plan file. For a plan in the ledger of the team it is saved in that ledger, and your role ' +
    'must be approver or admin.',
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
    { name: 'plan', summary: 'check a file of refunds and write a plan; send nothing', spec: plan },
    { name: 'list', summary: 'list the plans in the ledger of the team', spec: list },
    { name: 'apply', summary: 'send the refunds of a plan, or continue it', spec: apply },
    { name: 'show', summary: 'show the progress and results of a plan', spec: show },
    { name: 'export', summary: 'print the rows of a plan with their results, as CSV', spec: exportPlan },
    { name: 'approve', summary: 'approve a plan of another user', spec: approve },
    { name: 'prune', summary: 'remove old plans from the ledger of the team', spec: prune },
    { name: 'template', summary: 'print a file of refunds to fill in', spec: template },
    { name: 'key', summary: 'show your public key for approvals', spec: key },
  ],
};
