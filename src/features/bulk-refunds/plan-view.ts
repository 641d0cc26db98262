import { columns, namedValues, wrapped } from '#cli/text-table';
import type { PlanTotals } from '#domain/bulk-refunds/plan-totals';
import type { PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { rowExplanation } from '#domain/bulk-refunds/rows/row-explanation';
import { skipReason } from '#domain/bulk-refunds/rows/skip-reasons';
import { fileWord } from '#domain/encoding/shell-word';
import { modeMessage } from '#domain/profiles/profile';
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

const nextCommand = (needsApproval: boolean, words: string, { say }: Style): string =>
  needsApproval
    ? say('Next, by another user: rocketpay refunds approve {words}', { words })
    : say('Next: rocketpay refunds apply {words}', { words });

/** Formats a plan and the next command. */
export const planLines: View<NewPlanDocument> = (plan, style, exact) => {
  const { skipped, skippedRows } = plan;
  const { say } = style;
  const shown = skippedRows.length;
  const words = formatPlanWords(plan.inLedger ? { ...exact, file: exact.plan } : exact);
  return [
    ...originLines(plan, style),
    ...skippedRows.flatMap((row) => skippedLines(row, style)),
    ...(skipped === 0
      ? []
      : [
          skipped > shown
            ? say('Skipped rows are NOT refunded. The first {shown} of {skipped} are shown.', { shown, skipped })
            : say('Skipped rows are NOT refunded.'),
          say('Row by row: rocketpay refunds export {words}', { words }),
        ]),
    ...(plan.inLedger ? [say('Stored in the ledger of the team: {plan}', { plan: plan.plan })] : []),
    ...(plan.refunds === 0
      ? [say('Nothing will be refunded by this plan.')]
      : [say('Nothing was sent.'), nextCommand(plan.needsApproval === true, words, style)]),
  ];
};

/** Formats a row that is not refunded, with its reason. */
function skippedLines({ line, paymentId, why }: NewPlanDocument['skippedRows'][number], { say }: Style): string[] {
  const text =
    paymentId === null
      ? say('line {line}: {why}', { line: String(line), why: rowExplanation(why) })
      : say('line {line}, {paymentId}: {why}', { line: String(line), paymentId, why: rowExplanation(why) });
  const [first = '', ...rest] = wrapped(text, 2, 76);
  return [first, ...rest.map((text) => `  ${text}`)];
}

/** Formats a plan for its approver. */
export const planForApprovalLines: View<PlanForApproval> = (plan, style) => {
  const { firstRows, largestRows, refunds } = plan;
  const more = refunds - firstRows.length;
  return [
    ...originLines(plan, style),
    style.dim(
      more > 0
        ? style.say('The first {shown} of {refunds} refunds (all: --rows)', { shown: firstRows.length, refunds })
        : style.say('Refunds'),
    ),
    ...refundLines(firstRows, style),
    ...(more > 0 ? [style.dim(style.say('The largest refunds')), ...refundLines(largestRows, style)] : []),
  ];
};

const refundLines = (rows: PlanForApproval['firstRows'], { say, show }: Style): string[] =>
  columns(
    rows.map(({ line, paymentId, amountMinor: minor, currency, description }) => [
      `  ${say('line {line}', { line: String(line) })}`,
      paymentId,
      show({ minor, currency }),
      description ?? '',
    ]),
  );

/** Formats the number of checked rows. */
export const planProgressLines: View<PlanProgressDocument> = ({ rows, refunds, skipped }, { say }) => [
  say('{rows} rows checked: {refunds} to refund, {skipped} skipped', { rows, refunds, skipped }),
];

/** Formats an approval and the next step. */
export const approvalLines: View<CommandDocument<'refunds approve'>> = ({ by, plan, file }, style, exact) => [
  `${style.good(style.say('Approved:'))} ${style.say('{plan}, by {by}', { plan, by })}`,
  file === plan
    ? style.say('Stored in the ledger of the team.')
    : style.say('Saved as {file}. Keep this file beside the plan.', { file: exact.file }),
];

/** Formats the origin, totals and skipped rows of a plan. */
export function originLines(plan: RefundPlanDocument, style: Style): string[] {
  const { currency, rows, refunds, skipped, totalMinor: minor, offline, mode, again, reasons } = plan;
  const { say, show } = style;
  const { by, input, profile, project } = plan;
  const shownMode = show(modeMessage(mode));
  const made = { plan: plan.plan, time: { time: Date.parse(plan.createdAt), zone: true }, by };
  const where = { profile, project, mode: mode === 'live' ? style.warn(shownMode) : shownMode };
  const lines = [
    [say('Plan'), say('{plan}, made {time} by {by}', made)],
    [say('From'), `${input.file} (${input.format})`],
    [say('Profile'), say('{profile}, project {project}, {mode}', where)],
    [say('Rows'), say('{rows}: {refunds} to refund, {skipped} skipped', { rows, refunds, skipped })],
    [say('Total'), style.bold(show({ minor, currency, grouped: true }))],
    ...listRange(plan, style),
    ...(again === null
      ? []
      : [
          [
            say('Again'),
            style.warn(say('includes refunds that repeat an earlier amount: {reason}', { reason: again })),
          ],
        ]),
    ...(offline
      ? [[say('Payments'), style.warn(say('not checked (--offline): each payment is checked before its refund'))]]
      : listSums(plan, style)),
  ];
  const skippedRows = Object.entries(reasons).map(([reason, count]) => ['', show(count), show(skipReason(reason))]);
  return [
    ...namedValues(lines, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(skipped === 0 ? [] : [style.dim(say('Skipped')), ...columns(skippedRows)]),
  ];
}

/** Lists the smallest and the largest amount of a new plan, which show a misplaced decimal mark. */
function listRange(plan: RefundPlanDocument & Partial<NewPlanDocument>, style: Style): string[][] {
  const { smallestMinor, largestMinor, currency } = plan;
  if (typeof smallestMinor !== 'number' || typeof largestMinor !== 'number') return [];
  const { say, show } = style;
  const smallest = show({ minor: smallestMinor, currency, grouped: true });
  const largest = show({ minor: largestMinor, currency, grouped: true });
  const text =
    smallest === largest
      ? say('each {amount}', { amount: smallest })
      : say('{smallest} to {largest}', { smallest, largest });
  return [[say('Amounts'), text]];
}

/** Lists the sums of the payments before and after the refunds. */
function listSums(plan: RefundPlanDocument, style: Style): string[][] {
  const { currency, paidMinor, refundedMinor, leftMinor, leftAfterMinor, refunds } = plan;
  if (refunds === 0) return [];
  const { say, show } = style;
  const toText = (minor: number | null) => (minor === null ? say('unknown') : show({ minor, currency, grouped: true }));
  const before = { paid: toText(paidMinor), refunded: toText(refundedMinor), left: toText(leftMinor) };
  return [
    [say('Before'), say('{paid} paid, {refunded} refunded, {left} left', before)],
    [say('After'), say('{left} left', { left: toText(leftAfterMinor) })],
  ];
}

/** Formats the file and the profile of a plan as words of a command. */
export const formatPlanWords = ({ file, profile }: Pick<RefundPlanDocument, 'file' | 'profile'>): string =>
  `${fileWord(file)}${profileOption({ name: profile })}`;
