import type { Intent, IntentKind, IntentState } from '#domain/ledger/intent';
import { formatMajor } from '#domain/payments/amount';
import { isRefundIntent } from './refund-history.ts';

/** What the summary is made of: a part of an intent, or of its document. */
export interface SummarizedWrite {
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly path: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** What a refund of the ledger is, as far as the ledger knows: exactly one of these. */
type RefundShare = 'refunded' | 'declined' | 'open' | 'notSeen' | 'notTried';

/** Refunds of one currency: how many, and their amounts in minor units. */
export interface RefundSummary {
  readonly currency: string;
  readonly shares: Readonly<Record<RefundShare, { readonly refunds: number; readonly minor: number }>>;
}

/**
 * `done` is all that is refunded. `accepted` is open: the platform can still decline it. What was not seen
 * (`never_arrived`) may be processed late, so it is neither refunded nor certainly not.
 */
const SHARES: Readonly<Record<IntentState, RefundShare>> = {
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

/** What a refund in this state is, as far as the ledger knows. */
export const refundShareOf = (state: IntentState): RefundShare => SHARES[state];

const NOTHING = { refunds: 0, minor: 0 };

/** Sums the refunds among some writes up, for each currency. A refund without an amount counts, and adds nothing. */
export function refundSummaries(writes: readonly SummarizedWrite[]): RefundSummary[] {
  const refunds = writes.filter(({ kind, path }) => isRefundIntent({ kind, path } as Pick<Intent, 'kind' | 'path'>));
  const currencies = [...new Set(refunds.map(({ currency }) => currency ?? ''))].sort();
  return currencies.map((currency) => {
    const shares = { refunded: NOTHING, declined: NOTHING, open: NOTHING, notSeen: NOTHING, notTried: NOTHING };
    for (const refund of refunds.filter((one) => (one.currency ?? '') === currency)) {
      const share = refundShareOf(refund.state);
      const { refunds: count, minor } = shares[share];
      shares[share] = { refunds: count + 1, minor: minor + (refund.amountMinor ?? 0) };
    }
    return { currency, shares };
  });
}

/** In this order: what is not refunded is said first. */
const WORDS: readonly (readonly [RefundShare, string])[] = [
  ['declined', 'NOT refunded, declined or refused'],
  ['notTried', 'NOT refunded, not processed'],
  ['notSeen', 'not seen by the platform'],
  ['open', 'without a final result'],
  ['refunded', 'refunded'],
];

/** The refunds in one sentence. */
export function refundSentence({ currency, shares }: RefundSummary): string {
  const parts = WORDS.filter(([share]) => shares[share].refunds > 0).map(([share, words]) => {
    const { refunds, minor } = shares[share];
    return `${refunds} ${words}${currency === '' ? '' : ` (${formatMajor({ minor, currency })})`}`;
  });
  return `Refunds: ${parts.join(', ')}.`;
}
