import type { Amount } from '#domain/payments/amount';
import { isReverseOperation, type PaymentState } from '#domain/payments/payment-state';
import { isFailed, isKnownOpen, isPaid } from '#domain/payments/payment-status';
import { isUnbalanced } from '#domain/payments/status-consistency';
import { type EarlierRefund, listEarlierRefunds, sumAmounts } from './refund-history.ts';
import type { RefundContext } from './refund-request.ts';

/** Summary of a payment before a refund. Amounts are undefined where the platform does not report them. */
export interface RefundPreview {
  readonly paymentId: string;
  readonly status: string;
  readonly paid: Amount | undefined;
  readonly refunded: Amount | undefined;
  readonly inProgress: Amount | undefined;
  /** Amount left at the platform. Refunds in progress may still be included. */
  readonly left: Amount | undefined;
  /** Amount that can still be refunded: the amount left without refunds in progress. */
  readonly refundable: Amount | undefined;
  /** True when the payment has taken no money from the customer. */
  readonly unpaid: boolean;
  /** Age of the payment in milliseconds. */
  readonly age: number | undefined;
  readonly earlier: readonly EarlierRefund[];
}

/** Returns the refunded amount without reversed refunds, whose money is with the merchant again. */
function subtractReversed(refunded: Amount | undefined, operations: PaymentState['operations']): Amount | undefined {
  const reversed = operations.filter((operation) => isReverseOperation(operation) && operation.status === 'success');
  if (refunded === undefined || reversed.length === 0) return refunded;
  const amounts = reversed.map(({ amount }) => amount);
  if (amounts.includes(undefined)) return undefined;
  return { minor: refunded.minor - sumAmounts(amounts, refunded.currency), currency: refunded.currency };
}

/** Builds the summary of a payment from its status at the platform and the ledger. */
export function createRefundPreview(
  paymentId: string,
  context: Pick<RefundContext, 'state' | 'history' | 'elsewhere' | 'readAt' | 'now'>,
): RefundPreview {
  const { state, now } = context;
  const { operations, status } = state;
  const unpaid = isFailed(status) || (isKnownOpen(status) && !isPaid(status));
  // The platform repeats the price of a payment that was never paid as its sum.
  const left = unpaid && state.left !== undefined ? { ...state.left, minor: 0 } : state.left;
  const earlier = listEarlierRefunds(context);
  const sumOf = (outcome: EarlierRefund['outcome']): Amount | undefined => {
    const amounts = earlier.filter((refund) => refund.outcome === outcome).map(({ amount }) => amount);
    if (left === undefined || amounts.includes(undefined)) return undefined;
    return { minor: sumAmounts(amounts, left.currency), currency: left.currency };
  };
  const refunded = subtractReversed(sumOf('done'), operations);
  const inProgress = sumOf('in progress');
  const times = operations.map(({ createdAt }) => createdAt).filter((at) => at !== undefined);
  return {
    paymentId,
    status,
    paid: isUnbalanced(state)
      ? undefined
      : left && refunded && { minor: left.minor + refunded.minor, currency: left.currency },
    refunded,
    inProgress,
    left,
    refundable: left && inProgress && { ...left, minor: Math.max(0, left.minor - inProgress.minor) },
    unpaid,
    age: times.length === 0 ? undefined : Math.max(0, now - Math.min(...times)),
    earlier,
  };
}
