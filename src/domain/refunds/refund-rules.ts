import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { isOpen } from '#domain/ledger/intent';
import { lookalikeSentence } from '#domain/payments/lookalike-letters';
import type { PaymentState } from '#domain/payments/payment-state';
import { isFailed, isPaid, isRefundable, isRefunded } from '#domain/payments/payment-status';
import { findStatusProblem } from '#domain/payments/status-problems';
import { checkRefundableAmount } from './check-amount-left.ts';
import { checkDayLimit, checkMaxRefund } from './profile-limits.ts';
import { isRefundIntent } from './refund-history.ts';
import type { RefundContext, RefundRequest } from './refund-request.ts';
import { checkNotRepeated, describePlace } from './repeated-refunds.ts';

/**
 * Checks that a refund may be sent (platform docs: refund rules). The platform has no
 * idempotency key, so the same amount twice within a day needs an explicit option.
 *
 * @throws {Failure} (blocked) otherwise, before anything is sent.
 */
export function checkRefund(request: RefundRequest, context: RefundContext): void {
  const { paymentId } = request;
  const { state } = context;
  checkNothingOpen(paymentId, context);
  checkTrusted(request, context);
  if (state.error !== undefined || !isPaid(state.status)) checkRefundable(paymentId, state);
  // Before "nothing is left", because the receipt of the same refund tells more.
  checkNotRepeated(request, context);
  checkRefundable(paymentId, state);
  checkRefundableAmount(request, context);
  checkMaxRefund(request, context);
  checkDayLimit(request, context);
}

/**
 * Checks a refund without the platform, for a plan that is made offline: against the ledger, and against the limit
 * of one refund.
 *
 * @throws {Failure} (blocked) when the refund must not be sent.
 */
export function checkRefundByLedger(request: RefundRequest, context: RefundContext): void {
  checkNothingOpen(request.paymentId, context);
  checkNotRepeated(request, context);
  checkMaxRefund(request, context);
}

/**
 * Checks that the status answer can be relied on. A status whose sums never agree would block the refunds of its payment forever,
 * so the user can accept it with `--without-balance`. Where the same amount may have been refunded, this also needs `--again`.
 *
 * @throws {Failure} (blocked) when the status answer is unsigned, out of date or contradicts itself.
 */
export function checkTrusted(
  { paymentId, again, withoutBalance }: Omit<RefundRequest, 'amount'>,
  context: Pick<RefundContext, 'state' | 'signed' | 'history'>,
): void {
  const problem = findStatusProblem(context);
  if (problem === undefined) return;
  const { code, why, mayHideRefund = false } = problem;
  const isUnbalanced = code === 'status_unbalanced';
  if (isUnbalanced && withoutBalance === true && (again || !mayHideRefund)) return;
  const command = `rocketpay refund ${shellWord(paymentId)} --amount <amount> --without-balance`;
  const next = mayHideRefund ? `${command} --again --reason "…"` : command;
  throw blockedFailure(code, message('No refund of {paymentId} now: {why}.', { paymentId, why }), {
    paymentId,
    hint: joinTexts(
      [
        message('See what the platform answers: rocketpay status {id}', { id: shellWord(paymentId) }),
        isUnbalanced
          ? message('After you have checked the payment in the Dashboard: {command}', { command: next })
          : undefined,
      ],
      '. ',
    ),
  });
}

/** @throws {Failure} (blocked) when no amount of the payment can be refunded. */
export function checkRefundable(paymentId: string, state: PaymentState): void {
  const { error, status, left } = state;
  const refuse = (reason: Text, about: Text | undefined, platformCode?: string) => {
    const text = message('{paymentId} cannot be refunded: {reason}.', { paymentId, reason });
    return blockedFailure('not_refundable', joinTexts([text, about], ' '), { paymentId, platformCode });
  };
  if (error !== undefined) {
    const unknown = message('the platform does not know this payment');
    const reason = error.code === undefined ? unknown : joinTexts([unknown, `(${error.code})`], ' ');
    throw refuse(reason, lookalikeSentence(paymentId), error.code);
  }
  if (!isRefundable(status) || left?.minor === 0) throw refuse(describeNotRefundable(state), undefined);
}

/** Describes as a clause why a payment cannot be refunded. */
function describeNotRefundable({ status, left }: PaymentState): Text {
  const quoted = { status: JSON.stringify(status) };
  if (isFailed(status)) {
    return status.startsWith('decline')
      ? message('this payment was declined; the customer was not charged')
      : message('this payment ended as {status}; the customer was not charged', quoted);
  }
  if (isRefunded(status) || left?.minor === 0) {
    const values = { ...quoted, left: left ?? { minor: 0, currency: '' } };
    return message('all of it was already refunded (status {status}, {left} is left)', values);
  }
  return isPaid(status)
    ? message('its status is {status}', quoted)
    : message('it is not paid (status {status})', quoted);
}

/**
 * Checks by the ledger alone, before any request to the platform, that no refund of the payment is open.
 *
 * @throws {Failure} (blocked) while the result of another refund of the payment is not known.
 */
export function checkNothingOpen(
  paymentId: string,
  { history, elsewhere }: Pick<RefundContext, 'history' | 'elsewhere'>,
): void {
  const open = [...history, ...elsewhere].find((intent) => isOpen(intent) && isRefundIntent(intent));
  if (open === undefined) return;
  const values = { paymentId, user: `${open.user}@${open.host}` };
  const refund = joinTexts(
    [
      open.amount === undefined
        ? message('a refund of {paymentId} by {user}', values)
        : message('a refund of {paymentId} ({amount}) by {user}', { ...values, amount: open.amount }),
      elsewhere.includes(open) ? message('with {place}', { place: describePlace(open) }) : undefined,
    ],
    ' ',
  );
  const text =
    open.state === 'sending'
      ? message('Not now: {refund} is being sent, or was interrupted.', { refund })
      : message('Not now: the outcome of {refund} is not known.', { refund });
  throw blockedFailure('unresolved', text, {
    paymentId,
    hint: message('First: rocketpay resume {id}', { id: open.id }),
    intentId: open.id,
  });
}
