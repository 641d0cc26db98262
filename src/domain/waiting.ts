import { isRefundIntent, isRefundOperation } from './earlier-refunds.ts';
import { Failure } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { explainOperationCode } from './gate-codes.ts';
import type { Intent } from './intent.ts';
import { idWord } from './payment-id.ts';
import { hasFailed, isRealError, type Operation, type PaymentState } from './payment-state.ts';
import { isFailed, isFinal, isPaid, isRefunded } from './statuses.ts';

/** What one can wait for. */
export const WAIT_TARGETS = ['otp', 'final', 'success', 'refunded'] as const;

export type WaitTarget = (typeof WAIT_TARGETS)[number];

/** What a state says about what is waited for. */
export type Verdict =
  | { readonly kind: 'reached' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly failure: Failure };

const REACHED: Verdict = { kind: 'reached' };
const OPEN: Verdict = { kind: 'open' };

/** Judges a payment: has it come to what is waited for, can it no longer, or is it open? */
export function judgePayment(state: PaymentState, target: WaitTarget): Verdict {
  if (state.error !== undefined) return judgeError(state);
  if (isFailed(state.status)) return { kind: 'failed', failure: declined(state, lastOf(state, 'sale')) };
  switch (target) {
    case 'otp':
      return state.asksForOtp || isPaid(state.status) ? REACHED : OPEN;
    case 'success':
      return isPaid(state.status) ? REACHED : OPEN;
    case 'final':
      return isFinal(state.status) ? REACHED : OPEN;
    case 'refunded':
      return judgeRefunds(state);
  }
}

/**
 * A judge for the time after an OTP was handed in. A platform that asks for it still, or again, at two
 * questions in a row has not taken the code: it was wrong or late (platform docs: OTP rules).
 */
export function judgeAfterOtp(): (state: PaymentState) => Verdict {
  let asked = 0;
  return (state) => {
    asked = state.asksForOtp ? asked + 1 : 0;
    return asked < 2 ? judgePayment(state, 'final') : { kind: 'failed', failure: askedAgain(state) };
  };
}

function askedAgain({ paymentId }: PaymentState): Failure {
  const id = idWord(paymentId ?? 'PAYMENT-ID');
  return new Failure(EXIT.refused, 'otp_asked_again', 'The platform asks for the code again: it was wrong or late.', {
    hint: `Retype it: rocketpay otp ${id}. Or have a new one sent: rocketpay resend ${id}`,
    paymentId,
  });
}

/** 3061 and 3062 are not final (platform docs: status); any other error is the answer. */
function judgeError(state: PaymentState): Verdict {
  const { code, message } = state.error ?? {};
  if (!isRealError(code)) return OPEN;
  const words = [code, explainOperationCode(code)?.meaning ?? message].filter((part) => part !== undefined).join(' ');
  const failure = new Failure(EXIT.refused, 'refused', `The platform answered an error: ${words}.`, {
    hint: 'This attempt has ended. The same payment id may be used again.',
    paymentId: state.paymentId,
    platformCode: code,
  });
  return { kind: 'failed', failure };
}

function judgeRefunds(state: PaymentState): Verdict {
  if (isRefunded(state.status)) return REACHED;
  const last = state.operations.filter(isRefundOperation).at(-1);
  return last === undefined ? OPEN : judgeOperation(state, last);
}

/**
 * Judges a refund by its own operation, never by the payment: a declined refund leaves the payment at
 * `success` (platform docs: callbacks).
 */
export function judgeRefund(state: PaymentState, requestId: string | undefined): Verdict {
  const operation = state.operations.find((candidate) => requestId !== undefined && candidate.requestId === requestId);
  return operation === undefined ? OPEN : judgeOperation(state, operation);
}

function judgeOperation(state: PaymentState, operation: Operation): Verdict {
  if (operation.status === 'success') return REACHED;
  return hasFailed(operation) ? { kind: 'failed', failure: declined(state, operation) } : OPEN;
}

const lastOf = (state: PaymentState, type: string): Operation | undefined =>
  state.operations.filter((operation) => operation.type === type).at(-1) ?? state.operations.at(-1);

function declined(state: PaymentState, operation: Operation | undefined): Failure {
  const known = explainOperationCode(operation?.code);
  const why = [operation?.code, known?.meaning ?? operation?.message].filter((part) => part !== undefined).join(' ');
  const what =
    operation !== undefined && isRefundOperation(operation)
      ? 'The refund was declined'
      : `The payment ended as "${state.status}"`;
  return new Failure(EXIT.refused, 'declined', `${what}${why === '' ? '' : `: ${why}`}.`, {
    hint: known?.advice,
    requestId: operation?.requestId,
    paymentId: state.paymentId,
    platformCode: operation?.code,
  });
}

/** The failure of a write that the platform took and then declined, as the ledger knows it. */
export function declinedFailure({ id, kind, paymentId, requestId, code, path }: Intent): Failure {
  const known = explainOperationCode(code);
  const why = [code, known?.meaning].filter((part) => part !== undefined).join(' ');
  const what = isRefundIntent({ kind, path }) ? 'The refund was declined' : `The ${kind} was declined`;
  return new Failure(EXIT.refused, 'declined', `${what}${why === '' ? '' : `: ${why}`}.`, {
    hint: known?.advice,
    requestId,
    paymentId,
    intentId: id,
    platformCode: code,
  });
}
