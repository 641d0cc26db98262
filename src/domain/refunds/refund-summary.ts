import { joinTexts, type Message, message } from '#domain/language/message';
import type { Intent, IntentKind, IntentState } from '#domain/ledger/intent';

import { isRefundIntent } from './refund-history.ts';

/** Part of an intent, or of its document, that a summary needs. */
export interface SummarizedWrite {
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly path: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** Status group of a refund in the ledger: exactly one of these. */
type RefundGroup = 'refunded' | 'declined' | 'open' | 'notSeen' | 'notTried';

/** Refunds of one currency: how many, and their amounts in minor units. */
export interface RefundSummary {
  readonly currency: string;
  readonly shares: Readonly<Record<RefundGroup, { readonly refunds: number; readonly minor: number }>>;
}

/**
 * Only `done` counts as refunded. `accepted` is open: the platform can still decline it. A refund that was not seen
 * (`never_arrived`) may be processed late, so it is neither refunded nor certainly not.
 */
const GROUPS: Readonly<Record<IntentState, RefundGroup>> = {
  sending: 'open',
  unknown: 'open',
  accepted: 'open',
  done: 'refunded',
  declined: 'declined',
  refused: 'declined',
  denied: 'notTried',
  not_sent: 'notTried',
  never_arrived: 'notSeen',
  held: 'notTried',
};

/** Returns the status group of a refund in this state. */
export const getRefundGroup = (state: IntentState): RefundGroup => GROUPS[state];

const NOTHING = { refunds: 0, minor: 0 };

/**
 * Sums up the refunds among writes, for each currency. A refund without an amount counts, and adds nothing.
 *
 * @param earlier summaries of other writes, which are included
 */
export function summarizeRefunds(
  writes: readonly SummarizedWrite[],
  earlier: readonly RefundSummary[] = [],
): RefundSummary[] {
  const refunds = writes.filter(({ kind, path }) => isRefundIntent({ kind, path } as Pick<Intent, 'kind' | 'path'>));
  const before = new Map(earlier.map(({ currency, shares }) => [currency, shares]));
  const currencies = [...new Set([...before.keys(), ...refunds.map(({ currency }) => currency ?? '')])].sort();
  return currencies.map((currency) => {
    const none = { refunded: NOTHING, declined: NOTHING, open: NOTHING, notSeen: NOTHING, notTried: NOTHING };
    const shares = { ...none, ...before.get(currency) };
    for (const refund of refunds.filter((one) => (one.currency ?? '') === currency)) {
      const group = getRefundGroup(refund.state);
      const { refunds: count, minor } = shares[group];
      shares[group] = { refunds: count + 1, minor: minor + (refund.amountMinor ?? 0) };
    }
    return { currency, shares };
  });
}

/** Labels in the order of output: refunds that were not made come first. */
const LABELS: readonly (readonly [RefundGroup, (count: number) => Message])[] = [
  ['declined', (count) => message('{count} NOT refunded, declined or refused', { count })],
  ['notTried', (count) => message('{count} NOT refunded, not processed', { count })],
  ['notSeen', (count) => message('{count} not shown by the platform', { count })],
  ['open', (count) => message('{count} without a final result', { count })],
  ['refunded', (count) => message('{count} refunded', { count })],
];

/** Formats the refunds as one sentence. */
export function formatRefundSummary({ currency, shares }: RefundSummary): Message {
  const parts = LABELS.filter(([share]) => shares[share].refunds > 0).map(([share, label]) => {
    const { refunds, minor } = shares[share];
    const counted = label(refunds);
    return currency === '' ? counted : message('{counted} ({amount})', { counted, amount: { minor, currency } });
  });
  return message('Refunds: {parts}.', { parts: joinTexts(parts, ', ') });
}
