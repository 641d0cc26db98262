import { columns, wrapped } from '#cli/columns';
import { formatZonedTime } from '#cli/format-age';
import type { PlanTotals } from '#domain/bulk-refunds/plan-totals';
import type { PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { fileWord } from '#domain/encoding/shell-word';
import { formatGrouped, formatMajor } from '#domain/payments/amount';
import { describeMode } from '#domain/profiles/profile';
import { profileOption } from '#domain/terminal/advice-profile';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument, NewPlanDocument, RefundPlanDocument } from '#schemas/document-types';

/** A plan for its approver: with rows, because the totals do not show who is refunded. */
export type PlanForApproval = RefundPlanDocument & {
  readonly firstRows: readonly PlannedRefund[];
  readonly largestRows: readonly PlannedRefund[];
};

/** Numbers of the rows that have been checked for a new plan. */
export type PlanProgressDocument = { readonly type: 'progress' } & Pick<PlanTotals, 'rows' | 'refunds' | 'skipped'>;

const nextCommand = (needsApproval: boolean, words: string): string =>
  needsApproval
    ? `Next, by another user: rocketpay refunds approve ${words}`
    : `Next: rocketpay refunds apply ${words}`;

/** Formats a plan and the next command. */
export const planLines: View<NewPlanDocument> = (plan, style, exact) => {
  const { skipped, skippedRows } = plan;
  const more = skipped > skippedRows.length ? ` The first ${skippedRows.length} of ${skipped} are shown.` : '';
  const words = formatPlanWords(plan.inLedger ? { ...exact, file: exact.plan } : exact);
  return [
    ...originLines(plan, style),
    ...skippedRows.flatMap(skippedLines),
    ...(skipped === 0
      ? []
      : [`Skipped rows are NOT refunded.${more}`, `Row by row: rocketpay refunds export ${words}`]),
    ...(plan.inLedger ? [`Stored in the ledger of the team: ${plan.plan}`] : []),
    ...(plan.refunds === 0
      ? ['Nothing will be refunded by this plan.']
      : ['Nothing was sent.', nextCommand(plan.needsApproval === true, words)]),
  ];
};

/** Formats a row that is not refunded, with its reason. */
function skippedLines({ line, paymentId, why }: NewPlanDocument['skippedRows'][number]): string[] {
  const [first = '', ...rest] = wrapped(`line ${line}${paymentId === null ? '' : `, ${paymentId}`}: ${why}`, 2, 76);
  return [first, ...rest.map((text) => `  ${text}`)];
}

/** Formats a plan for its approver. */
export const planForApprovalLines: View<PlanForApproval> = (plan, style) => {
  const { firstRows, largestRows, refunds } = plan;
  const more = refunds - firstRows.length;
  return [
    ...originLines(plan, style),
    style.dim(more > 0 ? `The first ${firstRows.length} of ${refunds} refunds (all: --rows)` : 'Refunds'),
    ...refundLines(firstRows),
    ...(more > 0 ? [style.dim('The largest refunds'), ...refundLines(largestRows)] : []),
  ];
};

const refundLines = (rows: PlanForApproval['firstRows']): string[] =>
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

/** Formats an approval and the next step. */
export const approvalLines: View<CommandDocument<'refunds approve'>> = ({ by, plan, file }, style, exact) => [
  `${style.good('Approved:')} ${plan}, by ${by}`,
  file === plan ? 'Stored in the ledger of the team.' : `Saved as ${exact.file}. Keep this file beside the plan.`,
];

/** Formats the origin, totals and skipped rows of a plan. */
export function originLines(plan: RefundPlanDocument, style: Style): string[] {
  const { currency, rows, refunds, skipped, totalMinor: minor, offline, mode, again, reasons } = plan;
  const lines = [
    ['Plan', `${plan.plan}, made ${formatZonedTime(Date.parse(plan.createdAt))} by ${plan.by}`],
    ['From', `${plan.input.file} (${plan.input.format})`],
    [
      'Profile',
      `${plan.profile}, project ${plan.project}, ${mode === 'live' ? style.warn(describeMode(mode)) : describeMode(mode)}`,
    ],
    ['Rows', `${rows}: ${refunds} to refund, ${skipped} skipped`],
    ['Total', style.bold(formatGrouped({ minor, currency }))],
    ...listRange(plan),
    ...(again === null ? [] : [['Again', style.warn(`includes refunds that repeat an earlier amount: ${again}`)]]),
    ...(offline
      ? [['Payments', style.warn('not checked (--offline): each payment is checked before its refund')]]
      : listSums(plan)),
  ];
  const skippedRows = Object.entries(reasons).map(([reason, count]) => [
    '',
    String(count),
    reason.replaceAll('_', ' '),
  ]);
  return [
    ...columns(lines, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(skipped === 0 ? [] : [style.dim('Skipped'), ...columns(skippedRows)]),
  ];
}

/** Lists the smallest and the largest amount of a new plan, which show a misplaced decimal mark. */
function listRange(plan: RefundPlanDocument & Partial<NewPlanDocument>): string[][] {
  const { smallestMinor, largestMinor, currency } = plan;
  if (typeof smallestMinor !== 'number' || typeof largestMinor !== 'number') return [];
  const [smallest, largest] = [smallestMinor, largestMinor].map((minor) => formatGrouped({ minor, currency }));
  return [['Amounts', smallest === largest ? `each ${smallest}` : `${smallest} to ${largest}`]];
}

/** Lists the sums of the payments before and after the refunds. */
function listSums(plan: RefundPlanDocument): string[][] {
  const { currency, paidMinor, refundedMinor, leftMinor, leftAfterMinor, refunds } = plan;
  if (refunds === 0) return [];
  const toText = (minor: number | null) => (minor === null ? 'unknown' : formatGrouped({ minor, currency }));
  return [
    ['Before', `${toText(paidMinor)} paid, ${toText(refundedMinor)} refunded, ${toText(leftMinor)} left`],
    ['After', `${toText(leftAfterMinor)} left`],
  ];
}

/** Formats the file and the profile of a plan as words of a command. */
export const formatPlanWords = ({ file, profile }: Pick<RefundPlanDocument, 'file' | 'profile'>): string =>
  `${fileWord(file)}${profileOption({ name: profile })}`;
