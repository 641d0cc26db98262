import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, type FailureDetails } from '#domain/errors/failure';
import { joinTexts, mapText, message, type Text } from '#domain/language/message';
import type { Intent, IntentKind, IntentState } from '#domain/ledger/intent';
import { findOwnOperations } from '#domain/ledger/intent-operations';
import { KIND_WORDS, stateText } from '#domain/ledger/state-words';
import { reasonText } from '#domain/ledger/stored-reason';
import { describeOperationCode, explainOperationCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import {
  hasFailed,
  isRealError,
  isRefundOperation,
  lastSale,
  type Operation,
  type PaymentState,
  type PlatformError,
} from './payment-state.ts';
import { isFailed, isFinal, isPaid, isRefunded } from './payment-status.ts';

/** States that a command can wait for. */
export const WAIT_TARGETS = ['otp', 'final', 'success', 'refunded'] as const;

export type WaitTarget = (typeof WAIT_TARGETS)[number];

/** Result of comparing a state with a target: reached, not reached yet, or no longer reachable. */
export type WaitResult =
  | { readonly kind: 'reached' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly failure: Failure };

const REACHED: WaitResult = { kind: 'reached' };
const OPEN: WaitResult = { kind: 'open' };

/** Combines checks of one payment: reached with the first target, failed when no target can be reached. */
export function combineChecks(checks: readonly ((state: PaymentState) => WaitResult | Promise<WaitResult>)[]) {
  return async (state: PaymentState): Promise<WaitResult> => {
    const results = await Promise.all(checks.map((check) => check(state)));
    const open = results.find(({ kind }) => kind === 'open');
    return results.find(({ kind }) => kind === 'reached') ?? open ?? results[0] ?? OPEN;
  };
}

/** Compares a payment with a target. */
export function evaluateWait(state: PaymentState, target: WaitTarget): WaitResult {
  if (state.error !== undefined) return evaluateError(state);
  if (isFailed(state.status)) {
    return { kind: 'failed', failure: operationFailure(state, lastSale(state) ?? state.operations.at(-1)) };
  }
  if (target === 'refunded') return evaluateRefunds(state);
  const { status, asksForOtp } = state;
  const reached = { otp: asksForOtp || isPaid(status), success: isPaid(status), final: isFinal(status) };
  return reached[target] ? REACHED : OPEN;
}

/**
 * Returns a check for the time after an OTP was submitted. When two consecutive statuses ask for the OTP, the platform
 * has not accepted it: it was wrong or late (platform docs: OTP rules).
 */
export function createOtpCheck(): (state: PaymentState) => WaitResult {
  let requests = 0;
  return (state) => {
    requests = state.asksForOtp ? requests + 1 : 0;
    return requests < 2 ? evaluateWait(state, 'final') : { kind: 'failed', failure: otpRejected(state) };
  };
}

function otpRejected({ paymentId }: PaymentState): Failure {
  const id = shellWord(paymentId ?? 'PAYMENT-ID');
  return new Failure(
    EXIT.refused,
    'otp_asked_again',
    message('The platform asks for the code again: it was wrong or late.'),
    {
      hint: message('Retype it: rocketpay otp {id}. Or request a new one: rocketpay resend {id}', { id }),
      paymentId,
    },
  );
}

/** Codes 3061 and 3062 are not final (platform docs: status); any other error is the result. */
function evaluateError({ error, paymentId }: PaymentState): WaitResult {
  if (!isRealError(error?.code)) return OPEN;
  const what = message('The platform answered an error: {error}.', { error: describeOperationCode(error) });
  const hint = message('This attempt has ended. The same payment id may be used again.');
  const failure = new Failure(EXIT.refused, 'refused', what, { hint, paymentId, platformCode: error?.code });
  return { kind: 'failed', failure };
}

/** Evaluates the newest refund by its own time, because the order of operations is not documented. */
function evaluateRefunds(state: PaymentState): WaitResult {
  const refunds = state.operations.filter(isRefundOperation);
  if (refunds.some((operation) => evaluateOperation(state, operation).kind === 'open')) return OPEN;
  if (isRefunded(state.status)) return REACHED;
  const time = ({ createdAt, changedAt }: Operation): number => createdAt ?? changedAt ?? 0;
  const [newest] = refunds.reverse().sort((one, other) => time(other) - time(one));
  return newest === undefined ? OPEN : evaluateOperation(state, newest);
}

/**
 * Evaluates refunds of the ledger, each by its own operation: open while one of them has no result.
 *
 * @param refunds intents of the ledger after the state was recorded
 */
export function evaluateOwnRefunds(state: PaymentState, refunds: readonly Intent[]): WaitResult {
  const results = refunds.map((refund) => evaluateOwnRefund(state, refund, refunds));
  const find = (kind: WaitResult['kind']) => results.find((result) => result.kind === kind);
  return find('open') ?? find('failed') ?? REACHED;
}

function evaluateOwnRefund(state: PaymentState, refund: Intent, refunds: readonly Intent[]): WaitResult {
  const own = findOwnOperations(refund, state, refunds);
  if (refund.state === 'accepted' || refund.state === 'sending') return OPEN;
  if (refund.state === 'done') return REACHED;
  if (refund.state === 'unknown') return own.length === 0 ? OPEN : { kind: 'failed', failure: foreignResult(refund) };
  const failed = refund.state === 'declined' ? own.find(hasFailed) : undefined;
  return { kind: 'failed', failure: failed === undefined ? declinedFailure(refund) : operationFailure(state, failed) };
}

/** Creates the failure for a refund whose request id the platform shows at another operation. */
const foreignResult = ({ id, paymentId, requestId, reason }: Intent): Failure =>
  new Failure(EXIT.unknown, 'outcome_unknown', foreignText(reason), {
    hint: joinTexts(
      [message('Do not retry.'), message('To find the outcome: rocketpay resume {intentId}', { intentId: id })],
      ' ',
    ),
    paymentId,
    requestId,
    intentId: id,
  });

const foreignText = (stored: string | undefined): Text => {
  const reason = stored === undefined ? message('its operation is another one') : reasonText(stored);
  return message('The outcome of the refund is unknown: {reason}.', { reason });
};

/**
 * Evaluates a refund by its own operation, never by the payment: a declined refund leaves the payment at `success`
 * (platform docs: callbacks).
 */
export function evaluateRefund(state: PaymentState, requestId: string | undefined): WaitResult {
  const operation = state.operations.find((candidate) => requestId !== undefined && candidate.requestId === requestId);
  return operation === undefined ? OPEN : evaluateOperation(state, operation);
}

function evaluateOperation(state: PaymentState, operation: Operation): WaitResult {
  if (operation.status === 'success') return REACHED;
  return hasFailed(operation) ? { kind: 'failed', failure: operationFailure(state, operation) } : OPEN;
}

function operationFailure({ status, paymentId }: PaymentState, operation: Operation | undefined): Failure {
  const isRefund = operation !== undefined && isRefundOperation(operation);
  const what = isRefund ? message('The refund was declined') : message('The payment ended as "{status}"', { status });
  return createDeclined(what, isRefund, { ...operation, paymentId });
}

/** Creates the failure of a write that the platform accepted and then declined, from the ledger. */
export function declinedFailure({ id: intentId, kind, state, paymentId, requestId, code, path }: Intent): Failure {
  const isRefund = isRefundIntent({ kind, path });
  const what = describeEnd(isRefund ? 'refund' : kind, state);
  return createDeclined(what, isRefund, { code, intentId, paymentId, requestId });
}

function describeEnd(kind: IntentKind, state: IntentState): Text {
  if (state === 'never_arrived')
    return kind === 'refund'
      ? message('The refund was not shown by the platform')
      : message('The {kind} was not shown by the platform', { kind: KIND_WORDS[kind] });
  if (kind === 'refund' && state === 'declined') return message('The refund was declined');
  return message('The {kind} was {state}', { kind: KIND_WORDS[kind], state: stateText(state) });
}

function createDeclined(
  what: Text,
  isRefund: boolean,
  { code, message: words, intentId, paymentId, requestId }: Partial<PlatformError> & FailureDetails,
): Failure {
  const ended = joinTexts([what, describeOperationCode({ code, message: words })], ': ');
  return new Failure(
    EXIT.refused,
    'declined',
    mapText(ended, (text) => `${text}.`),
    {
      ...{ intentId, paymentId, requestId, platformCode: code },
      ...(isRefund ? { about: 'refund' } : { hint: explainOperationCode(code)?.advice }),
    },
  );
}
