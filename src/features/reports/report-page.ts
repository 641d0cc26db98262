import { escapeHtml } from '#domain/encoding/escape-html';
import { neutralText } from '#domain/encoding/invisible-characters';
import { formatMajor } from '#domain/payments/amount';
import { REFUND_RESULTS, RESULT_LABELS, type RefundTotal, type Report, type Share } from '#domain/reports/report';
import { callbackRows, majorAmount, REPORT_ROWS, rowLabel } from '#domain/reports/report-tables';
import { formatDuration } from '#domain/time/duration';
import { columnsOverTime, horizontalBars } from './report-charts.ts';
import { REPORT_STYLE } from './report-style.ts';

/** Maximum number of groups in the chart; the table has all. */
const MAX_CHART_ROWS = 25;

/** Returns the report as one HTML file that loads nothing else. */
export function reportPage(report: Report): string {
  const { mode, period } = report;
  const title = `Refunds of ${mode} payments`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title}, ${escapeHtml(period)}</title><style>${REPORT_STYLE}</style></head>`,
    `<body><header><h1>${title}</h1><p class="dim">${escapeHtml(period)}</p>${otherMode(report)}</header><main>`,
    numbers(report),
    ...report.refunds.map(totalSection),
    durations(report),
    timeSection(report),
    groupSection(report),
    codeSection(report),
    otherSection(report),
    '</main></body></html>\n',
  ].join('\n');
}

const text = (value: string | number): string => escapeHtml(typeof value === 'string' ? neutralText(value) : value);

function otherMode({ mode, otherMode: count }: Report): string {
  if (count === 0) return '';
  return `<p class="dim">${count} requests of ${mode === 'live' ? 'test' : 'live'} payments are not counted.</p>`;
}

function numbers({ refunds }: Report): string {
  if (refunds.length === 0) return '<p>No refunds were requested in this period.</p>';
  const sum = (pick: (total: RefundTotal) => Share) => {
    const count = refunds.reduce((all, total) => all + pick(total).refunds, 0);
    const amounts = refunds.flatMap((total) =>
      total.currency === null ? [] : [formatMajor({ minor: pick(total).amountMinor, currency: total.currency })],
    );
    return [count, amounts.join(' + ')] as const;
  };
  const open = (total: RefundTotal): Share => ({
    refunds: total.accepted.refunds + total.unknown.refunds + total.notSeen.refunds,
    amountMinor: total.accepted.amountMinor + total.unknown.amountMinor + total.notSeen.amountMinor,
  });
  const cards = [
    ['asked for', sum(({ asked }) => asked)],
    ['done', sum(({ done }) => done)],
    ['declined or refused', sum(({ declined }) => declined)],
    ['without a result', sum(open)],
  ] as const;
  const items = cards.map(
    ([label, [count, amount]]) => `<li>${label}<strong>${count}</strong><span class="dim">${text(amount)}</span></li>`,
  );
  return `<ul class="numbers">${items.join('')}</ul>`;
}

const countsOf = (total: RefundTotal) => ({
  done: total.done.refunds,
  declined: total.declined.refunds,
  accepted: total.accepted.refunds,
  unknown: total.unknown.refunds,
  notSeen: total.notSeen.refunds,
  notSent: total.notSent.refunds,
});

function totalSection(total: RefundTotal): string {
  const { currency } = total;
  const name = currency ?? 'amount not known';
  const counts = countsOf(total);
  const none = { done: 0, declined: 0, accepted: 0, unknown: 0, notSeen: 0, notSent: 0 };
  const bars = REFUND_RESULTS.filter((result) => counts[result] > 0).map((result) => ({
    label: RESULT_LABELS[result],
    refunds: { ...none, [result]: counts[result] },
  }));
  const rows = REPORT_ROWS.map((row) => [rowLabel(row), total[row].refunds, majorAmount(total[row], currency)]);
  return section(
    `Results, ${text(name)}`,
    horizontalBars(`Refunds by result, ${name}`, bars) +
      table(`Refunds by result, ${name}`, ['result', 'refunds', 'amount'], rows),
  );
}

function durations({ durations: { medianMilliseconds: median, p90Milliseconds: p90 } }: Report): string {
  if (median === null || p90 === null) return '';
  return section(
    'How long refunds took',
    `<p>Half of the refunds that are done had their result after ${formatDuration(median)}, 9 of 10 after ${formatDuration(p90)}.</p>`,
  );
}

const LEGEND = `<ul class="legend">${REFUND_RESULTS.map(
  (result) => `<li><span class="swatch ${result}"></span>${RESULT_LABELS[result]}</li>`,
).join('')}</ul>`;

function timeSection({ times, unit }: Report): string {
  const filled = times.filter(({ refunds }) => REFUND_RESULTS.some((result) => refunds[result] > 0));
  if (filled.length === 0) return '';
  const rows = filled.map(({ label, refunds }) => [label, ...REFUND_RESULTS.map((result) => refunds[result])]);
  const names = [unit, ...REFUND_RESULTS.map((result) => RESULT_LABELS[result])];
  const chart = columnsOverTime(`Refunds by ${unit}`, { times });
  return section(`By ${unit}`, chart + LEGEND + table(`Refunds by ${unit}`, names, rows));
}

function groupSection({ by, groups }: Report): string {
  if (by === null || groups.length === 0) return '';
  const several = new Set(groups.map(({ currency }) => currency)).size > 1;
  const bars = groups.slice(0, MAX_CHART_ROWS).map((group) => ({
    label: several ? `${group.group}, ${group.currency ?? '?'}` : group.group,
    refunds: countsOf(group),
  }));
  const rows = groups.map((group) => [
    group.group,
    group.currency ?? '',
    ...[group.asked.refunds, group.done.refunds, majorAmount(group.done, group.currency)],
  ]);
  const names = [by, 'currency', 'asked for', 'done', 'amount done'];
  return section(
    `By ${by}`,
    horizontalBars(`Refunds by ${by}`, bars) + LEGEND + table(`Refunds by ${by}`, names, rows),
  );
}

function codeSection({ codes }: Report): string {
  if (codes.length === 0) return '';
  const rows = codes.map(({ code, meaning, refunds, others }) => [code, meaning ?? 'not known', refunds, others]);
  return section('Codes of the platform', table('Codes', ['code', 'meaning', 'refunds', 'other requests'], rows));
}

function otherSection({ payments, callbacks }: Report): string {
  const statuses = payments.statuses.map(({ status, payments: count }) => [status, count]);
  return [
    payments.seen === 0
      ? ''
      : section('Payments by their last known status', table('Payments by status', ['status', 'payments'], statuses)),
    section('Callbacks', table('Callbacks', ['callbacks', 'number'], callbackRows(callbacks))),
  ].join('');
}

const section = (heading: string, content: string): string => `<section><h2>${heading}</h2>${content}</section>`;

/** Formats a table. Numbers and amounts are aligned to the right, and the first column has the row headers. `label` is its name. */
function table(label: string, names: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const isNumber = (at: number) => typeof rows[0]?.[at] === 'number' || /amount/.test(names[at] ?? '');
  const kind = (at: number) => (isNumber(at) ? ' class="number"' : '');
  const head = names.map((name, at) => `<th scope="col"${kind(at)}>${text(name)}</th>`).join('');
  const body = rows.map((row) => {
    const [first = '', ...more] = row;
    const cells = more.map((cell, at) => `<td${kind(at + 1)}>${text(cell)}</td>`).join('');
    return `<tr><th scope="row">${text(first)}</th>${cells}</tr>`;
  });
  return `<div class="table" role="region" tabindex="0" aria-label="${text(label)}, table"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
