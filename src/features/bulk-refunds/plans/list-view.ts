import { formatZonedTime } from '#cli/format-age';
import { formatAmount } from '#domain/payments/amount';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

type ListDocument = CommandDocument<'refunds list'>;

/** Formats the plans of a team, two lines each. */
export const planListLines: View<ListDocument> = ({ plans, changed, more }, style) => [
  ...(plans.length + changed.length === 0 ? ['The ledger has no plans.'] : plans.flatMap((plan) => lines(plan, style))),
  ...changed.map((plan) => style.bad(`${plan} was changed in the database. It is not applied.`)),
  ...(more ? [`Only the newest plans are shown. For more: --limit ${10 * (plans.length + changed.length)}`] : []),
];

const STATES = {
  open: 'open',
  approved: 'approved',
  applying: 'being applied',
  applied: 'applied',
  replaced: 'replaced, is not applied any more',
} as const;

function lines(plan: ListDocument['plans'][number], style: Style): string[] {
  const { by, createdAt, profile, currency, rows, refunds, totalMinor: minor, approvals, sent, state } = plan;
  const approvers = approvals.length === 0 ? '' : `, approved by ${approvals.map(({ by: name }) => name).join(', ')}`;
  const progress = sent === 0 ? '' : `, ${sent} of ${refunds} sent`;
  const total = formatAmount({ minor, currency });
  return [
    `${style.bold(plan.plan)}  ${STATES[state]}${progress}`,
    `  ${total}, ${refunds} of ${rows} rows, profile ${profile}`,
    style.dim(`  made ${formatZonedTime(Date.parse(createdAt))} by ${by}${approvers}`),
  ];
}
