import { message, type Text } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import { isResendOperation } from '#domain/otp/resend-window';
import { isRefundOperation, isReverseOperation, type Operation, type PaymentState } from './payment-state.ts';
import { findGap, findMissingOperations, isUnbalanced, sumOperations } from './status-consistency.ts';

/** A status answer with the ledger's intents of the same payment. */
export interface StatusEvidence {
  readonly state: PaymentState;
  /** True when the answer had a valid signature. */
  readonly signed: boolean;
  readonly history: readonly Intent[];
}

/** Reason for not sending a refund after a status answer. */
export interface StatusProblem {
  readonly code: 'status_unsigned' | 'status_outdated' | 'status_unbalanced';
  /** A clause: `the status answer …`. */
  readonly why: Text;
  /** True for an unbalanced answer when a refund may have happened that no operation shows. */
  readonly mayHideRefund?: boolean;
}

/**
 * Returns why a refund must not rely on a status answer: it is unsigned, is older than the ledger, or its amounts
 * contradict its operations. Undefined when there is no such reason.
 */
export function findStatusProblem({ state, signed, history }: StatusEvidence): StatusProblem | undefined {
  if (!signed) return { code: 'status_unsigned', why: message('the status answer carries no signature') };
  if (state.error !== undefined) return undefined;
  const [missing] = findMissingOperations(state, history);
  if (missing !== undefined) {
    const why = message(
      'the status answer is out of date: it does not show operation {operation}, which the platform has shown before',
      { operation: missing },
    );
    return { code: 'status_outdated', why };
  }
  if (hidesRefunds(state)) {
    const why = message('the payment is "{status}", and its status shows no refund', { status: state.status });
    return { code: 'status_unbalanced', why, mayHideRefund: true };
  }
  if (!isUnbalanced(state) && !leavesTooMuch(state)) return undefined;
  const why = message('the operations in the status do not explain what is left');
  return { code: 'status_unbalanced', why, mayHideRefund: findGap(state) === 'missing' };
}

const hidesRefunds = ({ operations, status }: PaymentState): boolean =>
  !operations.some(isRefundOperation) && /refunded|reversed/.test(status);

/** True when more is left than the operations allow, even if those without an amount have refunded nothing. */
function leavesTooMuch({ operations, left }: PaymentState): boolean {
  const successful = operations.filter(({ status }) => status === 'success');
  const sales = successful.filter(({ type }) => type === 'sale');
  const others = successful.filter((one) => !isRefundOperation(one) && !isResendOperation(one) && !sales.includes(one));
  if (left === undefined || sales.length === 0 || others.length > 0) return false;
  const isForeign = ({ amount }: Operation) => amount !== undefined && amount.currency !== left.currency;
  if (sales.some(({ amount }) => amount === undefined) || successful.some(isForeign)) return false;
  if (operations.some(isReverseOperation)) return false;
  const sum = (some: readonly Operation[]) => sumOperations(some, left.currency);
  return left.minor > sum(sales) - sum(successful.filter(isRefundOperation));
}
