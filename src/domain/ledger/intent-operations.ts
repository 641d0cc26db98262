import { findIntent, isProven, isResultOf } from '#domain/ledger/operation-proof';
import { isResendOperation } from '#domain/otp/resend-window';
import {
  hasFailed,
  isRealError,
  isRefundOperation,
  type Operation,
  operationKey,
  type PaymentState,
} from '#domain/payments/payment-state';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { isCredentialRefusal } from '#domain/platform-codes/platform-codes';
import { isRefundIntent, sumAmounts } from '#domain/refunds/refund-history';
import type { Intent, IntentChange } from './intent.ts';

/** Beginning of the reason of an intent whose one request the platform has processed twice. */
export const DONE_TWICE = 'made twice';

/**
 * Returns the operations that belong to an intent by an id. An operation belongs to one intent only, even if several attempts share
 * its `merchant_refund_id`.
 *
 * @param history all intents of the payment in the ledger
 */
export function findOwnOperations(
  intent: Intent,
  { operations }: PaymentState,
  history: readonly Intent[],
): readonly Operation[] {
  const all = history.some(({ id }) => id === intent.id) ? history : [...history, intent];
  return operations.filter(
    (operation) =>
      isResultOf(intent, operation) && (isProven(intent, operation) || findIntent(operation, all)?.id === intent.id),
  );
}

/** Returns the operations that may belong to an intent without an id: new, of its amount, and of no other intent. */
export function findNewOperations(
  intent: Intent,
  operations: readonly Operation[],
  history: readonly Intent[],
): Operation[] {
  const others = findOthers(intent, history);
  return operations.filter(
    (operation) =>
      matchesAmount(intent, operation) &&
      !intent.knownOperations.includes(operationKey(operation)) &&
      !others.some((other) => isResultOf(other, operation)),
  );
}

/** Returns the other intents of a payment. */
export const findOthers = (intent: Intent, history: readonly Intent[]): readonly Intent[] =>
  history.filter(({ id }) => id !== intent.id);

/**
 * Converts the operations of an intent to its change. Of a refund that was made twice, the successful operation counts. Undefined
 * when their kind or amount differs.
 */
export function selectChange(intent: Intent, own: readonly Operation[]): IntentChange | undefined {
  const matching = own.filter((operation) => canStart(intent, operation) && matchesAmount(intent, operation));
  const best = ['done', 'accepted', 'declined']
    .map((state) => matching.find((operation) => toIntentState(operation) === state))
    .find((operation) => operation !== undefined);
  if (best === undefined) return undefined;
  const change = toIntentChange(best);
  const refunds = matching.filter((operation) => isRefundOperation(operation) && !hasFailed(operation));
  // An answer can list one operation several times, with each of its statuses.
  const keys = [...new Set(refunds.map(operationKey))];
  if (keys.length < 2) return change;
  return { ...change, reason: `${DONE_TWICE}: the platform shows operations ${keys.join(', ')} for it` };
}

/** Converts an operation to the change of its intent. */
export const toIntentChange = (operation: Operation): IntentChange => ({
  state: toIntentState(operation),
  requestId: operation.requestId,
  operationId: operation.id || undefined,
  code: operation.code,
});

function toIntentState(operation: Operation): 'done' | 'declined' | 'accepted' {
  if (operation.status === 'success') return 'done';
  return hasFailed(operation) ? 'declined' : 'accepted';
}

/** True of an operation that an intent of this kind can start. */
export function canStart(intent: Pick<Intent, 'kind' | 'path'>, operation: Operation): boolean {
  if (isRefundIntent(intent)) return isRefundOperation(operation);
  if (intent.kind === 'raw') return true;
  return intent.kind === 'resend' ? isResendOperation(operation) : isSale(operation);
}

/** True of an operation that charges the payer. */
export const isSale = ({ type }: Operation): boolean => type === 'sale';

/**
 * Returns the end of a sale by an error of its payment. The error is final for this attempt only: the same payment id may be used
 * again (platform docs: statuses).
 */
export function findAttemptEnd({ error }: PaymentState): IntentChange | undefined {
  const { code } = error ?? {};
  if (!isRealError(code) || isCredentialRefusal({ httpStatus: 200, code, message: undefined })) return undefined;
  return { state: 'declined', code, reason: 'the payment ended with an error; its id may be used again' };
}

/** True when the amounts are equal or one is not known. The amount of a raw request is a maximum. */
export function matchesAmount(
  { kind, amount }: Pick<Intent, 'amount'> & Partial<Pick<Intent, 'kind'>>,
  operation: Pick<Operation, 'amount'>,
): boolean {
  if (amount === undefined || operation.amount === undefined) return true;
  const shown = sumAmounts([operation.amount], amount.currency);
  return kind === 'raw' ? shown <= amount.minor : shown === amount.minor;
}

/** Converts the status of a payment to the state of its sale. */
export function toSaleState({ status }: PaymentState): 'done' | 'declined' | 'accepted' {
  if (isPaid(status)) return 'done';
  return isFailed(status) ? 'declined' : 'accepted';
}

/** True of two writes of one payment to which the platform may have given one request id: a sale and its codes. */
export const mayShareRequestId = (one: Intent, other: Intent): boolean =>
  one.paymentId?.toLowerCase() === other.paymentId?.toLowerCase() &&
  ![one, other].some(isRefundIntent) &&
  !(one.kind === 'sale' && other.kind === 'sale');
