import { finishedAttempts } from '#domain/callbacks/forwarding';
import { type Intent, isOpen } from '#domain/ledger/intent';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { formatMajor } from '#domain/payments/amount';
import { hasFailed, isRefundOperation } from '#domain/payments/payment-state';
import { findIntent, isRefundIntent } from '#domain/refunds/refund-history';
import { formatDuration } from '#domain/time/duration';
import type { KnownPayment, PaymentEvidence } from './known-payment.ts';

/** The kinds of what is odd about a payment. */
export const ODDITIES = [
  'unknown write',
  'refund without result',
  'refund not seen',
  'equal refunds',
  'amounts differ',
  'invalid callback',
  'unsigned callback',
  'not forwarded',
  'refund made elsewhere',
] as const;

/** Something about a payment that a user should look at first. */
export interface Oddity {
  readonly what: (typeof ODDITIES)[number];
  readonly text: string;
}

export interface OddityContext extends PaymentEvidence {
  readonly known: KnownPayment;
  readonly callbacks: readonly StoredCallback[];
  readonly deliveries: readonly Delivery[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** An accepted refund has its result within this time as a rule, in milliseconds. */
const USUAL_RESULT_MS = 10 * 60_000;

/** Returns what is odd about a payment, the most urgent first. */
export const findOddities = (context: OddityContext): readonly Oddity[] => [
  ...findOpenWrites(context),
  ...findRefundsWithoutResult(context),
  ...findUnseen(context),
  ...findEqualRefunds(context),
  ...findDifference(context),
  ...findUnprovenCallbacks(context),
  ...findFailedForwards(context),
  ...findRefundsElsewhere(context),
];

const describe = ({ kind, amount, id }: Intent): string =>
  `${kind}${amount === undefined ? '' : ` of ${formatMajor(amount)}`} (${id})`;

const findOpenWrites = ({ intents }: OddityContext): Oddity[] =>
  intents.filter(isOpen).map((intent) => ({
    what: 'unknown write',
    text: `The outcome of the ${describe(intent)} is unknown. Do not repeat it: rocketpay resume ${intent.id}`,
  }));

function findRefundsWithoutResult({ intents, now }: OddityContext): Oddity[] {
  const waiting = intents.filter(
    (intent) => isRefundIntent(intent) && intent.state === 'accepted' && now - intent.changedAt >= USUAL_RESULT_MS,
  );
  return waiting.map((intent) => ({
    what: 'refund without result',
    text: `The ${describe(intent)} was accepted ${formatDuration(now - intent.changedAt)} ago and has no result: rocketpay resume ${intent.id}`,
  }));
}

const findUnseen = ({ intents }: OddityContext): Oddity[] =>
  intents
    .filter((intent) => isRefundIntent(intent) && intent.state === 'never_arrived')
    .map((intent) => ({
      what: 'refund not seen',
      text: `The platform has not shown the ${describe(intent)}. It may still process it.`,
    }));

/** Refunds of one amount that are done: by operations, and by intents whose operation is not known. */
function findEqualRefunds({ known, intents }: OddityContext): Oddity[] {
  const refunds = known.operations.filter((one) => isRefundOperation(one) && one.status === 'success');
  const linked = new Set(refunds.map((operation) => findIntent(operation, intents)?.id));
  const free = intents.filter((one) => isRefundIntent(one) && one.state === 'done' && !linked.has(one.id));
  const counts = new Map<string, number>();
  for (const { amount } of [...refunds, ...free]) {
    if (amount === undefined) continue;
    counts.set(formatMajor(amount), (counts.get(formatMajor(amount)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([amount, count]) => ({
      what: 'equal refunds',
      text: `${count} refunds of the same amount are done: ${amount} each.`,
    }));
}

function findDifference({ known: { paid, refunded, left } }: OddityContext): Oddity[] {
  if (paid === undefined || refunded === undefined || left === undefined) return [];
  if (paid.currency !== left.currency || paid.minor - refunded.minor === left.minor) return [];
  return [
    {
      what: 'amounts differ',
      text: `Paid ${formatMajor(paid)} less refunded ${formatMajor(refunded)} is not ${formatMajor(left)}, which the platform shows as left. This ledger may lack a callback: ask with --ask.`,
    },
  ];
}

function findUnprovenCallbacks({ callbacks }: OddityContext): Oddity[] {
  const invalid = callbacks.filter(({ valid, kind }) => !valid && kind === undefined);
  const unsigned = callbacks.filter(({ kind }) => kind !== undefined);
  const show = (some: readonly StoredCallback[]) => `rocketpay callbacks show ${some.at(-1)?.id}`;
  return [
    ...(invalid.length === 0
      ? []
      : [
          {
            what: 'invalid callback' as const,
            text: `${invalid.length === 1 ? 'A callback has' : `${invalid.length} callbacks have`} a wrong signature, so what it says is not used: ${show(invalid)}`,
          },
        ]),
    ...(unsigned.length === 0
      ? []
      : [
          {
            what: 'unsigned callback' as const,
            text: `A chargeback callback was received. It has no signature, so its sender is not proved. Check the Dashboard: ${show(unsigned)}`,
          },
        ]),
  ];
}

function findFailedForwards({ deliveries }: OddityContext): Oddity[] {
  const last = new Map<string, Delivery>();
  for (const delivery of finishedAttempts(deliveries)) last.set(`${delivery.callbackId} ${delivery.url}`, delivery);
  const failed = [...last.values()].filter(({ status }) => status !== 200);
  return failed.map(({ callbackId, url }) => ({
    what: 'not forwarded',
    text: `Callback ${callbackId} was not forwarded to ${url}: rocketpay callbacks replay ${callbackId}`,
  }));
}

/** Refunds that the platform shows and that this ledger has not sent. */
function findRefundsElsewhere({ known, intents }: OddityContext): Oddity[] {
  const refunds = known.operations.filter((one) => isRefundOperation(one) && !hasFailed(one));
  return refunds
    .filter((operation) => findIntent(operation, intents) === undefined)
    .map(({ amount, id }) => ({
      what: 'refund made elsewhere',
      text: `A refund${amount === undefined ? '' : ` of ${formatMajor(amount)}`} (operation ${id}) was not sent with this ledger: in the Dashboard, or by another program.`,
    }));
}
