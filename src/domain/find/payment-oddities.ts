import { finishedAttempts } from '#domain/callbacks/forwarding';
import { type Message, message, type Text } from '#domain/language/message';
import { type Intent, isOpen } from '#domain/ledger/intent';
import { findIntent } from '#domain/ledger/operation-proof';
import { KIND_WORDS } from '#domain/ledger/state-words';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { type Amount, formatMajor } from '#domain/payments/amount';
import { hasFailed, isRefundOperation } from '#domain/payments/payment-state';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { formatDuration } from '#domain/time/duration';
import type { KnownPayment, PaymentEvidence } from './combine-evidence.ts';

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
  readonly text: Text;
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

function describe({ kind, amount, id }: Intent): Message {
  const name = KIND_WORDS[kind];
  if (amount === undefined) return message('{kind} ({id})', { kind: name, id });
  return message('{kind} of {amount} ({id})', { kind: name, amount, id });
}

const findOpenWrites = ({ intents }: OddityContext): Oddity[] =>
  intents.filter(isOpen).map((intent) => ({
    what: 'unknown write',
    text: message('The outcome of the {write} is unknown. Do not repeat it: rocketpay resume {id}', {
      write: describe(intent),
      id: intent.id,
    }),
  }));

function findRefundsWithoutResult({ intents, now }: OddityContext): Oddity[] {
  const waiting = intents.filter(
    (intent) => isRefundIntent(intent) && intent.state === 'accepted' && now - intent.changedAt >= USUAL_RESULT_MS,
  );
  return waiting.map((intent) => ({
    what: 'refund without result',
    text: message('The {write} was accepted {duration} ago and has no result: rocketpay resume {id}', {
      write: describe(intent),
      duration: formatDuration(now - intent.changedAt),
      id: intent.id,
    }),
  }));
}

const findUnseen = ({ intents }: OddityContext): Oddity[] =>
  intents
    .filter((intent) => isRefundIntent(intent) && intent.state === 'never_arrived')
    .map((intent) => ({
      what: 'refund not seen',
      text: message('The platform has not shown the {write}. It may still process it.', { write: describe(intent) }),
    }));

/** Refunds of one amount that are done: by operations, and by intents whose operation is not known. */
function findEqualRefunds({ known, intents }: OddityContext): Oddity[] {
  const refunds = known.operations.filter((one) => isRefundOperation(one) && one.status === 'success');
  const linked = new Set(refunds.map((operation) => findIntent(operation, intents)?.id));
  const free = intents.filter((one) => isRefundIntent(one) && one.state === 'done' && !linked.has(one.id));
  const counts = new Map<string, { readonly amount: Amount; readonly count: number }>();
  for (const { amount } of [...refunds, ...free]) {
    if (amount === undefined) continue;
    const key = formatMajor(amount);
    counts.set(key, { amount, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .filter(({ count }) => count > 1)
    .map((equal) => ({
      what: 'equal refunds',
      text: message('{count} refunds of the same amount are done: {amount} each.', equal),
    }));
}

function findDifference({ known: { paid, refunded, left } }: OddityContext): Oddity[] {
  if (paid === undefined || refunded === undefined || left === undefined) return [];
  if (paid.currency !== left.currency || paid.minor - refunded.minor === left.minor) return [];
  return [
    {
      what: 'amounts differ',
      text: message(
        'Paid {paid} less refunded {refunded} is not {left}, which the platform shows as left. This ledger may lack a callback: ask with --ask.',
        { paid, refunded, left },
      ),
    },
  ];
}

function findUnprovenCallbacks({ callbacks }: OddityContext): Oddity[] {
  const invalid = callbacks.filter(({ valid, kind }) => !valid && kind === undefined);
  const unsigned = callbacks.filter(({ kind }) => kind !== undefined);
  const newest = (some: readonly StoredCallback[]) => some.at(-1)?.id ?? '';
  return [
    ...(invalid.length === 0
      ? []
      : [
          {
            what: 'invalid callback' as const,
            text: message(
              '{count:A callback has|# callbacks have} a wrong signature, so what it says is not used: rocketpay callbacks show {id}',
              { count: invalid.length, id: newest(invalid) },
            ),
          },
        ]),
    ...(unsigned.length === 0
      ? []
      : [
          {
            what: 'unsigned callback' as const,
            text: message(
              'A chargeback callback was received. It has no signature, so its sender is not proved. Check the Dashboard: rocketpay callbacks show {id}',
              { id: newest(unsigned) },
            ),
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
    text: message('Callback {id} was not forwarded to {url}: rocketpay callbacks replay {id}', { id: callbackId, url }),
  }));
}

/** Refunds that the platform shows and that this ledger has not sent. */
function findRefundsElsewhere({ known, intents }: OddityContext): Oddity[] {
  const refunds = known.operations.filter((one) => isRefundOperation(one) && !hasFailed(one));
  return refunds
    .filter((operation) => findIntent(operation, intents) === undefined)
    .map(({ amount, id }) => ({
      what: 'refund made elsewhere',
      text:
        amount === undefined
          ? message(
              'A refund (operation {id}) was not sent with this ledger: in the Dashboard, or by another program.',
              { id },
            )
          : message(
              'A refund of {amount} (operation {id}) was not sent with this ledger: in the Dashboard, or by another program.',
              { amount, id },
            ),
    }));
}
