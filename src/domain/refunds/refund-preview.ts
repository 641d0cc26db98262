import type { Amount } from '#domain/payments/amount';
import { isReverseOperation, type PaymentState } from '#domain/payments/payment-state';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { sumsOf } from '#domain/payments/status-consistency';
import { earlierRefunds, type PastRefund, sumAmounts } from './refund-history.ts';
import { everyIntent, type RefundContext } from './refund-request.ts';

/** What a person looks at before a refund. Amounts are undefined where the platform does not tell. */
export interface RefundPreview {
  readonly paymentId: string;
  readonly status: string;
  readonly paid: Amount | undefined;
  readonly refunded: Amount | undefined;
  readonly underWay: Amount | undefined;
  /** As the platform says it: what is in progress need not be taken off. */
  readonly left: Amount | undefined;
  /** What can still be refunded: what is left without what is in progress. */
  readonly free: Amount | undefined;
  /** True when the payment has ended, or stays, without money from the customer. */
  readonly unpaid: boolean;
  /** Since the payment was made, in milliseconds. */
  readonly age: number | undefined;
  readonly earlier: readonly PastRefund[];
}

/** What has gone back and stayed there: a refund that was taken back is with the merchant again. */
function withoutReversed(refunded: Amount | undefined, operations: PaymentState['operations']): Amount | undefined {
  const reversed = operations.filter((operation) => isReverseOperation(operation) && operation.status === 'success');
  if (refunded === undefined || reversed.length === 0) return refunded;
  const amounts = reversed.map(({ amount }) => amount);
  if (amounts.includes(undefined)) return undefined;
  return { minor: refunded.minor - sumAmounts(amounts, refunded.currency), currency: refunded.currency };
}

/** The card of a payment, from the platform's word and the ledger's. */
export function refundPreview(
  paymentId: string,
  { state, readAt, now, ...intents }: Pick<RefundContext, 'state' | 'past' | 'elsewhere' | 'readAt' | 'now'>,
): RefundPreview {
  const { operations, status } = state;
  const unpaid = isFailed(status) || (isKnownOpen(status) && !isPaid(status));
  // The platform repeats the price of a payment that was never paid as its sum.
  const left = unpaid && state.left !== undefined ? { ...state.left, minor: 0 } : state.left;
  const earlier = earlierRefunds(state, everyIntent(intents), readAt);
  const sum = (amounts: readonly (Amount | undefined)[]): Amount | undefined => {
    if (left === undefined || amounts.includes(undefined)) return undefined;
    return { minor: sumAmounts(amounts, left.currency), currency: left.currency };
  };
  const standing = (wanted: PastRefund['standing']): Amount | undefined =>
    sum(earlier.filter((refund) => refund.standing === wanted).map(({ amount }) => amount));
  const refunded = withoutReversed(standing('done'), operations);
  const underWay = standing('under way');
  const made = operations.map(({ createdAt }) => createdAt).filter((at) => at !== undefined);
  return {
    paymentId,
    status,
    paid:
      sumsOf(state) === 'unbalanced'
        ? undefined
        : left && refunded && { minor: left.minor + refunded.minor, currency: left.currency },
    refunded,
    underWay,
    left,
    free: left && underWay && { ...left, minor: Math.max(0, left.minor - underWay.minor) },
    unpaid,
    age: made.length === 0 ? undefined : Math.max(0, now - Math.min(...made)),
    earlier,
  };
}

/** Statuses before the customer has paid (platform docs: payment statuses). */
const isKnownOpen = (status: string): boolean => /processing$|^awaiting |^invoice sent$/.test(status);
