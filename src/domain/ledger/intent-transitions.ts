import { type Message, message } from '#domain/language/message';
import { hasFailed, isRefundOperation, type PaymentState } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { DAY_MS } from '#domain/time/duration';
import type { Intent, IntentChange } from './intent.ts';
import {
  DONE_TWICE,
  findAttemptEnd,
  findNewOperations,
  findOthers,
  findOwnOperations,
  selectChange,
  toSaleState,
} from './intent-operations.ts';
import { KIND_WORDS, STATE_WORDS } from './state-words.ts';
import { reasonText } from './stored-reason.ts';

/** Reason of an accepted intent that is open again. */
const OTHER_OPERATION = 'the platform shows another operation under its request id';

/**
 * Returns the change that a signed and consistent status shows for an intent in any state: the result of an accepted one, the proof
 * of an open one, or the correction of a result. Undefined without a change.
 *
 * @param history all intents of the payment in the ledger
 */
export function findNewChange(
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
 * @param intent the intent after {@link findNewChange}, long enough after its request
 */
export const isResultNeverShown = (intent: Intent, { error, status }: PaymentState): boolean =>
  intent.state === 'accepted' &&
  intent.kind !== 'sale' &&
  !isRefundIntent(intent) &&
  error === undefined &&
  isFinal(status);

/** States that a later status may correct. */
const CORRECTED: readonly Intent['state'][] = ['refused', 'denied', 'not_sent', 'never_arrived', 'declined', 'done'];

/**
 * Returns the message for a status that has corrected an intent: its state was wrong, a refund that was not shown appeared, or a
 * request was processed twice. Undefined for a result that was only awaited.
 */
export function correctionText(before: Intent, after: Intent): Message | undefined {
  const { id, kind, paymentId: payment } = before;
  const what =
    payment === undefined
      ? message('{kind} (intent {id})', { kind: KIND_WORDS[kind], id })
      : message('{kind} of {payment} (intent {id})', { kind: KIND_WORDS[kind], payment, id });
  const reason = reasonText(after.reason ?? '');
  if (after.reason !== before.reason && after.reason?.startsWith(DONE_TWICE))
    return message('The {what} was {reason}.', { what, reason });
  if (after.state === 'unknown' && after.state !== before.state) {
    const again = { what, reason, id };
    return message('The outcome of the {what} is unknown again: {reason}. Next: rocketpay resume {id}', again);
  }
  if (!CORRECTED.includes(before.state) || after.state === before.state) return undefined;
  const [old, now] = [STATE_WORDS[before.state], STATE_WORDS[after.state]];
  return message('The {what} was recorded as "{old}"; the platform now shows it as "{now}".', { what, old, now });
}
