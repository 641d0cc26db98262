import { wrapped } from '#cli/text-table';
import type { Criterion } from '#domain/find/find-query';
import { MATCH_WORDS } from '#domain/find/find-query';
import { joinTexts, type Message, message, shownText, type Text } from '#domain/language/message';
import type { IntentKind, IntentState } from '#domain/ledger/intent';
import { KIND_WORDS, STATE_WORDS } from '#domain/ledger/state-words';
import type { Amount } from '#domain/payments/amount';
import type { Style, View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

type Found = CommandDocument<'find'>;
type FoundPayment = Found['payments'][number];

/** Formats the payments that were found, newest first: three lines each. */
export const findLines: View<Found> = ({ payments }, style) =>
  payments.flatMap((payment) => paymentLines(payment, style));

function paymentLines(payment: FoundPayment, style: Style): string[] {
  const { say, show } = style;
  const { paymentId, status, firstSeenAt, lastWrite, matched, phone } = payment;
  const head = `${show(minuteOf(firstSeenAt))}  ${style.bold(paymentId)}  ${status ?? say('status not known')}`;
  const write =
    lastWrite === null
      ? []
      : [
          say('last write: {kind} {state} {time} by {user}', {
            kind: KIND_WORDS[lastWrite.kind as IntentKind],
            state: STATE_WORDS[lastWrite.state as IntentState],
            time: minuteOf(lastWrite.at),
            user: lastWrite.by,
          }),
        ];
  const and = ` ${say('and')} `;
  const by = [...new Set(matched.map((some) => some.map((one) => show(MATCH_WORDS[one])).join(and)))].join('; ');
  const sums = joinTexts([amountsOf(payment), phone === null ? undefined : message('phone {phone}', { phone })], ', ');
  return [
    head,
    ...wrapped(show(sums), 2),
    ...write.flatMap((line) => wrapped(line, 2)),
    ...wrapped(say('matched by {what}', { what: by }), 2).map(style.dim),
  ];
}

/** Returns what is known of the amounts of a payment in one line. */
export function amountsOf({
  paidMinor,
  refundedMinor,
  leftMinor,
  currency,
}: Pick<FoundPayment, 'paidMinor' | 'refundedMinor' | 'leftMinor' | 'currency'>): Message {
  const toAmount = (minor: number | null): Amount | Message =>
    minor === null || currency === null ? message('not known') : { minor, currency };
  return message('paid {paid}, refunded {refunded}, left {left}', {
    paid: toAmount(paidMinor),
    refunded: toAmount(refundedMinor),
    left: toAmount(leftMinor),
  });
}

const minuteOf = (iso: string) => ({ time: Date.parse(iso), to: 'minute' }) as const;

/** Returns the name of a payment in a list of choices. */
export const choiceName = ({ firstSeenAt, paymentId, status }: FoundPayment): Text =>
  joinTexts([shownText(minuteOf(firstSeenAt)), paymentId, status ?? undefined], '  ');

/** Says what a result does not show: letters that look alike, more payments, and what this ledger cannot know. */
export function listHints(found: Found, criteria: readonly Criterion[], limit: number): Text[] {
  const { payments, more, comparedSince, indexed } = found;
  return [
    ...criteria.flatMap(({ lookalike }) => lookalike ?? []),
    ...(more
      ? [
          message('Only the newest {limit} are shown. Add a text to narrow the result, or --limit {more}.', {
            limit: String(limit),
            more: String(limit * 5),
          }),
        ]
      : []),
    ...(comparedSince === null
      ? []
      : [
          message('Too many payments match: only those since {time} were compared. Add a text or a date.', {
            time: minuteOf(comparedSince),
          }),
        ]),
    ...(indexed ? [] : [message('A part of this ledger is not indexed yet. To index it: rocketpay ledger index')]),
    ...(payments.length === 0 ? nothingFound(found) : []),
  ];
}

function nothingFound({ searched, knownPayments }: Found): Text[] {
  const isManyMore = knownPayments === MAX_COUNTED;
  return [
    message('No payment matches.'),
    ...searched.map(({ text, as }) =>
      message('{text} was searched as: {what}.', {
        text: JSON.stringify(text),
        what: joinTexts(
          as.map((match) => MATCH_WORDS[match]),
          ', ',
        ),
      }),
    ),
    ...(searched.some(({ notIndexed }) => notIndexed.length > 0)
      ? [
          message(
            'Last digits of phones are not indexed. What that reveals, and how to index them: rocketpay ledger index --help',
          ),
        ]
      : []),
    message(
      'This ledger knows {payments}: those that were requested here, those whose status was read here, and those whose callbacks were received here. It does not know other payments, for example those of your web server without their callbacks.',
      {
        payments: isManyMore
          ? message('{count} payments or more', { count: MAX_COUNTED })
          : message('{count} payments', { count: knownPayments ?? 0 }),
      },
    ),
    message('With the payment id, the platform can be asked: rocketpay status <payment-id>'),
  ];
}

/** Payments of a ledger are counted up to this number. */
const MAX_COUNTED = 10_000;
