import { wrapped } from '#cli/columns';
import { formatTime } from '#cli/format-age';
import type { Criterion } from '#domain/find/find-query';
import { formatMajor } from '#domain/payments/amount';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

type Found = CommandDocument<'find'>;
type FoundPayment = Found['payments'][number];

/** Formats the payments that were found, newest first: three lines each. */
export const findLines: View<Found> = ({ payments }, style) =>
  payments.flatMap((payment) => paymentLines(payment, style));

function paymentLines(payment: FoundPayment, style: Style): string[] {
  const { paymentId, status, firstSeenAt, lastWrite, matched, phone } = payment;
  const head = `${minuteOf(firstSeenAt)}  ${style.bold(paymentId)}  ${status ?? 'status not known'}`;
  const write =
    lastWrite === null
      ? []
      : [
          `last write: ${lastWrite.kind} ${lastWrite.state.replace('_', ' ')} ${minuteOf(lastWrite.at)} by ${lastWrite.by}`,
        ];
  const by = [...new Set(matched.map((some) => some.join(' and ')))].join('; ');
  return [
    head,
    ...wrapped(`${amountsOf(payment)}${phone === null ? '' : `, phone ${phone}`}`, 2),
    ...write.flatMap((line) => wrapped(line, 2)),
    ...wrapped(`matched by ${by}`, 2).map(style.dim),
  ];
}

/** Returns what is known of the amounts of a payment in one line. */
export function amountsOf({
  paidMinor,
  refundedMinor,
  leftMinor,
  currency,
}: Pick<FoundPayment, 'paidMinor' | 'refundedMinor' | 'leftMinor' | 'currency'>): string {
  const format = (minor: number | null) =>
    minor === null || currency === null ? 'not known' : formatMajor({ minor, currency });
  return `paid ${format(paidMinor)}, refunded ${format(refundedMinor)}, left ${format(leftMinor)}`;
}

const minuteOf = (iso: string): string => formatTime(Date.parse(iso)).slice(0, 'YYYY-MM-DD HH:MM'.length);

/** Returns the name of a payment in a list of choices. */
export const choiceName = (payment: FoundPayment): string =>
  `${minuteOf(payment.firstSeenAt)}  ${payment.paymentId}  ${payment.status ?? ''}`.trimEnd();

/** Says what a result does not show: letters that look alike, more payments, and what this ledger cannot know. */
export function findNotes(found: Found, criteria: readonly Criterion[], limit: number): string[] {
  const { payments, more, comparedSince, indexed } = found;
  return [
    ...criteria.flatMap(({ lookalike }) => lookalike ?? []),
    ...(more ? [`Only the newest ${limit} are shown. Add a text to narrow the result, or --limit ${limit * 5}.`] : []),
    ...(comparedSince === null
      ? []
      : [`Too many payments match: only those since ${minuteOf(comparedSince)} were compared. Add a text or a date.`]),
    ...(indexed ? [] : ['A part of this ledger is not indexed yet. To index it: rocketpay ledger index']),
    ...(payments.length === 0 ? nothingFound(found) : []),
  ];
}

function nothingFound({ searched, knownPayments }: Found): string[] {
  return [
    'No payment matches.',
    ...searched.map((one) => `${JSON.stringify(one.text)} was searched as: ${one.as.join(', ')}.`),
    ...(searched.some(({ notIndexed }) => notIndexed.length > 0)
      ? [
          'Last digits of phones are not indexed. What that reveals, and how to index them: rocketpay ledger index --help',
        ]
      : []),
    `This ledger knows ${knownPayments === 10_000 ? '10000 payments or more' : `${knownPayments} payments`}: those that were requested here, those whose status was read here, and those whose ` +
      'callbacks were received here. It does not know other payments, for example those of your web server without their callbacks.',
    'With the payment id, the platform can be asked: rocketpay status <payment-id>',
  ];
}
