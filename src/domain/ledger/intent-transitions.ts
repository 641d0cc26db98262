import type { Outcome } from '#domain/gate/request-outcome';
import { hasFailed, isRefundOperation, type PaymentState } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import { BUSY_CODE, isCredentialRefusal } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { DAY_MS } from '#domain/time/duration';
import type { Intent, IntentChange } from './intent.ts';
import {
  findAttemptEnd,
  findNewOperations,
  findOthers,
  findOwnOperations,
  selectChange,
  toSaleState,
} from './intent-operations.ts';

const ANSWERED = 'the platform answered HTTP ';

/** Returns the HTTP status of a refused intent; 400 when it is not known. */
export function getHttpStatus({ reason = '' }: Pick<Intent, 'reason'>): number {
  const status = reason.startsWith(ANSWERED) ? Number(reason.slice(ANSWERED.length)) : Number.NaN;
  return Number.isInteger(status) ? status : 400;
}

/** True when the platform was too busy to process a request. It has accepted a request to which it gave a request id. */
const isBusyRefusal = ({ code, requestId }: Extract<Outcome, { kind: 'refused' }>): boolean =>
  code === BUSY_CODE && requestId === undefined;

/** Converts the outcome of a request to a change of its intent. */
export function changeFromOutcome(outcome: Outcome): IntentChange {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', requestId: outcome.requestId };
    case 'refused':
      return {
        state: isCredentialRefusal(outcome) || isBusyRefusal(outcome) ? 'denied' : 'refused',
        requestId: outcome.requestId,
        code: outcome.code,
        reason: `${ANSWERED}${outcome.httpStatus}`,
      };
    case 'not_sent':
      return { state: 'not_sent', reason: String(outcome.reason) };
    case 'unknown':
      return { state: 'unknown', requestId: outcome.requestId, code: outcome.code, reason: String(outcome.reason) };
    case 'unverified':
      return { state: 'unknown', reason: String(outcome.reason) };
  }
}

/** Reason of an accepted intent that is open again. */
const OTHER_OPERATION = 'the platform shows another operation under its request id';

/**
 * Returns the change that a signed and consistent status shows for an intent in any state: the result of an accepted one, the proof
 * of an open one, or the correction of a result. Undefined without a change.
 *
 * @param history all intents of the payment in the ledger
 */
export function changeFromStatus(
  intent: Intent,
  state: PaymentState,
  history: readonly Intent[],
): IntentChange | undefined {
  const change = findChange(intent, state, history);
  if (change === undefined) return undefined;
  const isSame = change.state === intent.state && (change.operationId ?? intent.operationId) === intent.operationId;
  return isSame && (change.reason ?? intent.reason) === intent.reason ? undefined : change;
}

function findChange(intent: Intent, state: PaymentState, history: readonly Intent[]): IntentChange | undefined {
  if (state.error !== undefined) {
    return intent.kind === 'sale' && intent.state === 'accepted' ? findAttemptEnd(state) : undefined;
  }
  const own = findOwnOperations(intent, state, history);
  if (own.length > 0) return allowChange(intent, selectChange(intent, own), state, history);
  if (intent.state === 'never_arrived') return findLateRefund(intent, state, history);
  return intent.state === 'accepted' ? findPaymentEnd(intent, state, history) : undefined;
}

/** Returns the change if the status may replace the state: never a result by a less final one, which may be older. */
function allowChange(
  intent: Intent,
  change: IntentChange | undefined,
  state: PaymentState,
  history: readonly Intent[],
): IntentChange | undefined {
  const hasResult = intent.state === 'done' || intent.state === 'declined';
  if (intent.state === 'sending' || intent.state === 'held') return undefined;
  if (change === undefined) {
    return intent.state === 'accepted' ? { state: 'unknown', reason: OTHER_OPERATION } : undefined;
  }
  if (change.state !== 'accepted') {
    // For an unchanged result, only a reason is new: the request was processed twice.
    return hasResult && change.state === intent.state && change.reason === undefined ? undefined : change;
  }
  if (hasResult) return undefined;
  if (intent.state !== 'accepted') return change;
  return findPaymentEnd(intent, state, history) ?? (isRefundIntent(intent) ? change : undefined);
}

/** Opens a refund that was not shown again when an operation appears that may be this refund. */
function findLateRefund(
  intent: Intent,
  { operations }: PaymentState,
  history: readonly Intent[],
): IntentChange | undefined {
  const sentAt = intent.platformAt ?? intent.createdAt;
  const late = findNewOperations(intent, operations, history).find(
    (operation) =>
      isRefundIntent(intent) &&
      isRefundOperation(operation) &&
      !hasFailed(operation) &&
      Math.abs((operation.createdAt ?? sentAt) - sentAt) < DAY_MS,
  );
  if (late === undefined) return undefined;
  return { state: 'unknown', reason: `operation ${late.id} has appeared since, and may be this refund` };
}

/** Returns the result of a sale, or of its only code, when the payment is final. */
function findPaymentEnd(intent: Intent, state: PaymentState, history: readonly Intent[]): IntentChange | undefined {
  const isOnlyCode = intent.kind === 'otp' && !findOthers(intent, history).some(({ kind }) => kind === 'otp');
  return isFinal(state.status) && (intent.kind === 'sale' || isOnlyCode) ? { state: toSaleState(state) } : undefined;
}

/**
 * True of an accepted write whose result no later status shows, because its payment is final: one of several codes, a resend or a raw
 * request. A refund has an operation of its own.
 *
 * @param intent the intent after {@link changeFromStatus}, long enough after its request
 */
export const isResultNeverShown = (intent: Intent, { error, status }: PaymentState): boolean =>
  intent.state === 'accepted' &&
  intent.kind !== 'sale' &&
  !isRefundIntent(intent) &&
  error === undefined &&
  isFinal(status);
