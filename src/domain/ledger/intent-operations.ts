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
import { intentOf, isProven, isRefundIntent, isResultOf, sumAmounts } from '#domain/refunds/refund-history';
import type { Intent, IntentChange } from './intent.ts';

/** How the reason of an intent begins whose one request the platform has carried out twice. */
export const DONE_TWICE = 'made twice';

/**
 * The operations that are an intent's by an id. One that several attempts share the `merchant_refund_id` of is of one
 * of them only.
 *
 * @param past all that the ledger knows of the payment
 */
export function findOwnOperations(
  intent: Intent,
  { operations }: PaymentState,
  past: readonly Intent[],
): readonly Operation[] {
  const all = past.some(({ id }) => id === intent.id) ? past : [...past, intent];
  return operations.filter(
    (operation) =>
      isResultOf(intent, operation) && (isProven(intent, operation) || intentOf(operation, all)?.id === intent.id),
  );
}

/**
 * What the operations of an intent say of it: its kind and amount must be theirs. Undefined when they are
 * something else. Of a refund that was made twice the one that gave money back counts.
 */
export function selectChange(intent: Intent, own: readonly Operation[]): IntentChange | undefined {
  const fitting = own.filter((operation) => canStart(intent, operation) && matchesAmount(intent, operation));
  const best = ['done', 'accepted', 'declined']
    .map((wanted) => fitting.find((operation) => toIntentState(operation) === wanted))
    .find((operation) => operation !== undefined);
  if (best === undefined) return undefined;
  const change = toIntentChange(best);
  const made = fitting.filter((operation) => isRefundOperation(operation) && !hasFailed(operation));
  // An answer can list one operation more than once, with each status that it has had.
  const keys = [...new Set(made.map(operationKey))];
  if (keys.length < 2) return change;
  return { ...change, reason: `${DONE_TWICE}: the platform shows operations ${keys.join(', ')} for it` };
}

/** What an operation says of the intent that it is of. */
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

/** True of an operation that an intent of this kind can begin. */
export function canStart(intent: Pick<Intent, 'kind' | 'path'>, operation: Operation): boolean {
  if (isRefundIntent(intent)) return isRefundOperation(operation);
  if (intent.kind === 'raw') return true;
  return intent.kind === 'resend' ? isResendOperation(operation) : isSale(operation);
}

/** True of an operation that takes the money. */
export const isSale = ({ type }: Operation): boolean => type === 'sale';

/**
 * The end of a sale by an error of the payment, which is final for this attempt: the same payment id may be used
 * again (platform docs: statuses).
 */
export function findAttemptEnd({ error }: PaymentState): IntentChange | undefined {
  const { code } = error ?? {};
  if (!isRealError(code) || isCredentialRefusal({ httpStatus: 200, code, message: undefined })) return undefined;
  return { state: 'declined', code, reason: 'the payment ended with an error; its id may be used again' };
}

/** An amount that either side does not name can be any; of a raw request the most that it can be may be known. */
export function matchesAmount(
  { kind, amount }: Pick<Intent, 'amount'> & Partial<Pick<Intent, 'kind'>>,
  operation: Pick<Operation, 'amount'>,
): boolean {
  if (amount === undefined || operation.amount === undefined) return true;
  if (kind === 'raw') return sumAmounts([operation.amount], amount.currency) <= amount.minor;
  return sumAmounts([operation.amount], amount.currency) === amount.minor;
}

/** What the status of a payment says of its sale. */
export function toSaleState({ status }: PaymentState): 'done' | 'declined' | 'accepted' {
  if (isPaid(status)) return 'done';
  return isFailed(status) ? 'declined' : 'accepted';
}

/** True of two writes of one payment that the platform may have given one request id: a sale and its codes. */
export const mayShareRequestId = (one: Intent, other: Intent): boolean =>
  one.paymentId?.toLowerCase() === other.paymentId?.toLowerCase() &&
  ![one, other].some(isRefundIntent) &&
  !(one.kind === 'sale' && other.kind === 'sale');
