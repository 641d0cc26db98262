import { type CommandGroup, type CommandSpec, Streamed } from '#cli/command-spec';
import { againReason, DEADLINE_OPTION, parseCurrency } from '#cli/shared-options';
import { whileRead } from '#cli/while-read';
import { publicKeyText } from '#domain/bulk-refunds/approval';
import { batchExitCode } from '#domain/bulk-refunds/row-outcome';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { parseNewFile } from '#domain/profiles/option-values';
import { parseDuration } from '#domain/time/duration';
import type { CommandDocument, RefundPlanDocument, RefundSummaryDocument } from '#schemas/document-types';
import { applyPlan } from './apply-plan.ts';
import { approvePlan } from './approve-plan.ts';
import { exportDocuments, exportResults, exportToDo } from './export-plan.ts';
import { planRefunds } from './plan-refunds.ts';
import {
  approvalLines,
  outcomeLines,
  planForApprovalLines,
  planLines,
  planProgressLines,
  progressLines,
  statusLines,
  summaryLines,
} from './plan-view.ts';
import { CONFIRM_OPTION, DEFAULTS, PLAN_ARGUMENT, parseStopAfter, rateOptions } from './refunds-options.ts';
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

function repeatReason(again: boolean | undefined, reason: string | undefined): string | undefined {
  if (again === true && !reason?.trim()) {
    throw usageError('--again needs a reason.', 'For example: --again --reason "a second discount, agreed in May"');
  }
  if (again !== true && reason !== undefined)
    throw usageError('--reason explains why amounts are refunded again: add --again.');
  return again === true ? reason : undefined;
}

const plan: CommandSpec<PlanOptions, RefundPlanDocument> = {
  about:
    'Reads a CSV file of refunds and checks each row: its format, duplicates, the ledger, and the status of the ' +
    'payment. The first row has the names payment_id,amount[,currency][,description]; the file of the Dashboard’s ' +
    'mass refund works too. The plan stores what will be done with each row. Nothing is sent. After an ' +
    'interruption the same command continues where it stopped. Apply a plan on one machine only: only the ledger ' +
    'that it was made with knows what was sent.',
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
    ...rateOptions('status requests', DEFAULTS.reads),
  ],
  exits: [4, 5, 7, 9],
  examples: [
    'rocketpay refunds plan refunds.csv',
    'rocketpay refunds plan refunds.csv --offline --out may.plan --json',
  ],

  run({ file, out, currency, offline = false, again, reason, concurrency, rate }, context) {
    const wish = {
      file,
      out: out ?? `${file.replace(/\.csv$/i, '')}.plan.jsonl`,
      currency,
      offline,
      again: repeatReason(again, reason),
      concurrency: concurrency ?? DEFAULTS.concurrency,
      rate: rate ?? DEFAULTS.reads,
    };
    return context.terminal.showProgress(planProgressLines, (show) => planRefunds(wish, { ...context, show }));
  },

  view: planLines,
};

interface ApplyOptions {
  readonly plan: string;
  readonly confirm?: string;
  readonly concurrency?: number;
  readonly rate?: number;
  readonly stopAfter?: number;
  readonly maxAge?: number;
  readonly otherLedger?: boolean;
  readonly wait?: boolean;
  readonly deadline?: number;
  readonly dryRun?: boolean;
  readonly again?: boolean;
  readonly reason?: string;
}

const apply: CommandSpec<ApplyOptions> = {
  about:
    'Sends the refunds of a plan, each once. It shows the plan, asks you to type its total, checks each payment ' +
    'again, and sends the refunds whose payment has not changed. A row that cannot be sent does not stop the ' +
    'others. Run it again after an interruption: it continues where it stopped and sends nothing twice. With ' +
    '--json it prints one object per line: rows, progress, and a summary at the end.',
  arguments: [PLAN_ARGUMENT],
  options: [
    CONFIRM_OPTION,
    ...rateOptions('refunds', DEFAULTS.refunds),
    {
      flags: '--stop-after <n>',
      about: `stop after <n> consecutive refused or unknown refunds (0: never; default ${DEFAULTS.stopAfter})`,
      parse: parseStopAfter,
    },
    {
      flags: '--max-age <duration>',
      about: `maximum age of the plan (default ${DEFAULTS.maxAge})`,
      parse: parseDuration,
    },
    {
      flags: '--other-ledger',
      about: 'apply a plan of another ledger or machine; nothing here shows what was sent there',
    },
    { flags: '--again', about: 'resend rows that were sent and that the platform has not shown; needs --reason' },
    { flags: '--reason <text>', about: 'reason for the resent rows, stored in the ledger' },
    { flags: '--wait', about: 'wait for the results' },
    DEADLINE_OPTION,
    { flags: '--dry-run', about: 'show what would be sent, and send nothing' },
  ],
  exits: [4, 5, 6, 7, 8, 9, 10],
  examples: [
    'rocketpay refunds apply refunds.plan.jsonl --confirm 12500.00',
    'rocketpay refunds apply refunds.plan.jsonl --confirm 12500.00 --wait --json',
  ],

  async run(options, context) {
    const { plan: file, confirm, deadline: deadlineMilliseconds, wait = false, dryRun = false } = options;
    const { otherLedger = false } = options;
    const { concurrency = DEFAULTS.concurrency, rate = DEFAULTS.refunds, stopAfter = DEFAULTS.stopAfter } = options;
    const maxAge = options.maxAge ?? parseDuration(DEFAULTS.maxAge);
    const sending = { concurrency, rate, stopAfter, again: againReason(options) };
    const wish = { file, confirm, maxAge, otherLedger, wait, deadlineMilliseconds, dryRun, ...sending };
    const { terminal } = context;
    const summary = await applyPlan(wish, {
      ...context,
      showPlan: (standing) => terminal.tell(standing, statusLines),
      showOutcome: (standing) => terminal.tell(standing, outcomeLines),
      showProgress: (work) => terminal.showProgress(progressLines, work, { stream: true }),
      tellRow: (row) => whileRead(() => terminal.emit(row, () => [])),
    });
    whileRead(() => terminal.emit(summary, outcomeLines));
    return new Streamed(dryRun ? EXIT.done : planExitCode(summary, wait));
  },

  view: () => [],
};

/** With `--wait` the exit code is 8 while results are missing. */
const planExitCode = ({ outcomes }: RefundSummaryDocument, wait: boolean): ExitCode => {
  const exit = batchExitCode(outcomes);
  return exit === EXIT.done && wait && outcomes.accepted.rows > 0 ? EXIT.pending : exit;
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
  async run({ plan: file }, context) {
    const opened = await (await context.refundFiles()).openPlan(file);
    try {
      return await summarizePlan(opened, file, context);
    } finally {
      await opened.close();
    }
  },
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
    const opened = await (await context.refundFiles()).openPlan(file);
    try {
      if (json === true || field !== undefined) return new Streamed(await exportDocuments(opened, todo, context));
      return new Streamed(await (todo ? exportToDo : exportResults)(opened, context));
    } finally {
      await opened.close();
    }
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
    'its rows, asks you to type its total, and signs it with your own key. The approval is saved beside the plan.',
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
  run: async (_, context) => ({ key: publicKeyText(await context.approvalKey()) }),
  view: (data) => [data.key],
};

export const refunds: CommandGroup = {
  commands: [
    { name: 'plan', summary: 'check a CSV file of refunds and write a plan; send nothing', spec: plan },
    { name: 'apply', summary: 'send the refunds of a plan, or continue it', spec: apply },
    { name: 'show', summary: 'show the progress and results of a plan', spec: show },
    { name: 'export', summary: 'print the rows of a plan with their results, as CSV', spec: exportPlan },
    { name: 'approve', summary: 'approve a plan of another user', spec: approve },
    { name: 'key', summary: 'show your public key for approvals', spec: key },
  ],
};
