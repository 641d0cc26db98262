import { message, type Text } from '#domain/language/message';
import { isRefundOperation, operationKey, type PaymentState } from '#domain/payments/payment-state';
import type { RefundPreview } from '#domain/refunds/refund-preview';

/** A payment as the platform reported it when the plan was made. Amounts are minor units; null where they were not reported. */
export interface SeenPayment {
  readonly status: string;
  readonly paidMinor: number | null;
  readonly refundedMinor: number | null;
  readonly leftMinor: number | null;
  /** Keys of the refund operations. */
  readonly refunds: readonly string[];
}

/** Returns the part of a payment that a plan stores. */
export function toSeenPayment({ paid, refunded, left }: RefundPreview, state: PaymentState): SeenPayment {
  return {
    status: state.status,
    paidMinor: paid?.minor ?? null,
    refundedMinor: refunded?.minor ?? null,
    leftMinor: left?.minor ?? null,
    refunds: listRefundKeys(state),
  };
}

const listRefundKeys = ({ operations }: PaymentState): string[] =>
  operations.filter(isRefundOperation).map(operationKey);

/** Describes what has changed in a payment since the plan was made; undefined when nothing has changed. */
export function describeChange(seen: SeenPayment, state: PaymentState, currency: string): Text | undefined {
  const added = listRefundKeys(state).filter((key) => !seen.refunds.includes(key)).length;
  if (added > 0) return message('it has {count:a new refund|# new refunds}', { count: added });
  if (state.status !== seen.status)
    return message('its status was "{before}" and is "{now}"', { before: seen.status, now: state.status });
  const left = state.left?.minor ?? null;
  if (left === seen.leftMinor) return undefined;
  const toValue = (minor: number | null) => (minor === null ? message('an unknown amount') : { minor, currency });
  return message('{before} was left and {now} is left now', { before: toValue(seen.leftMinor), now: toValue(left) });
}
