import { columns, wrapped } from '#cli/text-table';
import { formatMajor } from '#domain/payments/amount';
import { REFUND_RESULTS, type RefundTotal, type Report, type Share } from '#domain/reports/report';
import { callbackRows, majorAmount, REPORT_ROWS, rowLabel } from '#domain/reports/report-tables';
import type { Style, View } from '#domain/terminal/terminal';
import { formatDuration } from '#domain/time/duration';

/** Maximum length of a bar in characters. */
const BAR = 20;

/** Maximum length of a bar beside more columns. */
const SHORT_BAR = 15;

/** Maximum length of the name of a group; a longer one is cut. */
const MAX_NAME = 24;

/** Maximum number of groups, codes and statuses that are listed. */
const MAX_LISTED = 20;

/** Formats a report for 80 columns, with bars of characters. */
export const reportLines: View<Report> = (report, style) => [
  style.bold(`Refunds of ${report.mode} payments`),
  style.dim(report.period),
  ...otherModeLines(report),
  ...(report.refunds.length === 0 ? ['', 'No refunds were requested in this period.'] : []),
  ...report.refunds.flatMap((total) => ['', ...totalLines(total, style)]),
  ...durationLines(report),
  ...groupLines(report, style),
  ...timeLines(report, style),
  ...codeLines(report, style),
  ...paymentLines(report, style),
  ...callbackLines(report, style),
  ...nextLines(report),
];

function otherModeLines({ mode, otherMode }: Report): string[] {
  if (otherMode === 0) return [];
  const other = mode === 'live' ? 'test' : 'live';
  return wrapped(`${otherMode} requests of ${other} payments are not counted. To count them: --mode ${other}`, 0);
}

function totalLines(total: RefundTotal, style: Style): string[] {
  const shown = REPORT_ROWS.filter((row) => row === 'asked' || row === 'done' || total[row].refunds > 0);
  const most = Math.max(...shown.map((row) => total[row].refunds));
  return alignRight(
    [
      [total.currency ?? 'amount not known', 'refunds', 'amount', ''],
      ...shown.map((row) => [rowLabel(row), ...numbers(total[row], total.currency), bar(total[row].refunds, most)]),
    ],
    style,
  );
}

const numbers = (share: Share, currency: string | null): string[] => [
  String(share.refunds),
  majorAmount(share, currency),
];

/** Aligns the columns after the first to the right, and the last to the left. The first row is the header. */
function alignRight(rows: readonly (readonly string[])[], style: Style): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = columns(
    rows.map((row) =>
      row.map((cell, at) => (at === 0 || at === row.length - 1 ? cell : cell.padStart(widths[at] ?? 0))),
    ),
  );
  return lines.map((line, at) => (at === 0 ? style.dim(line) : line));
}

const bar = (count: number, most: number, length = BAR): string =>
  count === 0 ? '' : '#'.repeat(Math.max(1, Math.round((count / most) * length)));

function durationLines({ durations }: Report): string[] {
  const { medianMilliseconds: median, p90Milliseconds: p90 } = durations;
  if (median === null || p90 === null) return [];
  return [
    '',
    ...wrapped(
      `Half of the refunds that are done had their result after ${formatDuration(median)}, 9 of 10 after ${formatDuration(p90)}.`,
      0,
    ),
  ];
}

function groupLines({ by, groups }: Report, style: Style): string[] {
  if (by === null || groups.length === 0) return [];
  const most = Math.max(...groups.map(({ asked }) => asked.refunds));
  const shown = by === 'hour' ? groups : groups.slice(0, MAX_LISTED);
  const rows = shown.map((group) => {
    const { currency, asked, done } = group;
    const name = group.group.length > MAX_NAME ? `${group.group.slice(0, MAX_NAME - 3)}...` : group.group;
    const sum = currency === null ? '' : formatMajor({ minor: done.amountMinor, currency });
    return [name, String(asked.refunds), String(done.refunds), sum, bar(asked.refunds, most, SHORT_BAR)];
  });
  return [
    '',
    ...alignRight([[`By ${by}`, 'asked for', 'done', 'amount done', ''], ...rows], style),
    ...moreLine(groups.length - shown.length),
  ];
}

const moreLine = (more: number): string[] =>
  more > 0 ? [`${more} more: rocketpay report --json, with the same options, has all.`] : [];

const SIGNS = { done: '#', declined: 'x', accepted: '.', unknown: '?', notSeen: '?', notSent: '-' } as const;

function timeLines({ unit, times }: Report, style: Style): string[] {
  const total = ({ refunds }: Report['times'][number]) => REFUND_RESULTS.reduce((sum, one) => sum + refunds[one], 0);
  const first = times.findIndex((time) => total(time) > 0);
  if (first < 0) return [];
  const shown = times.slice(first, times.findLastIndex((time) => total(time) > 0) + 1);
  const most = Math.max(...shown.map(total));
  const rows = shown.map((time) => {
    const length = (count: number) => Math.ceil((count / Math.max(most, 1)) * 2 * BAR);
    const signs = REFUND_RESULTS.map((result) => SIGNS[result].repeat(length(time.refunds[result]))).join('');
    return [time.label, String(total(time)), signs];
  });
  return [
    '',
    ...alignRight([[`By ${unit}`, 'refunds', ''], ...rows], style),
    style.dim('# done  x declined  . accepted  ? unknown or not shown  - not sent'),
  ];
}

function codeLines({ codes }: Report, style: Style): string[] {
  if (codes.length === 0) return [];
  const rows = codes.slice(0, MAX_LISTED).map(({ code, meaning, refunds, others }) => {
    const text = meaning ?? 'a code that this program does not know';
    return [
      code,
      String(refunds),
      String(others),
      text.length > MAX_MEANING ? `${text.slice(0, MAX_MEANING - 3)}...` : text,
    ];
  });
  return [
    '',
    ...alignRight([['Code', 'refunds', 'other requests', 'meaning'], ...rows], style),
    ...moreLine(codes.length - MAX_LISTED),
  ];
}

/** Maximum length of the meaning of a code. */
const MAX_MEANING = 44;

function paymentLines({ payments }: Report, style: Style): string[] {
  if (payments.seen === 0) return [];
  const statuses = payments.statuses.slice(0, MAX_LISTED).map(({ status, payments: count }) => `${count} ${status}`);
  return [
    '',
    style.dim('Payments by their last known status'),
    ...wrapped(`${payments.seen}: ${statuses.join(', ')}`, 0),
  ];
}

function callbackLines({ callbacks }: Report, style: Style): string[] {
  if (callbacks.received === 0 && callbacks.notForwarded === 0) return [];
  const texts = callbackRows(callbacks).map(([name, count]) => `${count} ${name}`);
  return ['', style.dim('Callbacks'), ...wrapped(texts.join(', '), 0)];
}

function nextLines({ refunds, callbacks }: Report): string[] {
  const isOpen = refunds.some(({ accepted, unknown }) => accepted.refunds + unknown.refunds > 0);
  return [
    ...(isOpen || callbacks.notForwarded > 0 ? [''] : []),
    ...(isOpen ? ['For the missing results: rocketpay resume --all'] : []),
    ...(callbacks.notForwarded > 0 ? ['To forward again: rocketpay callbacks replay --failed'] : []),
  ];
}
