import { getMerchantRefundId, type Intent, isOpen } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import { hasFailed, isRefundOperation, type Operation, operationKey } from '#domain/payments/payment-state';
import { DAY_MS } from '#domain/time/duration';
import { isRefundPath } from './refund-path.ts';
import type { RefundContext } from './refund-request.ts';

/** A refund of a payment, certain or possible, from the platform's operations, the ledger, or both. */
export interface EarlierRefund {
  readonly amount: Amount | undefined;
  /** Epoch milliseconds. */
  readonly at: number | undefined;
  /**
   * `in progress`: the refund may still take money, and the amount left does not show it yet. `not seen`: sent, and not shown by
   * the platform after its settle time, which does not prove that the platform will never process it.
   */
  readonly outcome: 'done' | 'in progress' | 'failed' | 'not seen';
  /** Status at the platform, or in the ledger where the platform does not show the refund. */
  readonly status: string;
  /** The intent of this ledger; undefined for a refund that was made elsewhere. */
  readonly intent: Intent | undefined;
  /** Key of the platform's operation; undefined where the platform does not show it. */
  readonly key?: string | undefined;
}

/** True of an intent to refund, by any command. */
export const isRefundIntent = ({ kind, path }: Pick<Intent, 'kind' | 'path'>): boolean =>
  kind === 'refund' || (kind === 'raw' && isRefundPath(path));

/**
 * Returns the refunds of a payment. The status at the platform overrides that in the ledger. A refund of the ledger
 * that the platform does not show counts as in progress, unless it certainly did not happen, or
 * was done before the state was read and is already part of its sums.
 */
export function listEarlierRefunds({
  state,
  history,
  elsewhere,
  readAt,
}: Pick<RefundContext, 'state' | 'history' | 'elsewhere' | 'readAt'>): EarlierRefund[] {
  const operations = state.operations.filter(isRefundOperation);
  const intents = mergeByTime(history, elsewhere).filter(isRefundIntent);
  const explained = new Set(operations.map((operation) => findIntent(operation, intents)?.id));
  const free = intents.filter(({ id }) => !explained.has(id));
  const shown = operations.map((operation): EarlierRefund => {
    const { amount, createdAt, changedAt, status } = operation;
    // An open intent may have started this operation, so the two count once.
    const open = free.findIndex((candidate) => mayHaveStarted(candidate, operation));
    const intent = findIntent(operation, intents) ?? free.splice(open, open < 0 ? 0 : 1)[0];
    return {
      amount: amount ?? intent?.amount,
      at: getLater(createdAt ?? changedAt, intent?.createdAt),
      outcome: toOutcome(operation),
      status,
      intent,
      key: operationKey(operation),
    };
  });
  return [...shown, ...free.flatMap((intent) => toUnshownRefund(intent, readAt))];
}

/** Returns the intents of a payment under every host of its project, oldest first. */
const mergeByTime = (history: readonly Intent[], elsewhere: readonly Intent[]): readonly Intent[] =>
  elsewhere.length === 0 ? history : [...history, ...elsewhere].sort((one, other) => one.createdAt - other.createdAt);

/**
 * Returns the intent of an operation. An id of the platform proves it. Several attempts can share one `merchant_refund_id`, of
 * which the platform carries out one and refuses the others (3230). The operation belongs to the one that it accepted, else
 * to the last of this amount that was started before the operation.
 */
export function findIntent(operation: Operation, intents: readonly Intent[]): Intent | undefined {
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
  const started = attempts.filter(({ createdAt }) => createdAt <= (operation.createdAt ?? createdAt) + TOLERANCE_MS);
  return attempts.find(({ requestId }) => requestId !== undefined) ?? started.at(-1) ?? attempts[0] ?? sharing[0];
}

/** True when an id of the platform links an intent and an operation, not only the refund id of the merchant. */
export const isProven = (
  { requestId, operationId }: Pick<Intent, 'requestId' | 'operationId'>,
  operation: Pick<Operation, 'id' | 'requestId'>,
): boolean =>
  (operationId !== undefined && operationId === operation.id) ||
  (requestId !== undefined && requestId === operation.requestId);

/** The platform's code for a repeated `merchant_refund_id` (platform docs: refund rules). */
export const REFUND_ID_EXISTS = '3230';

/** Assumed maximum difference between the clocks of the platform and of this machine. */
const TOLERANCE_MS = 5000;

/** Returns the later of two times. The platform and the ledger use different clocks, and the later time is the safe one. */
const getLater = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** True when the platform may have created the operation for this intent. */
const mayHaveStarted = (intent: Intent, operation: Operation): boolean =>
  (isOpen(intent) || (intent.state === 'done' && intent.operationId === undefined)) &&
  intent.amount?.minor === operation.amount?.minor &&
  !intent.knownOperations.includes(operationKey(operation));

/** Returns the refund of an intent that the platform does not show; none when it certainly did not happen. */
function toUnshownRefund(intent: Intent, readAt: number): EarlierRefund[] {
  const { amount, createdAt: at, state: status } = intent;
  const refund = (outcome: EarlierRefund['outcome']) => [{ amount, at, outcome, status, intent }];
  if (isOpen(intent)) return refund('in progress');
  // The platform may process a request late, so the time counts from when the intent was closed.
  if (status === 'never_arrived') return [{ ...refund('not seen')[0], at: intent.changedAt } as EarlierRefund];
  // A refund that is not shown may be missing from the sums. A day later it is part of them, even without a known result.
  if (status === 'done') return refund(readAt - intent.changedAt < DAY_MS ? 'in progress' : 'done');
  return status === 'accepted' ? refund(readAt - at < DAY_MS ? 'in progress' : 'done') : [];
}

/** True when the operation is the result of the intent, by the ids that both carry. */
export const isResultOf = (
  intent: Pick<Intent, 'id' | 'key' | 'refundId' | 'state' | 'requestId' | 'operationId'>,
  operation: Pick<Operation, 'id' | 'requestId' | 'merchantRefundId'>,
): boolean => {
  const { requestId, operationId } = intent;
  if (operationId !== undefined && operationId === operation.id) return true;
  if (requestId !== undefined && operation.requestId !== undefined) return requestId === operation.requestId;
  // An intent that was never sent shares the id of another attempt under its key.
  if (intent.state === 'held' || intent.state === 'not_sent') return false;
  return operation.merchantRefundId !== undefined && operation.merchantRefundId === getMerchantRefundId(intent);
};

function toOutcome(operation: Operation): EarlierRefund['outcome'] {
  if (operation.status === 'success') return 'done';
  return hasFailed(operation) ? 'failed' : 'in progress';
}

/** Returns the sum of the amounts in one currency, in minor units. Unknown amounts count as 0. */
export const sumAmounts = (amounts: readonly (Amount | undefined)[], currency: string): number =>
  amounts.reduce((sum, amount) => sum + (amount?.currency === currency ? amount.minor : 0), 0);
