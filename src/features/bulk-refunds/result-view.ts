import { wrapped } from '#cli/columns';
import { formatBatch, summarizeBatch } from '#domain/bulk-refunds/batch-summary';
import { ATTENTION, ROW_OUTCOMES, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import { formatMajor } from '#domain/payments/amount';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import type { Style, View } from '#domain/terminal/terminal';
import { formatDuration } from '#domain/time/duration';
import type { RefundProgressDocument, RefundRowDocument, RefundSummaryDocument } from '#schemas/document-types';
import { formatPlanWords, originLines } from './plan-view.ts';

/** Formats a plan and its results before it is applied. */
export const statusLines: View<RefundSummaryDocument> = (summary, style) => [
  ...originLines(summary, style),
  ...(summary.outcomes.left.rows === summary.refunds ? [] : countLines(summary, style)),
];

/** Formats the results of a plan and the next commands. What is not refunded comes first. */
export const outcomeLines: View<RefundSummaryDocument> = (summary, style, exact) => {
  const { stopped, outcomes, currency, rows, dryRun } = summary;
  const [first, ...others] = dryRun === true ? [] : formatBatch(summarizeBatch(outcomes), currency);
  const isComplete = outcomes.done.rows === rows && rows > 0;
  const plan = formatPlanWords(exact);
  return [
    ...(first === undefined ? [] : [isComplete ? style.good(first) : style.warn(first), ...others]),
    ...countLines(summary, style),
    ...attentionLines(summary, plan, style),
    ...(stopped === null ? [] : wrapped(stopped, 0).map(style.warn)),
    ...nextLines(summary, plan),
  ];
};

/** Formats a plan, its results and the next commands. */
export const summaryLines: View<RefundSummaryDocument> = (summary, style, exact) => [
  ...originLines(summary, style),
  ...outcomeLines(summary, style, exact),
];

function countLines({ outcomes, currency }: RefundSummaryDocument, style: Style): string[] {
  const shown = ROW_OUTCOMES.filter((outcome) => outcome !== 'skipped' && outcomes[outcome].rows > 0);
  if (shown.length === 0) return [];
  const rows = shown.map((outcome) => ({
    count: String(outcomes[outcome].rows),
    amount: formatMajor({ minor: outcomes[outcome].minor, currency }),
    text: formatOutcome(outcome, style),
  }));
  const countWidth = Math.max(...rows.map(({ count }) => count.length));
  const amountWidth = Math.max(...rows.map(({ amount }) => amount.length));
  return [
    style.dim('To refund'),
    ...rows.map(
      ({ count, amount, text }) => `  ${count.padStart(countWidth)}  ${amount.padStart(amountWidth)}  ${text}`,
    ),
  ];
}

function attentionLines({ attention, outcomes }: RefundSummaryDocument, plan: string, style: Style): string[] {
  if (attention.length === 0) return [];
  const all = [...ATTENTION, 'skipped' as const].reduce((sum, outcome) => sum + outcomes[outcome].rows, 0);
  const more = all - attention.length;
  return [
    style.dim('To check'),
    ...attention.flatMap((row) => rowLines(row, style)),
    ...(more > 0 ? [`  and ${more} more: rocketpay refunds export ${plan}`] : []),
  ];
}

function rowLines(row: RefundRowDocument, style: Style): string[] {
  const { line, paymentId, amountMinor, currency, outcome, code, reason } = row;
  const amount = amountMinor === null ? '' : formatMajor({ minor: amountMinor, currency });
  const explain = outcome === 'refused' ? explainRequestCode : explainOperationCode;
  const why = code === null ? reason : [code, explain(code)?.meaning].filter((part) => part !== undefined).join(' ');
  return [
    `  line ${line}  ${paymentId ?? ''}  ${amount}  ${formatOutcome(outcome, style)}`,
    ...(why === null || why === '' ? [] : wrapped(why, 4).map(style.dim)),
  ];
}

/** Lists the next commands; a plan may need several of them. */
function nextLines({ outcomes, dryRun }: RefundSummaryDocument, plan: string): string[] {
  if (dryRun === true) return ['Nothing was sent (--dry-run).'];
  const { unknown, sending, accepted, left, held, not_seen: notSeen, declined, refused } = outcomes;
  const isUnknown = unknown.rows + sending.rows > 0;
  return [
    ...(isUnknown ? [`Next: rocketpay resume --plan ${plan} --wait`] : []),
    ...(left.rows > 0 ? [`${isUnknown ? 'Then' : 'Next'}: rocketpay refunds apply ${plan}`] : []),
    ...(accepted.rows > 0 ? [`Results: rocketpay refunds apply ${plan} --wait`] : []),
    ...(notSeen.rows > 0
      ? [
          'A refund that the platform does not show may still be processed. To risk a second refund, after a check',
          `in the Dashboard: rocketpay refunds apply ${plan} --again --reason "…"`,
        ]
      : []),
    ...(held.rows + declined.rows + refused.rows > 0 ? [`Row by row: rocketpay refunds export ${plan}`] : []),
  ];
}

/** Text and style of each outcome. */
const OUTCOMES: Readonly<Record<RowOutcome, readonly [text: string, style?: 'good' | 'warn' | 'bad']>> = {
  done: ['refunded', 'good'],
  accepted: ['accepted, no result yet', 'good'],
  declined: ['declined', 'bad'],
  refused: ['refused by the platform', 'bad'],
  held: ['not sent: blocked here', 'warn'],
  unknown: ['outcome unknown', 'warn'],
  sending: ['being sent', 'warn'],
  not_seen: ['not shown by the platform, may still be processed', 'warn'],
  left: ['to do'],
  skipped: ['skipped'],
};

function formatOutcome(outcome: RowOutcome, style: Style): string {
  const [text, name] = OUTCOMES[outcome];
  return name === undefined ? text : style[name](text);
}

const BAR = 16;

/** Formats the progress of a batch in one line. */
export const progressLines: View<RefundProgressDocument> = ({ refunds, outcomes, toGo }) => {
  const { left, done, accepted, declined, refused, held, unknown, sending, not_seen: notSeen } = outcomes;
  const full = Math.round(((refunds - left) / Math.max(refunds, 1)) * BAR);
  const counts: [string, number][] = [
    ['accepted', done + accepted],
    ['declined', declined + refused],
    ['unknown', unknown + sending + notSeen],
    ['blocked', held],
    ['to do', left],
  ];
  const parts = counts
    .filter(([name, count]) => count > 0 || name === 'accepted')
    .map(([name, count]) => `${count} ${name}`);
  const time = toGo === null || left === 0 ? '' : `, ${formatDuration(toGo)} to go`;
  return [`[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${parts.join(', ')}${time}`];
};
