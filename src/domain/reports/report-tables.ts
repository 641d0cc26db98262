import { type Amount, minorUnitDigits, toAmountStrings } from '#domain/payments/amount';
import {
  REFUND_RESULTS,
  RESULT_LABELS,
  type RefundResult,
  type RefundTotal,
  type Report,
  type Share,
} from './report.ts';
import type { WorkbookCell, WorkbookSheet } from './workbook.ts';

/** Results with the sum of all, in the order of a report. */
export const REPORT_ROWS = ['asked', ...REFUND_RESULTS] as const;

/** Returns the label of a result, or of the sum of all. */
export const rowLabel = (row: RefundResult | 'asked'): string => (row === 'asked' ? 'asked for' : RESULT_LABELS[row]);

/** Returns the amount of a share in major units; empty where its currency is not known. */
export const majorAmount = ({ amountMinor }: Share, currency: string | null): string =>
  currency === null || minorUnitDigits(currency) === undefined
    ? ''
    : toAmountStrings({ minor: amountMinor, currency }).major;

/** The columns of the report as CSV: one line for each group, currency and result. */
export const csvColumns = ({ by }: Report): string[] => [
  ...['from', 'to', ...(by === null ? [] : [by]), 'currency', 'result', 'refunds', 'amount', 'amount_minor'],
];

/** Returns the lines of the report as CSV cells. */
export function csvRows(report: Report): (string | number)[][] {
  const { since, until, by, refunds, groups } = report;
  const lines: readonly (RefundTotal & { readonly group?: string })[] = by === null ? refunds : groups;
  return lines.flatMap((line) =>
    REPORT_ROWS.map((row) => {
      const share = line[row];
      const group = line.group === undefined ? [] : [line.group];
      const amount = majorAmount(share, line.currency);
      return [since, until, ...group, line.currency ?? '', row, share.refunds, amount, share.amountMinor];
    }),
  );
}

/** Returns the report as sheets of a workbook, with real numbers and times. */
export function reportSheets(report: Report): WorkbookSheet[] {
  const { refunds, groups, by, times, codes, payments, callbacks, durations, since, until } = report;
  const group = by === null ? [] : [sheet(`By ${by}`, [by, ...RESULT_COLUMNS], groups.flatMap(groupRows))];
  const rows: WorkbookCell[][] = [
    ['From', { time: Date.parse(since) }],
    ['To', { time: Date.parse(until) }],
    ['Payments', report.mode],
    ['Refunds done', durations.refunds],
    ['Seconds until the result, median', seconds(durations.medianMilliseconds)],
    ['Seconds until the result, 9 of 10', seconds(durations.p90Milliseconds)],
    ...payments.statuses.map(({ status, payments: count }) => [`Payments seen: ${status}`, count]),
    ...callbackRows(callbacks).map(([name, count]) => [`Callbacks ${name}`, count]),
  ];
  return [
    sheet('Refunds', RESULT_COLUMNS, refunds.flatMap(resultRows)),
    ...group,
    sheet(
      'Over time',
      ['start', ...REFUND_RESULTS.map((result) => RESULT_LABELS[result])],
      times.map(({ start, refunds: counts }) => [
        { time: Date.parse(start) },
        ...REFUND_RESULTS.map((result) => counts[result]),
      ]),
    ),
    sheet(
      'Codes',
      ['code', 'meaning', 'refunds', 'other requests'],
      codes.map(({ code, meaning, refunds: count, others }) => [code, meaning, count, others]),
    ),
    sheet('Other', ['name', 'value'], rows),
  ];
}

const RESULT_COLUMNS = ['currency', 'result', 'refunds', 'amount'];

const resultRows = (total: RefundTotal): WorkbookCell[][] =>
  REPORT_ROWS.map((row) => {
    const { currency } = total;
    const { refunds, amountMinor } = total[row];
    const amount: { amount: Amount } | null = currency === null ? null : { amount: { minor: amountMinor, currency } };
    return [currency, rowLabel(row), refunds, amount];
  });

const groupRows = (total: Report['groups'][number]): WorkbookCell[][] =>
  resultRows(total).map((cells) => [total.group, ...cells]);

const seconds = (milliseconds: number | null): number | null => (milliseconds === null ? null : milliseconds / 1000);

/** Returns the numbers of callbacks with their names. */
export const callbackRows = (callbacks: Report['callbacks']): (readonly [name: string, count: number])[] => [
  ['received', callbacks.received],
  ['repeated', callbacks.repeated],
  ['with an invalid signature', callbacks.invalid],
  ['of a kind without a signature', callbacks.unsigned],
  ['not forwarded', callbacks.notForwarded],
];

const WIDE: ReadonlySet<string> = new Set(['result', 'meaning', 'name', 'user', 'profile']);

const sheet = (name: string, names: readonly string[], rows: WorkbookSheet['rows']): WorkbookSheet => ({
  name,
  columns: names.map((column) => ({ name: column, width: WIDE.has(column) ? 32 : 18 })),
  rows,
});
