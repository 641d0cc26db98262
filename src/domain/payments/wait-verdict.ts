import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { findOwnOperations } from '#domain/ledger/intent-operations';
import { explainOperationCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent, isRefundOperation } from '#domain/refunds/refund-history';
import { hasFailed, isRealError, type Operation, type PaymentState } from './payment-state.ts';
import { isFailed, isFinal, isPaid, isRefunded } from './payment-status.ts';

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

/** Joins judges of one payment: the first target that is reached counts; it has failed when none can be reached. */
export function anyOf(judges: readonly ((state: PaymentState) => Verdict | Promise<Verdict>)[]) {
  return async (state: PaymentState): Promise<Verdict> => {
    const verdicts = await Promise.all(judges.map((judge) => judge(state)));
    const open = verdicts.find(({ kind }) => kind === 'open');
    return verdicts.find(({ kind }) => kind === 'reached') ?? open ?? verdicts[0] ?? OPEN;
  };
}

/** Judges a payment: has it come to what is waited for, can it no longer, or is it open? */
export function evaluateWait(state: PaymentState, target: WaitTarget): Verdict {
  if (state.error !== undefined) return classifyError(state);
  if (isFailed(state.status)) return { kind: 'failed', failure: declined(state, lastOf(state, 'sale')) };
  switch (target) {
    case 'otp':
      return state.asksForOtp || isPaid(state.status) ? REACHED : OPEN;
    case 'success':
      return isPaid(state.status) ? REACHED : OPEN;
    case 'final':
      return isFinal(state.status) ? REACHED : OPEN;
    case 'refunded':
      return checkRefunds(state);
  }
}

/**
 * A judge for the time after an OTP was handed in. A platform that asks for it still, or again, at two
 * questions in a row has not taken the code: it was wrong or late (platform docs: OTP rules).
 */
export function evaluateAfterOtp(): (state: PaymentState) => Verdict {
  let asked = 0;
  return (state) => {
    asked = state.asksForOtp ? asked + 1 : 0;
    return asked < 2 ? evaluateWait(state, 'final') : { kind: 'failed', failure: askedAgain(state) };
  };
}

function askedAgain({ paymentId }: PaymentState): Failure {
  const id = shellWord(paymentId ?? 'PAYMENT-ID');
  return new Failure(EXIT.refused, 'otp_asked_again', 'The platform asks for the code again: it was wrong or late.', {
    hint: `Retype it: rocketpay otp ${id}. Or have a new one sent: rocketpay resend ${id}`,
    paymentId,
  });
}

/** 3061 and 3062 are not final (platform docs: status); any other error is the answer. */
function classifyError(state: PaymentState): Verdict {
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

/** The newest refund by its own time, for the platform's order is not documented; open while any is in progress. */
function checkRefunds(state: PaymentState): Verdict {
  const refunds = state.operations.filter(isRefundOperation);
  if (refunds.some((operation) => checkOperation(state, operation).kind === 'open')) return OPEN;
  if (isRefunded(state.status)) return REACHED;
  const time = ({ createdAt, changedAt }: Operation): number => createdAt ?? changedAt ?? 0;
  const [newest] = refunds.reverse().sort((one, other) => time(other) - time(one));
  return newest === undefined ? OPEN : checkOperation(state, newest);
}

/**
 * Judges refunds of the ledger, each by its own operation, whatever else the payment had: open while one of them
 * has no result.
 *
 * @param refunds as the ledger knows them after the state was recorded
 */
export function checkOwnRefunds(state: PaymentState, refunds: readonly Intent[]): Verdict {
  const verdicts = refunds.map((refund) => checkOwnRefund(state, refund, refunds));
  const find = (kind: Verdict['kind']) => verdicts.find((verdict) => verdict.kind === kind);
  return find('open') ?? find('failed') ?? REACHED;
}

function checkOwnRefund(state: PaymentState, refund: Intent, refunds: readonly Intent[]): Verdict {
  const own = findOwnOperations(refund, state, refunds);
  if (refund.state === 'accepted' || refund.state === 'sending') return OPEN;
  if (refund.state === 'done') return REACHED;
  if (refund.state === 'unknown') return own.length === 0 ? OPEN : { kind: 'failed', failure: notOurs(refund) };
  const failed = refund.state === 'declined' ? own.find(hasFailed) : undefined;
  return { kind: 'failed', failure: failed === undefined ? declinedFailure(refund) : declined(state, failed) };
}

/** The platform shows another operation under the request id of a refund. */
const notOurs = ({ id, paymentId, requestId, reason = 'its operation is another one' }: Intent): Failure =>
  new Failure(EXIT.unknown, 'outcome_unknown', `The outcome of the refund is unknown: ${reason}.`, {
    hint: `Do not retry. To find the outcome: rocketpay resume ${id}`,
    paymentId,
    requestId,
    intentId: id,
  });

/**
 * Judges a refund by its own operation, never by the payment: a declined refund leaves the payment at
 * `success` (platform docs: callbacks).
 */
export function checkRefund(state: PaymentState, requestId: string | undefined): Verdict {
  const operation = state.operations.find((candidate) => requestId !== undefined && candidate.requestId === requestId);
  return operation === undefined ? OPEN : checkOperation(state, operation);
}

function checkOperation(state: PaymentState, operation: Operation): Verdict {
  if (operation.status === 'success') return REACHED;
  return hasFailed(operation) ? { kind: 'failed', failure: declined(state, operation) } : OPEN;
}

const lastOf = (state: PaymentState, type: string): Operation | undefined =>
  state.operations.filter((operation) => operation.type === type).at(-1) ?? state.operations.at(-1);

function declined(state: PaymentState, operation: Operation | undefined): Failure {
  const known = explainOperationCode(operation?.code);
  const why = [operation?.code, known?.meaning ?? operation?.message].filter((part) => part !== undefined).join(' ');
  const isRefund = operation !== undefined && isRefundOperation(operation);
  const what = isRefund ? 'The refund was declined' : `The payment ended as "${state.status}"`;
  return new Failure(EXIT.refused, 'declined', `${what}${why === '' ? '' : `: ${why}`}.`, {
    hint: isRefund ? undefined : known?.advice,
    requestId: operation?.requestId,
    paymentId: state.paymentId,
    platformCode: operation?.code,
    about: isRefund ? 'refund' : undefined,
  });
}

/** The failure of a write that the platform took and then declined, as the ledger knows it. */
export function declinedFailure({ id, kind, state, paymentId, requestId, code, path }: Intent): Failure {
  const known = explainOperationCode(code);
  const why = [code, known?.meaning].filter((part) => part !== undefined).join(' ');
  const ended = state === 'never_arrived' ? 'was not shown by the platform' : `was ${state}`;
  const isRefund = isRefundIntent({ kind, path });
  const what = `The ${isRefund ? 'refund' : kind} ${ended}`;
  return new Failure(EXIT.refused, 'declined', `${what}${why === '' ? '' : `: ${why}`}.`, {
    hint: isRefund ? undefined : known?.advice,
    requestId,
    paymentId,
    intentId: id,
    platformCode: code,
    about: isRefund ? 'refund' : undefined,
  });
}
