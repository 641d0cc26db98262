import { message, type Text } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import { isResendOperation } from '#domain/otp/resend-window';
import { sumAmounts } from '#domain/refunds/refund-history';
import {
  hasFailed,
  isRefundOperation,
  isReverseOperation,
  type Operation,
  operationKey,
  type PaymentState,
} from './payment-state.ts';
import { isPaid, isRefunded } from './payment-status.ts';

/**
 * Contradictions of a status with itself or with earlier statuses. Such a status blocks refunds and changes nothing in
 * the ledger: the platform may have answered from an older copy of its data.
 */

/** Returns the sum of the amounts of operations in one currency, in minor units. */
export const sumOperations = (operations: readonly Operation[], currency: string): number =>
  sumAmounts(
    operations.map(({ amount }) => amount),
    currency,
  );

/**
 * Returns how the remaining amount of a payment differs from what its operations explain: `missing` when money has moved
 * that no operation shows, `surplus` when more is left than the operations allow, `none` when they agree. Undefined when
 * amounts are missing or in other currencies, or when the payment was not paid.
 */
export function findGap({ operations, left, status }: PaymentState): 'none' | 'missing' | 'surplus' | undefined {
  if (left === undefined || !isPaid(status) || status === 'partially paid') return undefined;
  const sales = operations.filter((operation) => isSale(operation) && operation.status === 'success');
  const refunds = operations.filter((operation) => isRefundOperation(operation) && !hasFailed(operation));
  const reverses = operations.filter((operation) => isReverseOperation(operation) && !hasFailed(operation));
  const counted = [...sales, ...refunds, ...reverses];
  if (sales.length === 0 || operations.some(isOfOtherKind)) return undefined;
  if (counted.some(({ amount }) => amount?.currency !== left.currency)) return undefined;
  if (refunds.length === 0 && isRefunded(status)) return 'missing';
  const sum = (some: readonly Operation[]): number => sumOperations(some, left.currency);
  const done = (some: readonly Operation[]): number => sum(some.filter((one) => one.status === 'success'));
  const expected = sum(sales) - done(refunds) + done(reverses);
  // Whether the remaining amount includes money in progress is not documented.
  const least = expected - (sum(refunds) - done(refunds));
  const most = expected + (sum(reverses) - done(reverses));
  if (left.minor < least) return 'missing';
  return left.minor > most ? 'surplus' : 'none';
}

/** True when the remaining amount contradicts the operations. */
export const isUnbalanced = (state: PaymentState): boolean => ['missing', 'surplus'].includes(findGap(state) ?? '');

const isSale = ({ type }: Operation): boolean => type === 'sale';

/** True for an operation with an unknown effect on the remaining amount. */
const isOfOtherKind = (operation: Operation): boolean =>
  operation.status === 'success' &&
  ![isSale, isRefundOperation, isReverseOperation, isResendOperation].some((isKind) => isKind(operation));

/**
 * Returns the ids of operations that the platform has shown before and this status lacks: the status is old or
 * incomplete.
 *
 * @param intents the ledger's intents of the payment
 */
export function findMissingOperations(
  { operations }: Pick<PaymentState, 'operations'>,
  intents: readonly Pick<Intent, 'knownOperations' | 'operationId'>[],
): readonly string[] {
  const shown = new Set(operations.map(operationKey));
  const before = intents.flatMap(({ knownOperations, operationId }) => [
    ...knownOperations.filter((key) => !key.startsWith('[')),
    ...(operationId === undefined ? [] : [operationId]),
  ]);
  return [...new Set(before)].filter((id) => !shown.has(id));
}

/**
 * Returns why a status is not used; undefined when it contradicts nothing.
 *
 * @param intents the ledger's intents of the payment
 */
export function findContradiction(
  state: PaymentState,
  intents: readonly Pick<Intent, 'knownOperations' | 'operationId'>[],
): Text | undefined {
  if (state.error !== undefined) return undefined;
  const [missing] = findMissingOperations(state, intents);
  if (missing !== undefined)
    return message('the status is older than an earlier one: it lacks operation {operation}', { operation: missing });
  if (!isUnbalanced(state)) return undefined;
  return message('the status contradicts itself: its operations do not explain what is left');
}
