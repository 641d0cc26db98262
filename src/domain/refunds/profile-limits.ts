import { blockedFailure } from '#domain/errors/failure';
import { formatAmount } from '#domain/payments/amount';
import type { RefundContext, RefundRequest } from './refund-request.ts';

type LimitedRefund = Pick<RefundRequest, 'paymentId' | 'amount'>;

/** @throws {Failure} (blocked) when the refund is larger than the profile allows, or in another currency than its limits. */
export function checkMaxRefund({ paymentId, amount }: LimitedRefund, { limits }: Pick<RefundContext, 'limits'>): void {
  const { maxRefund, maxRefundPerDay, currency } = limits;
  if ((maxRefund !== undefined || maxRefundPerDay !== undefined) && amount.currency !== currency) {
    const message = `The limits of this profile are in ${currency}, the refund is in ${amount.currency}.`;
    throw blockedFailure('over_limit', message, { paymentId });
  }
  if (maxRefund === undefined || amount.minor <= maxRefund) return;
  const limit = formatAmount({ minor: maxRefund, currency });
  const message = `${formatAmount(amount)} is over the limit of one refund, ${limit}.`;
  throw blockedFailure('over_limit', message, { paymentId, hint: LIMIT_HINT });
}

/** @throws {Failure} (blocked) when refunds of 24 hours would exceed the limit. Refunds that may have been made count. */
export function checkDayLimit(
  { paymentId, amount }: LimitedRefund,
  { limits, refundedToday }: Pick<RefundContext, 'limits' | 'refundedToday'>,
): void {
  const { maxRefundPerDay, currency } = limits;
  if (maxRefundPerDay === undefined || refundedToday + amount.minor <= maxRefundPerDay) return;
  const toText = (minor: number) => formatAmount({ minor, currency });
  const message =
    `${formatAmount(amount)} is over the limit for 24 hours, ${toText(maxRefundPerDay)}: ` +
    `refunds that were made, may have been made or are planned add up to ${toText(refundedToday)} already.`;
  throw blockedFailure('over_limit', message, { paymentId, hint: LIMIT_HINT });
}

const LIMIT_HINT = 'To see the limits of the profile: rocketpay whoami';
