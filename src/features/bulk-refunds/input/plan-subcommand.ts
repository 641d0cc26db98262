import type { CommandSpec } from '#cli/command-spec';
import { DEFAULT_RATES, rateOptions } from '#cli/rate-options';
import { againReason, parseCurrency } from '#cli/shared-options';
import type { Context } from '#context';
import { DECIMAL_MARKS, type DecimalMark } from '#domain/bulk-refunds/rows/amount-text';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { parseNewFile } from '#domain/profiles/option-values';
import { planRefunds } from '#features/bulk-refunds/plan-refunds';
import { planLines, planProgressLines } from '#features/bulk-refunds/plan-view';
import type { NewPlanDocument } from '#schemas/document-types';
import { askDecimalMark } from './ask-decimal-mark.ts';

interface PlanOptions {
  readonly file: string;
  readonly out?: string;
  readonly currency?: string;
  readonly decimal?: DecimalMark;
  readonly replace?: boolean;
  readonly offline?: boolean;
  readonly again?: boolean;
  readonly reason?: string;
  readonly concurrency?: number;
  readonly rate?: number;
}

export const plan: CommandSpec<PlanOptions, NewPlanDocument> = {
  about:
    'Reads a CSV file or an Excel workbook (.xlsx) of refunds and checks each row: its format, duplicates, the ' +
    'ledger, and the status of the payment. The first row names the columns payment_id and amount, and ' +
    'optionally currency and description, in English, Russian or Kazakh; the file of the Dashboard’s mass refund ' +
    'works too. Amounts are read as spreadsheets write them: 537,25 or 1 019 300.00. An amount such as 1,234 can ' +
    'be read in two ways. In a terminal the command asks once for the whole file. In a script --decimal decides; ' +
    'without it such rows are skipped. The plan stores what will be done with each row. Nothing is sent. After ' +
    'an interruption the same command continues where it stopped. In the ledger of a team (ROCKETPAY_LEDGER_URL) ' +
    'the plan is stored too, with encrypted rows, and every member can use it by its id. Apply any other plan ' +
    'only on the machine where it was made: only the ledger there shows what was sent.',
  arguments: [
    {
      words: '<file>',
      about: 'a CSV file (UTF-8, UTF-16 or windows-1251) or an Excel workbook (.xlsx)',
      completes: 'file',
    },
  ],
  options: [
    {
      flags: '--out <file>',
      about: 'file for the plan (default: name of the file with .plan.jsonl)',
      parse: parseNewFile,
      completes: 'file',
    },
    {
      flags: '--currency <code>',
      about: 'currency of the plan, ISO 4217 (default: currency of the profile)',
      parse: parseCurrency,
    },
    {
      flags: '--decimal <mark>',
      about: 'decimal mark of the amounts in the file: comma or point',
      choices: DECIMAL_MARKS,
    },
    { flags: '--replace', about: 'replace an earlier plan of the same name if nothing of it was sent' },
    { flags: '--offline', about: 'do not ask the platform now; apply still checks each payment before its refund' },
    { flags: '--again', about: 'include refunds that repeat an earlier amount; needs --reason' },
    { flags: '--reason <text>', about: 'reason for repeated amounts; stored in the plan and in the ledger' },
    ...rateOptions('status requests', DEFAULT_RATES.statuses),
  ],
  exits: [4, 5, 7, 9],
  examples: [
    'rocketpay refunds plan refunds.csv',
    'rocketpay refunds plan refunds.csv --offline --out may.plan --json',
  ],

  async run(options, context) {
    const { file, out, currency, offline = false, again, reason, concurrency, rate } = options;
    if (again !== true && reason !== undefined)
      throw usageError(message('--reason explains why amounts are refunded again: add --again.'));
    const request = {
      file,
      out: out ?? `${file.replace(/\.(csv|txt|xlsx)$/i, '')}.plan.jsonl`,
      currency,
      decimal: await readDecimalMark(options, context),
      replace: options.replace === true,
      offline,
      again: againReason(options),
      concurrency: concurrency ?? DEFAULT_RATES.concurrency,
      rate: rate ?? DEFAULT_RATES.statuses,
    };
    return context.terminal.showProgress(planProgressLines, (show) => planRefunds(request, { ...context, show }));
  },

  view: planLines,
};

async function readDecimalMark(
  { file, currency, decimal }: PlanOptions,
  context: Context,
): Promise<DecimalMark | undefined> {
  if (decimal !== undefined || !context.terminal.interactive) return decimal;
  return askDecimalMark(file, currency ?? (await context.profile()).currency, context);
}
