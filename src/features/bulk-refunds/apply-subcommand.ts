import { type CommandSpec, Streamed } from '#cli/command-spec';
import { ignoreClosedOutput } from '#cli/ignore-closed-output';
import { DEFAULT_RATES, rateOptions } from '#cli/rate-options';
import { againReason, DEADLINE_OPTION } from '#cli/shared-options';
import { batchExitCode } from '#domain/bulk-refunds/row-outcome';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { parseDuration } from '#domain/time/duration';
import type { RefundSummaryDocument } from '#schemas/document-types';
import { applyPlan } from './apply-plan.ts';
import { CONFIRM_OPTION, PLAN_ARGUMENT } from './refunds-options.ts';
import { outcomeLines, progressLines, statusLines } from './result-view.ts';

interface Options {
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

const STOP_AFTER = 5;
const MAX_AGE = '24h';

/** `refunds apply` */
export const apply: CommandSpec<Options> = {
  about:
    'Sends the refunds of a plan, each once. It shows the plan, asks you to type its total, checks each payment ' +
    'again, and sends the refunds whose payment has not changed. A row that cannot be sent does not stop the ' +
    'others. Run it again after an interruption: it continues where it stopped and sends nothing twice. With ' +
    '--json it prints one object per line: rows, progress, and a summary at the end.',
  arguments: [PLAN_ARGUMENT],
  options: [
    CONFIRM_OPTION,
    ...rateOptions('refunds', DEFAULT_RATES.refunds),
    {
      flags: '--stop-after <n>',
      about: `stop after <n> consecutive refused or unknown refunds (0: never; default ${STOP_AFTER})`,
      parse: parseStopAfter,
    },
    { flags: '--max-age <duration>', about: `maximum age of the plan (default ${MAX_AGE})`, parse: parseDuration },
    {
      flags: '--other-ledger',
      about: 'apply a plan of another ledger or machine; nothing here shows what was sent there',
    },
    { flags: '--again', about: 'resend rows that were sent and that the platform does not show; needs --reason' },
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
    const { wait = false, dryRun = false } = options;
    const { terminal } = context;
    const request = {
      file: options.plan,
      confirm: options.confirm,
      maxAge: options.maxAge ?? parseDuration(MAX_AGE),
      otherLedger: options.otherLedger ?? false,
      wait,
      deadlineMilliseconds: options.deadline,
      dryRun,
      concurrency: options.concurrency ?? DEFAULT_RATES.concurrency,
      rate: options.rate ?? DEFAULT_RATES.refunds,
      stopAfter: options.stopAfter ?? STOP_AFTER,
      resendReason: againReason(options),
    };
    const summary = await applyPlan(request, {
      ...context,
      showPlan: (before) => terminal.tell(before, statusLines),
      showOutcome: (after) => terminal.tell(after, outcomeLines),
      showProgress: (work) => terminal.showProgress(progressLines, work, { stream: true }),
      showRow: (row) => ignoreClosedOutput(() => terminal.emit(row, () => [])),
    });
    ignoreClosedOutput(() => terminal.emit(summary, outcomeLines));
    return new Streamed(dryRun ? EXIT.done : toExitCode(summary, wait));
  },

  view: () => [],
};

/** With `--wait` the exit code is 8 while results are missing. */
const toExitCode = ({ outcomes }: RefundSummaryDocument, wait: boolean): ExitCode => {
  const exit = batchExitCode(outcomes);
  return exit === EXIT.done && wait && outcomes.accepted.rows > 0 ? EXIT.pending : exit;
};

function parseStopAfter(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw usageError(
    message('{text} is not a number of rows.', { text: JSON.stringify(text) }),
    message('For example: 5'),
  );
}
