import { type Intent, isOpen } from '#domain/ledger/intent';
import { findIntent } from '#domain/ledger/operation-proof';
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

function toOutcome(operation: Operation): EarlierRefund['outcome'] {
  if (operation.status === 'success') return 'done';
  return hasFailed(operation) ? 'failed' : 'in progress';
}

/** Returns the sum of the amounts in one currency, in minor units. Unknown amounts count as 0. */
export const sumAmounts = (amounts: readonly (Amount | undefined)[], currency: string): number =>
  amounts.reduce((sum, amount) => sum + (amount?.currency === currency ? amount.minor : 0), 0);
