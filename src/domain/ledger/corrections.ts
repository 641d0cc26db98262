import { hasFailed, isRefundOperation, operationKey, type PaymentState } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import { isRefundIntent, isResultOf } from '#domain/refunds/refund-history';
import { DAY_MS } from '#domain/time/duration';
import type { Intent, IntentChange } from './intent.ts';
import {
  DONE_TWICE,
  findAttemptEnd,
  findOwnOperations,
  matchesAmount,
  selectChange,
  toSaleState,
} from './intent-operations.ts';

/** Why an accepted intent is open again. */
const OTHER_OPERATION = 'the platform shows another operation under its request id';

/**
 * What a signed status that contradicts nothing says of an intent that was followed to here, whatever its state:
 * the result of an accepted one, the proof of an open one, or the correction of a verdict. Undefined when it
 * says nothing new.
 *
 * @param past all that the ledger knows of the payment
 */
export function findNewChange(intent: Intent, state: PaymentState, past: readonly Intent[]): IntentChange | undefined {
  const change = changeShown(intent, state, past);
  if (change === undefined) return undefined;
  const isSame = change.state === intent.state && (change.operationId ?? intent.operationId) === intent.operationId;
  return isSame && (change.reason ?? intent.reason) === intent.reason ? undefined : change;
}

function changeShown(intent: Intent, state: PaymentState, past: readonly Intent[]): IntentChange | undefined {
  if (state.error !== undefined) {
    return intent.kind === 'sale' && intent.state === 'accepted' ? findAttemptEnd(state) : undefined;
  }
  const own = findOwnOperations(intent, state, past);
  if (own.length > 0) return allowedChange(intent, selectChange(intent, own), state, past);
  if (intent.state === 'never_arrived') return lateChange(intent, state, past);
  return intent.state === 'accepted' ? endOfPayment(intent, state, past) : undefined;
}

/** Which verdicts a status may replace: never a result by something less final, which may be older. */
function allowedChange(
  intent: Intent,
  change: IntentChange | undefined,
  state: PaymentState,
  past: readonly Intent[],
): IntentChange | undefined {
  const isSettled = intent.state === 'done' || intent.state === 'declined';
  if (intent.state === 'sending' || intent.state === 'held') return undefined;
  if (change === undefined) {
    return intent.state === 'accepted' ? { state: 'unknown', reason: OTHER_OPERATION } : undefined;
  }
  if (change.state !== 'accepted') return isSettled && change.state === intent.state ? repeated(change) : change;
  if (isSettled) return undefined;
  if (intent.state !== 'accepted') return change;
  const end = endOfPayment(intent, state, past);
  return end ?? (isRefundIntent(intent) ? change : undefined);
}

/** Of a result that is known already only that it was made twice is news. */
const repeated = (change: IntentChange): IntentChange | undefined => (change.reason === undefined ? undefined : change);

/** A refund that was not seen is open again when an operation appears that may be it. */
function lateChange(intent: Intent, { operations }: PaymentState, past: readonly Intent[]): IntentChange | undefined {
  const { knownOperations: known, id } = intent;
  const sentAt = intent.platformAt ?? intent.createdAt;
  const others = past.filter((other) => other.id !== id);
  const late = operations.find(
    (operation) =>
      isRefundIntent(intent) &&
      isRefundOperation(operation) &&
      !hasFailed(operation) &&
      !known.includes(operationKey(operation)) &&
      matchesAmount(intent, operation) &&
      Math.abs((operation.createdAt ?? sentAt) - sentAt) < DAY_MS &&
      !others.some((other) => isResultOf(other, operation)),
  );
  if (late === undefined) return undefined;
  return { state: 'unknown', reason: `operation ${late.id} has appeared since, and may be this refund` };
}

/** The payment is final: so is its sale. */
function endOfPayment(intent: Intent, state: PaymentState, past: readonly Intent[]): IntentChange | undefined {
  return isFinal(state.status) && decidesPayment(intent, past) ? { state: toSaleState(state) } : undefined;
}

/** The end of a payment is the end of its sale, and of its code where there was one only. */
function decidesPayment({ kind, id }: Intent, past: readonly Intent[]): boolean {
  if (kind === 'sale') return true;
  return kind === 'otp' && !past.some((other) => other.kind === 'otp' && other.id !== id);
}

/**
 * True of an accepted write whose result no later status tells: its payment has ended, and nothing of the payment's says
 * what became of this one. A code among several, a resend or a raw request can be such; a refund has an operation of its own.
 *
 * @param intent as it stands after {@link findNewChange} was asked, and long enough after its request
 */
export const isResultNeverShown = (intent: Intent, { error, status }: PaymentState): boolean =>
  intent.state === 'accepted' &&
  intent.kind !== 'sale' &&
  !isRefundIntent(intent) &&
  error === undefined &&
  isFinal(status);

/** Verdicts that a later status may prove wrong. */
const CORRECTED: readonly Intent['state'][] = ['refused', 'denied', 'not_sent', 'never_arrived', 'declined', 'done'];

/**
 * What the user is told when a status has changed what was known of an intent: a verdict was wrong, a refund that
 * was not seen appeared, or a request was carried out twice. Undefined for a result that was only awaited.
 */
export function correctionText(before: Intent, after: Intent): string | undefined {
  const what = `${before.kind}${before.paymentId === undefined ? '' : ` of ${before.paymentId}`} (intent ${before.id})`;
  if (after.reason !== before.reason && after.reason?.startsWith(DONE_TWICE)) return `The ${what} was ${after.reason}.`;
  if (after.state === 'unknown' && after.state !== before.state) {
    return `The outcome of the ${what} is not known any more: ${after.reason}. Next: rocketpay resume ${before.id}`;
  }
  if (!CORRECTED.includes(before.state) || after.state === before.state) return undefined;
  const [old, now] = [before.state, after.state].map((state) => state.replace('_', ' '));
  return `The ${what} was taken to be "${old}"; the platform now shows it as "${now}".`;
}
