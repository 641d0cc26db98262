import { wrapped } from '#cli/text-table';
import { formatBatch, summarizeBatch } from '#domain/bulk-refunds/batch-summary';
import { ATTENTION, ROW_OUTCOMES, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import { rowExplanation } from '#domain/bulk-refunds/rows/row-explanation';
import { joinTexts, type Message, message } from '#domain/language/message';
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
  const batch = dryRun === true ? [] : formatBatch(summarizeBatch(outcomes), currency);
  const [first, ...others] = batch.map(style.show);
  const isComplete = outcomes.done.rows === rows && rows > 0;
  const plan = formatPlanWords(exact);
  return [
    ...(first === undefined ? [] : [isComplete ? style.good(first) : style.warn(first), ...others]),
    ...countLines(summary, style),
    ...attentionLines(summary, plan, style),
    ...(stopped === null ? [] : wrapped(style.show(stopped), 0).map(style.warn)),
    ...nextLines(summary, plan, style),
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
    count: style.show(outcomes[outcome].rows),
    amount: style.show({ minor: outcomes[outcome].minor, currency }),
    text: formatOutcome(outcome, style),
  }));
  const countWidth = Math.max(...rows.map(({ count }) => count.length));
  const amountWidth = Math.max(...rows.map(({ amount }) => amount.length));
  return [
    style.dim(style.say('To refund')),
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
    style.dim(style.say('To check')),
    ...attention.flatMap((row) => rowLines(row, style)),
    ...(more > 0 ? [`  ${style.say('and {more} more: rocketpay refunds export {plan}', { more, plan })}`] : []),
  ];
}

function rowLines(row: RefundRowDocument, style: Style): string[] {
  const { line, paymentId, amountMinor, currency, outcome, code, reason } = row;
  const { say, show } = style;
  const amount = amountMinor === null ? '' : show({ minor: amountMinor, currency });
  const explain = outcome === 'refused' ? explainRequestCode : explainOperationCode;
  const why = code === null ? show(rowExplanation(reason ?? '')) : show(joinTexts([code, explain(code)?.meaning], ' '));
  return [
    `  ${say('line {line}', { line: String(line) })}  ${paymentId ?? ''}  ${amount}  ${formatOutcome(outcome, style)}`,
    ...(why === '' ? [] : wrapped(why, 4).map(style.dim)),
  ];
}

/** Lists the next commands; a plan may need several of them. */
function nextLines({ outcomes, dryRun }: RefundSummaryDocument, plan: string, { say }: Style): string[] {
  if (dryRun === true) return [say('Nothing was sent (--dry-run).')];
  const { unknown, sending, accepted, left, held, not_seen: notSeen, declined, refused } = outcomes;
  const isUnknown = unknown.rows + sending.rows > 0;
  return [
    ...(isUnknown ? [say('Next: rocketpay resume --plan {plan} --wait', { plan })] : []),
    ...(left.rows > 0
      ? [
          isUnknown
            ? say('Then: rocketpay refunds apply {plan}', { plan })
            : say('Next: rocketpay refunds apply {words}', { words: plan }),
        ]
      : []),
    ...(accepted.rows > 0 ? [say('Results: rocketpay refunds apply {plan} --wait', { plan })] : []),
    ...(notSeen.rows > 0
      ? [
          say(
            'A refund that the platform does not show may still be processed. To risk a second refund, after a check',
          ),
          say('in the Dashboard: rocketpay refunds apply {plan} --again --reason "…"', { plan }),
        ]
      : []),
    ...(held.rows + declined.rows + refused.rows > 0
      ? [say('Row by row: rocketpay refunds export {words}', { words: plan })]
      : []),
  ];
}

/** Text and style of each outcome. */
const OUTCOMES: Readonly<Record<RowOutcome, readonly [text: Message, style?: 'good' | 'warn' | 'bad']>> = {
  done: [message('refunded'), 'good'],
  accepted: [message('accepted, no result yet'), 'good'],
  declined: [message('declined'), 'bad'],
  refused: [message('refused by the platform'), 'bad'],
  held: [message('not sent: blocked here'), 'warn'],
  unknown: [message('outcome unknown'), 'warn'],
  sending: [message('being sent'), 'warn'],
  not_seen: [message('not shown by the platform, may still be processed'), 'warn'],
  left: [message('to do')],
  skipped: [message('skipped')],
};

function formatOutcome(outcome: RowOutcome, style: Style): string {
  const [text, name] = OUTCOMES[outcome];
  return name === undefined ? style.show(text) : style[name](style.show(text));
}

const BAR = 16;

/** Formats the progress of a batch in one line. */
export const progressLines: View<RefundProgressDocument> = ({ refunds, outcomes, toGo }, { say, show }) => {
  const { left, done, accepted, declined, refused, held, unknown, sending, not_seen: notSeen } = outcomes;
  const full = Math.round(((refunds - left) / Math.max(refunds, 1)) * BAR);
  const counts = [
    say('{count} accepted', { count: done + accepted }),
    declined + refused > 0 ? say('{count} declined', { count: declined + refused }) : undefined,
    unknown + sending + notSeen > 0 ? say('{count} unknown', { count: unknown + sending + notSeen }) : undefined,
    held > 0 ? say('{count} blocked', { count: held }) : undefined,
    left > 0 ? say('{count} to do', { count: left }) : undefined,
    toGo === null || left === 0 ? undefined : say('{time} to go', { time: formatDuration(toGo) }),
  ];
  return [`[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${show(joinTexts(counts, ', '))}`];
};
