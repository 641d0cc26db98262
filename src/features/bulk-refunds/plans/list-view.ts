import { joinTexts, message } from '#domain/language/message';
import { amountMessage } from '#domain/payments/amount-message';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

type ListDocument = CommandDocument<'refunds list'>;

/** Formats the plans of a team, two lines each. */
export const planListLines: View<ListDocument> = ({ plans, changed, more }, style) => [
  ...(plans.length + changed.length === 0
    ? [style.say('The ledger has no plans.')]
    : plans.flatMap((plan) => lines(plan, style))),
  ...changed.map((plan) => style.bad(style.say('{plan} was changed in the database. It is not applied.', { plan }))),
  ...(more
    ? [
        style.say('Only the newest plans are shown. For more: --limit {limit}', {
          limit: String(10 * (plans.length + changed.length)),
        }),
      ]
    : []),
];

const STATES = {
  open: message('open'),
  approved: message('approved'),
  applying: message('being applied'),
  applied: message('applied'),
  replaced: message('replaced, is not applied any more'),
} as const;

function lines(plan: ListDocument['plans'][number], style: Style): string[] {
  const { by, createdAt, profile, currency, rows, refunds, totalMinor: minor, approvals, sent, state } = plan;
  const { say, show } = style;
  const progress = sent === 0 ? undefined : message('{sent} of {refunds} sent', { sent, refunds });
  const total = amountMessage({ minor, currency });
  const made = message('made {time} by {by}', { time: { time: Date.parse(createdAt), zone: true }, by });
  const names = approvals.map(({ by: name }) => name).join(', ');
  const approved = approvals.length === 0 ? undefined : message('approved by {names}', { names });
  return [
    `${style.bold(plan.plan)}  ${show(joinTexts([STATES[state], progress], ', '))}`,
    `  ${say('{total}, {refunds} of {rows} rows, profile {profile}', { total, refunds, rows, profile })}`,
    style.dim(`  ${show(joinTexts([made, approved], ', '))}`),
  ];
}
