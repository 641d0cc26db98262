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
 * Whether a status agrees with itself and with what was shown before. One that does not holds a refund, and
 * nothing is concluded from it: the platform may have answered from an older copy of its data.
 */

/**
 * Compares what is left of a payment with its operations:
 *
 * - `balanced`: the operations explain exactly what is left;
 * - `unbalanced`: they contradict it: money moved that no operation shows, or the other way round;
 * - `unknown`: amounts are missing or in other currencies, or the payment is not one that was paid.
 */
export function sumsOf(state: PaymentState): 'balanced' | 'unbalanced' | 'unknown' {
  const gap = gapOf(state);
  if (gap === undefined) return 'unknown';
  return gap === 'none' ? 'balanced' : 'unbalanced';
}

/**
 * How what is left of a payment differs from what its operations explain: `missing` where money has moved that no
 * operation shows, `surplus` where more is left than they allow, `none` where they agree. Undefined where that cannot be
 * told: see {@link sumsOf}.
 */
export function gapOf({ operations, left, status }: PaymentState): 'none' | 'missing' | 'surplus' | undefined {
  if (left === undefined || !isPaid(status) || status === 'partially paid') return undefined;
  const sales = operations.filter((operation) => isSale(operation) && operation.status === 'success');
  const refunds = operations.filter((operation) => isRefundOperation(operation) && !hasFailed(operation));
  const reverses = operations.filter((operation) => isReverseOperation(operation) && !hasFailed(operation));
  const counted = [...sales, ...refunds, ...reverses];
  if (sales.length === 0 || operations.some(isOfOtherKind)) return undefined;
  if (counted.some(({ amount }) => amount?.currency !== left.currency)) return undefined;
  if (refunds.length === 0 && isRefunded(status)) return 'missing';
  const sum = (some: readonly Operation[]): number =>
    sumAmounts(
      some.map(({ amount }) => amount),
      left.currency,
    );
  const done = (some: readonly Operation[]): number => sum(some.filter((one) => one.status === 'success'));
  const expected = sum(sales) - done(refunds) + done(reverses);
  // Whether money in progress is in what is left is not documented.
  const least = expected - (sum(refunds) - done(refunds));
  const most = expected + (sum(reverses) - done(reverses));
  if (left.minor < least) return 'missing';
  return left.minor > most ? 'surplus' : 'none';
}

const isSale = ({ type }: Operation): boolean => type === 'sale';

/** An operation of which it is not known how it changes what is left. */
const isOfOtherKind = (operation: Operation): boolean =>
  operation.status === 'success' &&
  ![isSale, isRefundOperation, isReverseOperation, isResendOperation].some((isKind) => isKind(operation));

/**
 * Ids of operations that the platform has shown before and this status lacks: then the status is older than
 * what is known, or incomplete.
 *
 * @param past all that the ledger knows of the payment
 */
export function missingOperations(
  { operations }: Pick<PaymentState, 'operations'>,
  past: readonly Pick<Intent, 'knownOperations' | 'operationId'>[],
): readonly string[] {
  const shown = new Set(operations.map(operationKey));
  const before = past.flatMap(({ knownOperations: known, operationId }) => [
    ...known.filter((key) => !key.startsWith('[')),
    ...(operationId === undefined ? [] : [operationId]),
  ]);
  return [...new Set(before)].filter((id) => !shown.has(id));
}

/**
 * Why nothing is concluded from a status, and no refund is sent by it; undefined when it contradicts nothing.
 *
 * @param past all that the ledger knows of the payment
 */
export function contradictionOf(
  state: PaymentState,
  past: readonly Pick<Intent, 'knownOperations' | 'operationId'>[],
): string | undefined {
  if (state.error !== undefined) return undefined;
  const [missing] = missingOperations(state, past);
  if (missing !== undefined) return `the status is older than what is known: it lacks operation ${missing}`;
  if (sumsOf(state) !== 'unbalanced') return undefined;
  return 'the status contradicts itself: its operations do not explain what is left';
}
