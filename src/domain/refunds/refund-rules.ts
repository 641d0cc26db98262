import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure } from '#domain/errors/failure';
import { isOpen } from '#domain/ledger/intent';
import { type Amount, formatAmount, formatMajor, MAX_MINOR } from '#domain/payments/amount';
import type { PaymentState } from '#domain/payments/payment-state';
import { isFailed, isPaid, isRefundable, isRefunded } from '#domain/payments/payment-status';
import { findStatusProblem } from '#domain/payments/status-evidence';
import { refundCommand } from '#domain/terminal/advice-profile';
import { earlierRefunds, isRefundIntent, sumAmounts } from './refund-history.ts';
import { everyIntent, type RefundContext, type RefundRequest } from './refund-request.ts';
import { checkNotRepeated, placeOf } from './repeated-refunds.ts';

export type { RefundContext as RefundFacts, RefundRequest as RefundWish };

/**
 * Checks that a refund may be sent (platform docs: refund rules). The platform has no
 * idempotency key, so the same amount twice within a day needs an explicit option.
 *
 * @throws {Failure} (blocked) otherwise, before anything is sent.
 */
export function checkRefund(wish: RefundRequest, facts: RefundContext): void {
  const { paymentId } = wish;
  checkNothingOpen(paymentId, facts);
  checkTrusted(wish, facts);
  checkKnown(paymentId, facts.state);
  if (!isPaid(facts.state.status)) checkRefundable(paymentId, facts.state);
  // Before "nothing is left", because the receipt of the same refund tells more.
  checkNotRepeated(wish, facts);
  checkRefundable(paymentId, facts.state);
  checkLeft(wish, facts);
  checkMaxRefund(wish, facts);
  checkDayLimit(wish, facts);
}

/**
 * Checks a refund without the platform, for a plan that is made offline: against the ledger, and against the limit
 * of one refund.
 *
 * @throws {Failure} (blocked).
 */
export function checkRefundByLedger(wish: RefundRequest, facts: RefundContext): void {
  checkNothingOpen(wish.paymentId, facts);
  checkNotRepeated(wish, facts);
  checkMaxRefund(wish, facts);
}

/** Returns the amount that can be refunded now: the amount left without refunds in progress (platform docs: refund rules). */
export function freeAmount({
  state,
  readAt,
  ...intents
}: Pick<RefundContext, 'state' | 'history' | 'elsewhere' | 'readAt'>): Amount | undefined {
  const { left } = state;
  if (left === undefined) return undefined;
  const inProgress = earlierRefunds(state, everyIntent(intents), readAt)
    .filter(({ standing }) => standing === 'in progress')
    .map(({ amount }) => amount);
  // A refund whose amount in this currency is unknown may be the whole amount left.
  const reserved = inProgress.some((amount) => amount?.currency !== left.currency)
    ? left.minor
    : sumAmounts(inProgress, left.currency);
  return { minor: Math.max(0, left.minor - reserved), currency: left.currency };
}

/**
 * A status whose sums never agree would block the refunds of its payment for ever. It is accepted where the user has confirmed that it
 * does not tell what is left, and where money is missing, that the same amount may have been refunded.
 *
 * @throws {Failure} (blocked) when the status answer is unsigned, out of date or contradicts itself.
 */
export function checkTrusted(
  { paymentId, again, withoutBalance }: Omit<RefundRequest, 'amount'>,
  facts: Pick<RefundContext, 'state' | 'signed' | 'history'>,
): void {
  const distrust = findStatusProblem(facts);
  if (distrust === undefined) return;
  const { code, why, mayHideRefund: hidesMoney = false } = distrust;
  const isUnbalanced = code === 'status_unbalanced';
  if (isUnbalanced && withoutBalance === true && (again || !hidesMoney)) return;
  const command = `rocketpay refund ${shellWord(paymentId)} --amount <amount> --without-balance`;
  const words = hidesMoney ? `${command} --again --reason "…"` : command;
  const way = isUnbalanced ? `. After you have checked the payment in the Dashboard: ${words}` : '';
  throw blockedFailure(code, `No refund of ${paymentId} now: ${why}.`, {
    paymentId,
    hint: `See what the platform answers: rocketpay status ${shellWord(paymentId)}${way}`,
  });
}

function checkKnown(paymentId: string, { error }: PaymentState): void {
  if (error === undefined) return;
  const code = error.code === undefined ? '' : ` (${error.code})`;
  const message = `${paymentId} cannot be refunded: the platform does not know this payment${code}.`;
  throw blockedFailure('not_refundable', message, { paymentId, platformCode: error.code });
}

/** @throws {Failure} (blocked) when no amount of the payment can be refunded. */
export function checkRefundable(paymentId: string, state: PaymentState): void {
  checkKnown(paymentId, state);
  if (isRefundable(state.status) && state.left?.minor !== 0) return;
  throw blockedFailure('not_refundable', `${paymentId} cannot be refunded: ${notRefundableReason(state)}`, {
    paymentId,
  });
}

/** Describes why a payment cannot be refunded, as sentences. */
function notRefundableReason({ status, left }: PaymentState): string {
  const quotedStatus = JSON.stringify(status);
  if (isFailed(status)) {
    const what = status.startsWith('decline') ? 'was declined' : `ended as ${quotedStatus}`;
    return `this payment ${what}; the customer was not charged.`;
  }
  if (isRefunded(status) || left?.minor === 0) {
    return `all of it was already refunded (status ${quotedStatus}, ${formatMajor(left ?? { minor: 0, currency: '' })} is left).`;
  }
  if (!isPaid(status)) return `it is not paid (status ${quotedStatus}).`;
  return `its status is ${quotedStatus}.`;
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
  const place = elsewhere.includes(open) ? ` with ${placeOf(open)}` : '';
  const words = `a refund of ${paymentId}${open.amount === undefined ? '' : ` (${formatMajor(open.amount)})`} by ${open.user}@${open.host}${place}`;
  const message =
    open.state === 'sending'
      ? `Not now: ${words} is being sent, or was interrupted.`
      : `Not now: the outcome of ${words} is not known.`;
  throw blockedFailure('unresolved', message, {
    paymentId,
    hint: `First: rocketpay resume ${open.id}`,
    intentId: open.id,
  });
}

function checkLeft(wish: RefundRequest, facts: RefundContext): void {
  const { paymentId, amount } = wish;
  const { left } = facts.state;
  const free = freeOf(wish, facts);
  if (free !== undefined && free.currency !== amount.currency) {
    throw blockedFailure('other_currency', `The payment is in ${free.currency}, the refund in ${amount.currency}.`, {
      paymentId,
    });
  }
  if (free === undefined && amount.currency !== facts.limits.currency) {
    const message = `Nothing tells the currency of ${paymentId}, and the profile has ${facts.limits.currency}.`;
    throw blockedFailure('other_currency', message, { paymentId });
  }
  if (amount.minor > 0 && (free === undefined || amount.minor <= free.minor)) return;
  const most = left ?? free ?? amount;
  const reserved = { minor: most.minor - (free?.minor ?? 0), currency: most.currency };
  const note = reserved.minor === 0 ? '' : `, and ${formatMajor(reserved)} of it is already in progress`;
  throw blockedFailure(
    'more_than_left',
    `${formatAmount(amount)} is more than what is left of ${paymentId}: ${formatAmount(most)}${note}.`,
    { paymentId, hint: free?.minor === 0 ? undefined : `Everything that is left: ${refundCommand(paymentId, 'full')}` },
  );
}

/** Returns the maximum refund: by the amount left, by the operations, or the smaller of the two where these contradict each other. */
function freeOf(wish: RefundRequest, facts: RefundContext): Amount | undefined {
  const free = freeAmount(facts);
  if (free !== undefined && findStatusProblem(facts) === undefined) return free;
  const bySales = freeBySales(wish, facts);
  if (free === undefined || bySales === undefined) return free ?? bySales;
  return bySales.currency === free.currency && bySales.minor < free.minor ? bySales : free;
}

/**
 * Returns the maximum refund by the operations of the payment; undefined where they do not tell.
 *
 * @throws {Failure} (blocked) unless the user has confirmed that the platform does not tell what is left.
 */
function freeBySales({ paymentId, amount, withoutBalance }: RefundRequest, facts: RefundContext): Amount | undefined {
  const { state, readAt } = facts;
  if (withoutBalance !== true) {
    throw blockedFailure('no_balance', `The platform does not report what is left of ${paymentId}.`, {
      paymentId,
      hint: `After you have checked the payment in the Dashboard: ${refundCommand(paymentId, amount, '--without-balance')}`,
    });
  }
  const sales = state.operations.filter(({ type, status }) => type === 'sale' && status === 'success');
  const currency = [...sales, ...state.operations].find(({ amount }) => amount !== undefined)?.amount?.currency;
  if (currency === undefined) return undefined;
  const back = earlierRefunds(state, everyIntent(facts), readAt).filter(
    ({ standing }) => standing === 'done' || standing === 'in progress',
  );
  const given = sumAmounts(
    back.map(({ amount }) => amount),
    currency,
  );
  const paid =
    sales.some(({ amount }) => amount === undefined) || sales.length === 0
      ? MAX_MINOR
      : sumAmounts(
          sales.map(({ amount }) => amount),
          currency,
        );
  return { minor: Math.max(0, paid - given), currency };
}

function checkMaxRefund({ paymentId, amount }: RefundRequest, { limits }: RefundContext): void {
  const { maxRefund, maxRefundPerDay, currency } = limits;
  if ((maxRefund !== undefined || maxRefundPerDay !== undefined) && amount.currency !== currency) {
    const message = `The limits of this profile are in ${currency}, the refund is in ${amount.currency}.`;
    throw blockedFailure('over_limit', message, { paymentId });
  }
  if (maxRefund === undefined || amount.minor <= maxRefund) return;
  const limit = formatAmount({ minor: maxRefund, currency });
  throw blockedFailure('over_limit', `${formatAmount(amount)} is over the limit of one refund, ${limit}.`, {
    paymentId,
    ...LIMIT_HINT,
  });
}

/** @throws {Failure} (blocked) when more would be refunded within 24 hours than the profile lets: what may have been refunded counts. */
export function checkDayLimit(
  { paymentId, amount }: Pick<RefundRequest, 'paymentId' | 'amount'>,
  { limits, refundedToday }: Pick<RefundContext, 'limits' | 'refundedToday'>,
): void {
  const { maxRefundPerDay, currency } = limits;
  if (maxRefundPerDay === undefined || refundedToday + amount.minor <= maxRefundPerDay) return;
  const inLimit = (minor: number) => formatAmount({ minor, currency });
  const message =
    `${formatAmount(amount)} is over the limit for 24 hours, ${inLimit(maxRefundPerDay)}: ` +
    `refunds that were made, may have been made or are planned come to ${inLimit(refundedToday)} already.`;
  throw blockedFailure('over_limit', message, { paymentId, ...LIMIT_HINT });
}

const LIMIT_HINT = { hint: 'To see the limits of the profile: rocketpay whoami' };
