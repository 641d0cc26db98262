import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import type { PaymentSnapshot } from '#domain/ledger/ledger';
import { findIntent } from '#domain/ledger/operation-proof';
import type { Amount } from '#domain/payments/amount';
import {
  hasFailed,
  isRefundOperation,
  isReverseOperation,
  type Operation,
  operationKey,
  type PaymentState,
} from '#domain/payments/payment-state';
import { isPaid } from '#domain/payments/payment-status';
import { isRefundIntent, sumAmounts } from '#domain/refunds/refund-history';

/** A status or a callback, and when it was received. */
export interface SeenState {
  readonly state: PaymentState;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Everything that the ledger has about a payment. */
export interface PaymentEvidence {
  /** Callbacks with a valid signature, oldest first. */
  readonly states: readonly SeenState[];
  /** The last status that was read. */
  readonly snapshot: PaymentSnapshot | undefined;
  /** The intents of the payment, oldest first. */
  readonly intents: readonly Intent[];
}

/** What follows from it. A value is undefined where the ledger does not prove it. */
export interface KnownPayment {
  readonly status: string | undefined;
  readonly paid: Amount | undefined;
  /** Refunded amount, as far as this ledger knows: without refunds in progress and without those that were taken back. */
  readonly refunded: Amount | undefined;
  readonly left: Amount | undefined;
  readonly operations: readonly Operation[];
}

/** Combines what the ledger has about a payment. */
export function combineEvidence({ states, snapshot, intents }: PaymentEvidence): KnownPayment {
  const seen = [
    ...states.map(({ state, at }) => ({ status: state.status, left: state.left, at: timeOf(state, at) })),
    ...(snapshot === undefined ? [] : [{ ...snapshot, left: snapshot.remaining, at: snapshot.seenAt }]),
  ];
  const newest = seen.reduce<(typeof seen)[number] | undefined>(
    (last, one) => (last === undefined || one.at >= last.at ? one : last),
    undefined,
  );
  const operations = mergeOperations(states);
  const currency = findCurrency(operations, newest?.left, intents);
  const paid = currency === undefined ? undefined : sumPaid(operations, intents, currency);
  const refunds = currency === undefined ? undefined : sumRefunds(operations, intents, currency);
  const isOlder = newest !== undefined && refunds !== undefined && refunds.changedAt > newest.at;
  const left = isOlder || newest?.left === undefined ? difference(paid, refunds) : newest.left;
  return { status: newest?.status, paid, refunded: refunds?.sum, left: leftIfPaid(newest?.status, left), operations };
}

/** The platform shows the price of a payment that was never paid as what is left. */
const leftIfPaid = (status: string | undefined, left: Amount | undefined): Amount | undefined =>
  status === undefined || isPaid(status) ? left : undefined;

/** Returns when the platform made a state: the last change of its operations, else when it was received. */
const timeOf = ({ operations }: PaymentState, at: number): number =>
  Math.max(0, ...operations.map(({ changedAt, createdAt }) => changedAt ?? createdAt ?? 0)) || at;

/** Returns the last state of each operation. */
function mergeOperations(states: readonly SeenState[]): readonly Operation[] {
  const merged = new Map<string, Operation>();
  for (const operation of states.flatMap(({ state }) => state.operations)) {
    const key = operationKey(operation);
    const before = merged.get(key);
    const isOlder = before?.changedAt !== undefined && (operation.changedAt ?? 0) < before.changedAt;
    if (!isOlder) merged.set(key, operation);
  }
  return [...merged.values()];
}

const findCurrency = (operations: readonly Operation[], left: Amount | undefined, intents: readonly Intent[]) =>
  [...operations, { amount: left }, ...intents].find(({ amount }) => amount !== undefined)?.amount?.currency;

/** Returns the sum of the successful sales; undefined where none is known. */
function sumPaid(operations: readonly Operation[], intents: readonly Intent[], currency: string): Amount | undefined {
  const sales = operations.filter(({ type }) => type === 'sale');
  const successful = sales.filter(({ status }) => status === 'success');
  if (sales.length > 0) return sum(successful, currency);
  const sent = intents.filter(({ kind, state }) => kind === 'sale' && state === 'done');
  return sent.length === 0 ? undefined : sum(sent, currency);
}

interface RefundSum {
  readonly sum: Amount | undefined;
  /** When the last refund changed; epoch milliseconds. */
  readonly changedAt: number;
  /** True when a refund may have been processed, and its result is not known. */
  readonly isOpen: boolean;
}

/** Sums the refunds that are done, by operations, and by intents without one. */
function sumRefunds(operations: readonly Operation[], intents: readonly Intent[], currency: string): RefundSum {
  const refunds = operations.filter(isRefundOperation);
  const linked = new Set(refunds.map((operation) => findIntent(operation, intents)?.id));
  const free = intents.filter((intent) => isRefundIntent(intent) && !linked.has(intent.id));
  const done = [
    ...refunds.filter(({ status }) => status === 'success'),
    ...free.filter(({ state }) => state === 'done'),
  ];
  const taken = operations.filter((operation) => isReverseOperation(operation) && operation.status === 'success');
  const total = sum(done, currency);
  const back = sum(taken, currency);
  return {
    sum: total && back && { minor: total.minor - back.minor, currency },
    changedAt: Math.max(0, ...free.filter(({ state }) => state === 'done').map(({ changedAt }) => changedAt)),
    isOpen:
      free.some((intent) => intent.state !== 'done' && !isCertainlyNotDone(intent)) ||
      refunds.some((operation) => operation.status !== 'success' && !hasFailed(operation)),
  };
}

/** Returns the sum; undefined where an amount is unknown, or in another currency. */
function sum(parts: readonly { readonly amount: Amount | undefined }[], currency: string): Amount | undefined {
  const amounts = parts.map(({ amount }) => amount);
  if (amounts.some((amount) => amount?.currency !== currency)) return undefined;
  return { minor: sumAmounts(amounts, currency), currency };
}

/** Returns what is left by sums; undefined where a sum is unknown or a refund has no result. */
function difference(paid: Amount | undefined, refunds: RefundSum | undefined): Amount | undefined {
  if (paid === undefined || refunds?.sum === undefined || refunds.isOpen) return undefined;
  return { minor: paid.minor - refunds.sum.minor, currency: paid.currency };
}
