import { type Intent, isOpen, merchantRefundIdOf } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import {
  hasFailed,
  isRefundOperation,
  type Operation,
  operationKey,
  type PaymentState,
} from '#domain/payments/payment-state';
import { DAY_MS } from '#domain/time/duration';
import { isRefundPath } from './refund-path.ts';

export { isRefundOperation } from '#domain/payments/payment-state';

/** A refund that a payment has had, or may have: from the platform's operations, the ledger, or both. */
export interface PastRefund {
  readonly amount: Amount | undefined;
  /** Epoch milliseconds. */
  readonly at: number | undefined;
  /**
   * `under way`: it may still take money, and what is left does not show it yet; `not seen`: sent, and not shown by
   * the platform after its settle time, which does not prove that the platform will never process it.
   */
  readonly standing: 'done' | 'under way' | 'failed' | 'not seen';
  /** The platform's word, or the ledger's where the platform does not show it. */
  readonly status: string;
  /** The intent, when it was made with this ledger; made elsewhere else. */
  readonly intent: Intent | undefined;
  readonly operationId: string | undefined;
  /** What the platform's operation is known by; undefined where the platform does not show it. */
  readonly key?: string | undefined;
}

/** True of an intent to give money back, by whatever command. */
export const isRefundIntent = ({ kind, path }: Pick<Intent, 'kind' | 'path'>): boolean =>
  kind === 'refund' || (kind === 'raw' && isRefundPath(path));

/**
 * The refunds of a payment. The platform's word on an operation beats the ledger's; what the ledger began
 * and the platform does not show counts as under way unless it is certain that it did not happen, or that
 * it was done before the state was read: that is in its sums already.
 *
 * @param readAt when the state was read, epoch milliseconds
 */
export function earlierRefunds(state: PaymentState, past: readonly Intent[], readAt: number): PastRefund[] {
  const operations = state.operations.filter(isRefundOperation);
  const intents = past.filter(isRefundIntent);
  const explained = new Set(operations.map((operation) => intentOf(operation, intents)?.id));
  const free = intents.filter(({ id }) => !explained.has(id));
  const shown = operations.map((operation): PastRefund => {
    const { id, amount, createdAt, changedAt, status } = operation;
    // An open one may be what this came of: it is not counted beside it.
    const open = free.findIndex((candidate) => mayBe(candidate, operation));
    const intent = intentOf(operation, intents) ?? free.splice(open, open < 0 ? 0 : 1)[0];
    return {
      amount: amount ?? intent?.amount,
      at: laterOf(createdAt ?? changedAt, intent?.createdAt),
      standing: pastRefundStatus(operation),
      status,
      intent,
      operationId: id,
      key: operationKey(operation),
    };
  });
  return [...shown, ...free.flatMap((intent) => unshown(intent, readAt))];
}

/**
 * The intent of an operation. An id of the platform proves it. Several attempts can share one `merchant_refund_id`, of
 * which the platform carries out one and refuses the others (3230): the operation is of the one that it accepted, else
 * of the last of this amount that was begun before the operation.
 */
export function intentOf(operation: Operation, intents: readonly Intent[]): Intent | undefined {
  const proven = intents.find((intent) => isProven(intent, operation));
  if (proven !== undefined) return proven;
  const sharing = intents
    .filter((intent) => isResultOf(intent, operation))
    .sort((one, other) => one.createdAt - other.createdAt);
  const attempts = sharing.filter(
    ({ code, amount }) =>
      code !== REFUND_ID_EXISTS &&
      (amount?.minor ?? operation.amount?.minor) === (operation.amount?.minor ?? amount?.minor),
  );
  const begun = attempts.filter(({ createdAt }) => createdAt <= (operation.createdAt ?? createdAt) + TOLERANCE_MS);
  return attempts.find(({ requestId }) => requestId !== undefined) ?? begun.at(-1) ?? attempts[0] ?? sharing[0];
}

/** True when an id of the platform joins them, not only our own refund id. */
export const isProven = (
  { requestId, operationId }: Pick<Intent, 'requestId' | 'operationId'>,
  operation: Pick<Operation, 'id' | 'requestId'>,
): boolean =>
  (operationId !== undefined && operationId === operation.id) ||
  (requestId !== undefined && requestId === operation.requestId);

/** The platform's code for a repeated `merchant_refund_id` (platform docs: refund rules). */
export const REFUND_ID_EXISTS = '3230';

/** The clocks of the platform and of this machine may differ so much. */
const TOLERANCE_MS = 5000;
/** The platform tells the time of an operation by its clock, the ledger by another one: the later of both is safe. */
const laterOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

const mayBe = (intent: Intent, operation: Operation): boolean =>
  (isOpen(intent) || (intent.state === 'done' && intent.operationId === undefined)) &&
  intent.amount?.minor === operation.amount?.minor &&
  !intent.known.includes(operationKey(operation));

/** What the platform does not show of the ledger's own. */
function unshown(intent: Intent, readAt: number): PastRefund[] {
  const { amount, createdAt: at, state: status, operationId } = intent;
  const refund = (standing: PastRefund['standing']) => [{ amount, at, standing, status, intent, operationId }];
  if (isOpen(intent)) return refund('under way');
  // A platform may process late what it did not show: the time counts from when it was closed.
  if (status === 'never_arrived') return [{ ...refund('not seen')[0], at: intent.changedAt } as PastRefund];
  // What is not shown need not be in the sums; a day later it is, although no status has told the result.
  if (status === 'done') return refund(readAt - intent.changedAt < DAY_MS ? 'under way' : 'done');
  return status === 'accepted' ? refund(readAt - at < DAY_MS ? 'under way' : 'done') : [];
}

/** True when the platform's operation is what came of the intent, as far as both know. */
export const isResultOf = (
  intent: Pick<Intent, 'id' | 'key' | 'refundId' | 'state' | 'requestId' | 'operationId'>,
  operation: Pick<Operation, 'id' | 'requestId' | 'merchantRefundId'>,
): boolean => {
  const { requestId, operationId } = intent;
  if (operationId !== undefined && operationId === operation.id) return true;
  if (requestId !== undefined && operation.requestId !== undefined) return requestId === operation.requestId;
  // What was never sent shares the id of another attempt under its key.
  if (intent.state === 'held' || intent.state === 'not_sent') return false;
  return operation.merchantRefundId !== undefined && operation.merchantRefundId === merchantRefundIdOf(intent);
};

function pastRefundStatus(operation: Operation): PastRefund['standing'] {
  if (operation.status === 'success') return 'done';
  return hasFailed(operation) ? 'failed' : 'under way';
}

/** The sum of amounts in one currency, in minor units. Amounts that are not known count as nothing. */
export const sumAmounts = (amounts: readonly (Amount | undefined)[], currency: string): number =>
  amounts.reduce((sum, amount) => sum + (amount?.currency === currency ? amount.minor : 0), 0);
