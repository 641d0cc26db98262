import type { Intent } from '#domain/ledger/intent';
import { sumAmounts } from '#domain/refunds/refund-history';
import { isRefundOperation, isReverseOperation, type Operation, type PaymentState } from './payment-state.ts';
import { gapOf, missingOperations, sumsOf } from './status-consistency.ts';

/** A status answer, and what this ledger knows of the same payment. */
export interface StatusEvidence {
  readonly state: PaymentState;
  /** True when the answer carried a right signature. */
  readonly signed: boolean;
  /** All that the ledger knows of the payment. */
  readonly past: readonly Intent[];
}

/** Why a status answer is not enough to send a refund on. */
export interface Distrust {
  readonly code: 'status_unsigned' | 'status_outdated' | 'status_unbalanced';
  /** A clause: `the status answer …`. */
  readonly why: string;
  /** Of an unbalanced one: true when money may have gone back that no operation shows. */
  readonly hidesMoney?: boolean;
}

/**
 * Tells why a status answer must not be relied on before money is sent: no signature vouches for it, it is older
 * than what this ledger knows, or its sums contradict its own operations. Undefined when nothing speaks against it.
 */
export function distrustOf({ state, signed, past }: StatusEvidence): Distrust | undefined {
  if (!signed) return { code: 'status_unsigned', why: 'the status answer carries no signature' };
  if (state.error !== undefined) return undefined;
  const [missing] = missingOperations(state, past);
  if (missing !== undefined) {
    const why = `the status answer is out of date: it does not show operation ${missing}, which the platform has shown before`;
    return { code: 'status_outdated', why };
  }
  if (hidesRefunds(state)) {
    const why = `the payment is "${state.status}", and its status shows no refund`;
    return { code: 'status_unbalanced', why, hidesMoney: true };
  }
  if (sumsOf(state) !== 'unbalanced' && !leavesTooMuch(state)) return undefined;
  const why = 'the operations in the status do not explain what is left';
  return { code: 'status_unbalanced', why, hidesMoney: gapOf(state) === 'missing' };
}

const hidesRefunds = ({ operations, status }: PaymentState): boolean =>
  !operations.some(isRefundOperation) && /refunded|reversed/.test(status);

/** True when more is left than the operations allow, whatever those without an amount come to. */
function leavesTooMuch({ operations, left }: PaymentState): boolean {
  const successful = operations.filter(({ status }) => status === 'success');
  const sales = successful.filter(({ type }) => type === 'sale');
  const others = successful.filter((one) => !isRefundOperation(one) && !isResend(one) && !sales.includes(one));
  if (left === undefined || sales.length === 0 || others.length > 0) return false;
  const isForeign = ({ amount }: Operation) => amount !== undefined && amount.currency !== left.currency;
  if (sales.some(({ amount }) => amount === undefined) || successful.some(isForeign)) return false;
  if (operations.some(isReverseOperation)) return false;
  const sum = (some: readonly Operation[]) =>
    sumAmounts(
      some.map(({ amount }) => amount),
      left.currency,
    );
  return left.minor > sum(sales) - sum(successful.filter(isRefundOperation));
}

const isResend = ({ type }: Operation): boolean => type === 'customer action';
