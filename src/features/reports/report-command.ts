import type { CommandSpec } from '#cli/command-spec';
import { Streamed } from '#cli/command-spec';
import { ignoreClosedOutput } from '#cli/ignore-closed-output';
import type { Context } from '#context';
import { csvLine } from '#domain/encoding/csv-line';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { formatJson, type Json } from '#domain/json/exact-json';
import { projectKey } from '#domain/ledger/intent';
import { REPORT_GROUPS, type ReportGroup } from '#domain/reports/ledger-counts';
import { buildReport, type Report } from '#domain/reports/report';
import { csvColumns, csvRows, reportSheets } from '#domain/reports/report-tables';
import { PLAIN } from '#domain/terminal/plain-style';
import type { CommandDocument } from '#schemas/document-types';
import { reportPage } from './report-page.ts';
import { type PeriodOptions, selectPeriod } from './report-period.ts';
import { reportLines } from './report-view.ts';

const FORMATS = ['text', 'csv', 'xlsx', 'html', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends PeriodOptions {
  readonly profile?: string;
  readonly by?: ReportGroup;
  readonly mode?: Report['mode'];
  readonly format?: Format;
  readonly output?: string;
  readonly json?: boolean;
  readonly field?: readonly string[];
}

export const report: CommandSpec<Options, CommandDocument<'report'>> = {
  about:
    'Reports the refunds of a day, a week or a month: requested, done, declined and open, with their sums, their ' +
    'codes, how long they took, and which callbacks arrived. A refund belongs to the day on which it was ' +
    'requested, and counts with its result as the ledger knows it now. Days begin at midnight in the time zone of ' +
    'this machine. The platform is not asked: for the newest results run "rocketpay resume --all" first. Live and ' +
    'test payments are never in one sum.',
  options: [
    { flags: '--day [date]', about: 'one day: today (default), yesterday, 2026-11-01 or 01.11.2026', bare: 'today' },
    { flags: '--week', about: 'the last 7 days, including today' },
    { flags: '--month', about: 'the last 30 days, including today' },
    { flags: '--since <time>', about: 'from this time on: 24h, 7d, yesterday, 2026-11-01 or 2026-11-01T09:30' },
    { flags: '--until <time>', about: 'before this time (default: now)' },
    { flags: '--by <group>', about: `group the refunds by ${REPORT_GROUPS.join(', ')}`, choices: REPORT_GROUPS },
    {
      flags: '--mode <mode>',
      about: 'live or test (default: live, or test if there are no live payments)',
      choices: ['live', 'test'],
    },
    { flags: '--format <format>', about: `output format: ${FORMATS.join(', ')} (default: text)`, choices: FORMATS },
    { flags: '--output <file>', about: 'write to a new file; needed for xlsx' },
  ],
  exits: [4, 7],
  examples: [
    'rocketpay report',
    'rocketpay report --week --by user',
    'rocketpay report --since 7d --format csv',
    'rocketpay report --month --json',
  ],

  async run(options, context) {
    const { format = 'text', output, json, field } = options;
    if (format !== 'text' && (json === true || field !== undefined)) {
      throw usageError(
        `--format ${format} has neither --json nor --field.`,
        'Leave out --format, or --json and --field.',
      );
    }
    if (format === 'xlsx' && output === undefined) {
      throw usageError(
        'An Excel workbook cannot be printed.',
        'Name a file for it: rocketpay report --format xlsx --output report.xlsx',
      );
    }
    if (output !== undefined) await context.checkNewFile(output);
    const built = await readReport(options, context);
    if (format === 'text' && output === undefined) return built;
    if (output === undefined) {
      const text = formatText(built, format);
      ignoreClosedOutput(() => context.terminal.print(text));
      return new Streamed(EXIT.done);
    }
    const content = format === 'xlsx' ? await context.writeWorkbook(reportSheets(built)) : formatText(built, format);
    await context.saveFile(output, content, { mode: PRIVATE_FILE });
    context.terminal.note(`The report is in ${shellWord(output)}.`);
    return new Streamed(EXIT.done);
  },

  view: reportLines,
};

async function readReport(options: Options, context: Context): Promise<Report> {
  const { profile, by } = options;
  const { since, until } = selectPeriod(options, context.clock.now());
  const ledger = await context.ledger();
  const project = profile === undefined ? undefined : projectKey(await context.profile());
  const read = (mode: Report['mode']) => ledger.counts({ since, until, by, mode, profile, project });
  const first = await read(options.mode ?? 'live');
  const isEmpty = options.mode === undefined && first.modes.live === 0 && first.modes.test > 0;
  const mode = isEmpty ? 'test' : (options.mode ?? 'live');
  return buildReport(isEmpty ? await read('test') : first, { since, until, by, mode });
}

function formatText(built: Report, format: Format): string {
  if (format === 'html') return reportPage(built);
  if (format === 'json') return `${formatJson(built as unknown as Json, 2)}\n`;
  if (format === 'csv') return [csvColumns(built), ...csvRows(built)].map((cells) => `${csvLine(cells)}\r\n`).join('');
  return `${reportLines(built, PLAIN, built).join('\n')}\n`;
}
