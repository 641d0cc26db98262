import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure, type Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type Amount, MAX_MINOR } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import { findStatusProblem } from '#domain/payments/status-problems';
import { refundCommand } from '#domain/terminal/advice-profile';
import { listEarlierRefunds, sumAmounts } from './refund-history.ts';
import type { RefundContext, RefundRequest } from './refund-request.ts';

/**
 * Returns everything that can be refunded now.
 *
 * @throws {Failure} (blocked) when the platform does not report what is left.
 */
export function getFullAmount(paymentId: string, context: RefundContext): Amount {
  const refundable = getRefundableAmount(context);
  if (refundable !== undefined && findStatusProblem(context) === undefined) return refundable;
  throw noBalanceFailure(paymentId, `rocketpay refund ${shellWord(paymentId)} --amount <amount> --without-balance`);
}

const noBalanceFailure = (paymentId: string, command: string): Failure =>
  blockedFailure('no_balance', message('The platform does not report what is left of {paymentId}.', { paymentId }), {
    paymentId,
    hint: message('After you have checked the payment in the Dashboard: {command}', { command }),
  });

/** Returns the amount left without refunds in progress (platform docs: refund rules); undefined when it is not reported. */
export function getRefundableAmount(
  context: Pick<RefundContext, 'state' | 'history' | 'elsewhere' | 'readAt'>,
): Amount | undefined {
  const { left } = context.state;
  if (left === undefined) return undefined;
  const inProgress = listEarlierRefunds(context)
    .filter(({ outcome }) => outcome === 'in progress')
    .map(({ amount }) => amount);
  // A refund whose amount in this currency is unknown may be the whole amount left.
  const reserved = inProgress.some((amount) => amount?.currency !== left.currency)
    ? left.minor
    : sumAmounts(inProgress, left.currency);
  return { minor: Math.max(0, left.minor - reserved), currency: left.currency };
}

/** @throws {Failure} (blocked) when the refund is larger than what can be refunded, or in another currency. */
export function checkRefundableAmount(request: RefundRequest, context: RefundContext): void {
  const { paymentId, amount } = request;
  const { state, limits } = context;
  const max = getMaxAmount(request, context);
  if (max !== undefined && max.currency !== amount.currency) {
    const values = { payment: max.currency, refund: amount.currency };
    const text = message('The payment is in {payment}, the refund in {refund}.', values);
    throw blockedFailure('other_currency', text, { paymentId });
  }
  if (max === undefined && amount.currency !== limits.currency) {
    const values = { paymentId, currency: limits.currency };
    const text = message('The currency of {paymentId} is not known, and the profile has {currency}.', values);
    throw blockedFailure('other_currency', text, { paymentId });
  }
  if (amount.minor > 0 && (max === undefined || amount.minor <= max.minor)) return;
  const left = state.left ?? max ?? amount;
  const reserved = { minor: left.minor - (max?.minor ?? 0), currency: left.currency };
  const values = { amount: amountMessage(amount), paymentId, left: amountMessage(left) };
  const text =
    reserved.minor === 0
      ? message('{amount} is more than what is left of {paymentId}: {left}.', values)
      : message(
          '{amount} is more than what is left of {paymentId}: {left}, and {reserved} of it is already in progress.',
          { ...values, reserved },
        );
  const command = refundCommand(paymentId, 'full');
  const hint = max?.minor === 0 ? undefined : message('Everything that is left: {command}', { command });
  throw blockedFailure('more_than_left', text, { paymentId, hint });
}

/** Returns the maximum refund: by the amount left, by the operations, or the smaller of the two where these contradict each other. */
function getMaxAmount(request: RefundRequest, context: RefundContext): Amount | undefined {
  const refundable = getRefundableAmount(context);
  if (refundable !== undefined && findStatusProblem(context) === undefined) return refundable;
  const byOperations = getMaxByOperations(request, context);
  if (refundable === undefined || byOperations === undefined) return refundable ?? byOperations;
  const isSmaller = byOperations.currency === refundable.currency && byOperations.minor < refundable.minor;
  return isSmaller ? byOperations : refundable;
}

/**
 * Returns the maximum refund by the operations of the payment; undefined where they do not tell.
 *
 * @throws {Failure} (blocked) unless the user has confirmed with `--without-balance` that the platform does not report what is left.
 */
function getMaxByOperations(
  { paymentId, amount, withoutBalance }: RefundRequest,
  context: RefundContext,
): Amount | undefined {
  if (withoutBalance !== true) {
    throw noBalanceFailure(paymentId, refundCommand(paymentId, amount, '--without-balance'));
  }
  const { operations } = context.state;
  const sales = operations.filter(({ type, status }) => type === 'sale' && status === 'success');
  const currency = [...sales, ...operations].find((one) => one.amount !== undefined)?.amount?.currency;
  if (currency === undefined) return undefined;
  const sum = (some: readonly { readonly amount: Amount | undefined }[]) =>
    sumAmounts(
      some.map((one) => one.amount),
      currency,
    );
  const refunded = listEarlierRefunds(context).filter(({ outcome }) => outcome === 'done' || outcome === 'in progress');
  const isUnknown = sales.length === 0 || sales.some((one) => one.amount === undefined);
  const paid = isUnknown ? MAX_MINOR : sum(sales);
  return { minor: Math.max(0, paid - sum(refunded)), currency };
}
