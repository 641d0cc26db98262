import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { amountMessage } from '#domain/payments/amount-message';
import type { RefundContext, RefundRequest } from './refund-request.ts';

type LimitedRefund = Pick<RefundRequest, 'paymentId' | 'amount'>;

/** @throws {Failure} (blocked) when the refund is larger than the profile allows, or in another currency than its limits. */
export function checkMaxRefund({ paymentId, amount }: LimitedRefund, { limits }: Pick<RefundContext, 'limits'>): void {
  const { maxRefund, maxRefundPerDay, currency } = limits;
  if ((maxRefund !== undefined || maxRefundPerDay !== undefined) && amount.currency !== currency) {
    const values = { limits: currency, refund: amount.currency };
    const text = message('The limits of this profile are in {limits}, the refund is in {refund}.', values);
    throw blockedFailure('over_limit', text, { paymentId });
  }
  if (maxRefund === undefined || amount.minor <= maxRefund) return;
  const values = { amount: amountMessage(amount), limit: amountMessage({ minor: maxRefund, currency }) };
  const text = message('{amount} is over the limit of one refund, {limit}.', values);
  throw blockedFailure('over_limit', text, { paymentId, hint: LIMIT_HINT });
}

/** @throws {Failure} (blocked) when refunds of 24 hours would exceed the limit. Refunds that may have been made count. */
export function checkDayLimit(
  { paymentId, amount }: LimitedRefund,
  { limits, refundedToday }: Pick<RefundContext, 'limits' | 'refundedToday'>,
): void {
  const { maxRefundPerDay, currency } = limits;
  if (maxRefundPerDay === undefined || refundedToday + amount.minor <= maxRefundPerDay) return;
  const toText = (minor: number) => amountMessage({ minor, currency });
  const text = message(
    '{amount} is over the limit for 24 hours, {limit}: refunds that were made, may have been made or are planned add up to {sum} already.',
    { amount: amountMessage(amount), limit: toText(maxRefundPerDay), sum: toText(refundedToday) },
  );
  throw blockedFailure('over_limit', text, { paymentId, hint: LIMIT_HINT });
}

const LIMIT_HINT = message('To see the limits of the profile: rocketpay whoami');
