import { columns, wrapped } from '#cli/columns';
import { formatZonedTime } from '#cli/format-age';
import { batchSentences, batchSummary } from '#domain/bulk-refunds/batch-summary';
import type { PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { ATTENTION, ROW_OUTCOMES, type RowOutcome } from '#domain/bulk-refunds/row-outcome';
import { fileWord } from '#domain/encoding/shell-word';
import { formatAmount, formatMajor } from '#domain/payments/amount';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import { describeMode } from '#domain/profiles/profile';
import { profileOption } from '#domain/terminal/advice-profile';
import type { Style, View } from '#domain/terminal/terminal';
import { formatDuration } from '#domain/time/duration';
import type {
  CommandDocument,
  RefundPlanDocument,
  RefundProgressDocument,
  RefundRowDocument,
  RefundSummaryDocument,
} from '#schemas/document-types';

/** A plan for its approver: with rows, because the totals do not show who is refunded. */
export type PlanForApproval = RefundPlanDocument & {
  readonly firstRows: readonly PlannedRefund[];
  readonly largestRows: readonly PlannedRefund[];
};

/** The number of rows that have been checked for a new plan. */
export interface PlanProgressDocument {
  readonly type: 'progress';
  readonly rows: number;
  readonly refunds: number;
  readonly skipped: number;
}

/** Formats a plan and the next command. */
export const planLines: View<RefundPlanDocument> = (plan, style, exact) => [
  ...factLines(plan, style),
  ...skippedLines(plan, style),
  ...(plan.skipped === 0 ? [] : [`Row by row: rocketpay refunds export ${planText(exact)}`]),
  plan.refunds === 0
    ? 'Nothing will be refunded by this plan.'
    : `Nothing was sent. Next: rocketpay refunds apply ${planText(exact)}`,
];

/** Formats a plan for its approver. */
export const planForApprovalLines: View<PlanForApproval> = (plan, style) => {
  const { firstRows, largestRows, refunds } = plan;
  const more = refunds - firstRows.length;
  return [
    ...factLines(plan, style),
    ...skippedLines(plan, style),
    style.dim(more > 0 ? `The first ${firstRows.length} of ${refunds} refunds (all: --rows)` : 'Refunds'),
    ...refundRows(firstRows),
    ...(more > 0 ? [style.dim('The largest refunds'), ...refundRows(largestRows)] : []),
  ];
};

const refundRows = (rows: PlanForApproval['firstRows']): string[] =>
  columns(
    rows.map(({ line, paymentId, amountMinor: minor, currency, description }) => [
      `  line ${line}`,
      paymentId,
      formatMajor({ minor, currency }),
      description ?? '',
    ]),
  );

/** Formats the number of checked rows. */
export const planProgressLines: View<PlanProgressDocument> = ({ rows, refunds, skipped }) => [
  `${rows} rows checked: ${refunds} to refund, ${skipped} skipped`,
];

function factLines(plan: RefundPlanDocument, style: Style): string[] {
  const { currency, rows, refunds, skipped, totalMinor, offline, mode } = plan;
  const amount = (minor: number) => formatAmount({ minor, currency });
  const where = mode === 'live' ? style.warn(describeMode(mode)) : describeMode(mode);
  const facts = [
    ['Plan', `${plan.plan}, made ${formatZonedTime(Date.parse(plan.createdAt))} by ${plan.by}`],
    ['From', `${plan.input.file} (${plan.input.format})`],
    ['Profile', `${plan.profile}, project ${plan.project}, ${where}`],
    ['Rows', `${rows}: ${refunds} to refund, ${skipped} skipped`],
    ['Total', style.bold(amount(totalMinor))],
    ...(plan.again === null
      ? []
      : [['Again', style.warn(`includes refunds that repeat an earlier amount: ${plan.again}`)]]),
    ...(offline
      ? [['Payments', style.warn('not checked (--offline): each payment is checked before its refund')]]
      : moneyFields(plan)),
  ];
  return columns(facts, (text, column) => (column === 0 ? style.dim(text) : text));
}

/** Formats the totals of the payments before and after the refunds. */
function moneyFields({
  currency,
  paidMinor,
  refundedMinor,
  leftMinor,
  leftAfterMinor,
  refunds,
}: RefundPlanDocument): string[][] {
  if (refunds === 0) return [];
  const words = (minor: number | null) => (minor === null ? 'unknown' : formatMajor({ minor, currency }));
  return [
    ['Before', `${words(paidMinor)} paid, ${words(refundedMinor)} refunded, ${words(leftMinor)} left`],
    ['After', `${words(leftAfterMinor)} left`],
  ];
}

function skippedLines({ reasons, skipped }: RefundPlanDocument, style: Style): string[] {
  if (skipped === 0) return [];
  const rows = Object.entries(reasons).map(([reason, count]) => ['', String(count), reason.replaceAll('_', ' ')]);
  return [style.dim('Skipped'), ...columns(rows)];
}

/** Formats the status of a plan before it is applied. */
export const statusLines: View<RefundSummaryDocument> = (summary, style) => [
  ...factLines(summary, style),
  ...skippedLines(summary, style),
  ...(summary.outcomes.left.rows === summary.refunds ? [] : countLines(summary, style)),
];

/** Formats the results of a plan and the next commands. */
export const outcomeLines: View<RefundSummaryDocument> = (summary, style, exact) => {
  const { stopped } = summary;
  const [first = '', ...others] = summary.dryRun
    ? []
    : batchSentences(batchSummary(summary.outcomes), summary.currency);
  const isWhole = summary.outcomes.done.rows === summary.rows && summary.rows > 0;
  return [
    ...(first === '' ? [] : [isWhole ? style.good(first) : style.warn(first), ...others]),
    ...countLines(summary, style),
    ...attentionLines(summary, planText(exact), style),
    ...(stopped === null ? [] : wrapped(stopped, 0).map(style.warn)),
    ...nextLines(summary, planText(exact)),
  ];
};

/** All of it. */
export const summaryLines: View<RefundSummaryDocument> = (summary, style, exact) => [
  ...factLines(summary, style),
  ...skippedLines(summary, style),
  ...outcomeLines(summary, style, exact),
];

function countLines({ outcomes, currency }: RefundSummaryDocument, style: Style): string[] {
  const rows = ROW_OUTCOMES.filter((outcome) => outcome !== 'skipped' && outcomes[outcome].rows > 0).map((outcome) => {
    const { rows: count, minor } = outcomes[outcome];
    return [count, formatMajor({ minor, currency }), outcomeText(outcome, style)] as const;
  });
  const [ofCount, ofAmount] = [0, 1].map((at) => Math.max(0, ...rows.map((row) => String(row[at]).length)));
  const lines = rows.map(
    ([count, amount, words]) =>
      `  ${String(count).padStart(ofCount ?? 0)}  ${amount.padStart(ofAmount ?? 0)}  ${words}`,
  );
  return rows.length === 0 ? [] : [style.dim('To refund'), ...lines];
}

function attentionLines({ attention, outcomes }: RefundSummaryDocument, file: string, style: Style): string[] {
  if (attention.length === 0) return [];
  const all = [...ATTENTION, 'skipped' as const].reduce((sum, outcome) => sum + outcomes[outcome].rows, 0);
  const more = all - attention.length;
  return [
    style.dim('To check'),
    ...attention.flatMap((row) => rowLines(row, style)),
    ...(more > 0 ? [`  and ${more} more: rocketpay refunds export ${file}`] : []),
  ];
}

function rowLines(
  { line, paymentId, amountMinor, currency, outcome, code, reason }: RefundRowDocument,
  style: Style,
): string[] {
  const amount = amountMinor === null ? '' : formatMajor({ minor: amountMinor, currency });
  const known = outcome === 'refused' ? explainRequestCode(code ?? undefined) : explainOperationCode(code ?? undefined);
  const why = [code ?? '', known?.meaning ?? (code === null ? (reason ?? '') : '')]
    .filter((part) => part !== '')
    .join(' ');
  return [
    `  line ${line}  ${paymentId ?? ''}  ${amount}  ${outcomeText(outcome, style)}`,
    ...(why === '' ? [] : wrapped(why, 4).map(style.dim)),
  ];
}

/** Returns the arguments of a command for a plan: its file and its profile. */
const planText = ({ file, profile }: Pick<RefundPlanDocument, 'file' | 'profile'>): string =>
  `${fileWord(file)}${profileOption({ name: profile })}`;

/** Lists the remaining steps; a plan may need several of them. */
function nextLines({ outcomes, dryRun }: RefundSummaryDocument, plan: string): string[] {
  if (dryRun === true) return ['Nothing was sent (--dry-run).'];
  const { unknown, sending, accepted, left, held, not_seen: notSeen, declined, refused } = outcomes;
  const isUnknown = unknown.rows + sending.rows > 0;
  const isToLookAt = held.rows + declined.rows + refused.rows > 0;
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
    ...(isToLookAt ? [`Row by row: rocketpay refunds export ${plan}`] : []),
  ];
}

const OUTCOME_TEXTS: Readonly<Record<RowOutcome, string>> = {
  done: 'refunded',
  accepted: 'accepted, no result yet',
  declined: 'declined',
  refused: 'refused by the platform',
  held: 'not sent: blocked here',
  unknown: 'outcome unknown',
  sending: 'being sent',
  not_seen: 'not shown by the platform, may still be processed',
  left: 'to do',
  skipped: 'skipped',
};

function outcomeText(outcome: RowOutcome, style: Style): string {
  const words = OUTCOME_TEXTS[outcome];
  if (outcome === 'done' || outcome === 'accepted') return style.good(words);
  if (outcome === 'left' || outcome === 'skipped') return words;
  return ['unknown', 'sending', 'held', 'not_seen'].includes(outcome) ? style.warn(words) : style.bad(words);
}

const BAR = 16;

/** Formats the progress of a batch in one line. */
export const progressLines: View<RefundProgressDocument> = ({ refunds, outcomes, toGo }) => {
  const { left, done, accepted, declined, refused, held, unknown, sending } = outcomes;
  const ended = refunds - left;
  const full = Math.round((ended / Math.max(refunds, 1)) * BAR);
  const counts: [string, number][] = [
    ['done', done + accepted],
    ['declined', declined + refused],
    ['unknown', unknown + sending + outcomes.not_seen],
    ['held', held],
    ['left', left],
  ];
  const words = counts
    .filter(([name, count]) => count > 0 || name === 'done')
    .map(([name, count]) => `${count} ${name}`);
  const time = toGo === null || left === 0 ? '' : `, ${formatDuration(toGo)} to go`;
  return [`[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${words.join(', ')}${time}`];
};

/** Formats an approval and the next step. */
export const approvalLines: View<CommandDocument<'refunds approve'>> = ({ by, plan }, style, exact) => [
  `${style.good('Approved:')} ${plan}, by ${by}`,
  `Saved as ${exact.file}. Keep this file beside the plan.`,
];
