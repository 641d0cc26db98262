import { type Intent, wasTried } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import {
  isReverseOperation,
  lastSale,
  type Operation,
  operationKey,
  type PaymentState,
} from '#domain/payments/payment-state';
import { isFailed, isKnownOpen, isPaid } from '#domain/payments/payment-status';
import { findContradiction } from '#domain/payments/status-consistency';
import { type EarlierRefund, isRefundIntent, listEarlierRefunds } from '#domain/refunds/refund-history';
import type { Situation } from './answer-sentences.ts';

/** A statement about a payment or its refunds, in no language. */
export interface Statement {
  readonly situation: Situation;
  readonly amount?: Amount | undefined;
  /** Epoch milliseconds. */
  readonly at?: number | undefined;
  /** The platform's code of a declined payment. */
  readonly code?: string | undefined;
  /** Number of refunds. */
  readonly count?: number | undefined;
}

/** What is known about a payment. */
export interface AnswerContext {
  /** The status answer of the platform; undefined where only the ledger is used. */
  readonly state: PaymentState | undefined;
  /** The last status in the ledger, where the platform was not asked. */
  readonly storedStatus?: string | undefined;
  /** The ledger's intents of the payment, oldest first. */
  readonly intents: readonly Intent[];
  /** Intents of the same payment under another host of the project. */
  readonly elsewhere: readonly Intent[];
  /** Time of the answer, epoch milliseconds. */
  readonly readAt: number;
}

/**
 * Returns what can be said about a payment and its refunds. A refund is only called done when the platform has shown its operation
 * as successful. What is doubtful is being checked.
 */
export function describePayment(known: AnswerContext): Statement[] {
  const { state } = known;
  if (state === undefined) return [describeStoredPayment(known), ...describeStoredRefunds(known)];
  if (state.error !== undefined) {
    const payment = describeStoredPayment(known);
    // The platform does not show the payment now, so an earlier success is not repeated.
    const isRefused = payment.situation === 'payment-declined' && newestSale(known.intents)?.state === 'refused';
    return [isRefused ? payment : { situation: 'payment-checking' }, ...describeStoredRefunds(known)];
  }
  const payment = describeShownPayment(state);
  if (findContradiction(state, known.intents) !== undefined) {
    return [
      payment.situation === 'payment-paid' ? payment : { ...payment, situation: 'payment-checking' },
      { situation: 'refund-checking' },
    ];
  }
  const refunds = listShownRefunds(state, known);
  const isMissing = /refunded|reversed/.test(state.status) && refunds.every(({ result }) => result !== 'done');
  const isTakenBack = state.operations.some((operation) => isReverseOperation(operation));
  if (isMissing || isTakenBack) return [payment, { situation: 'refund-checking' }];
  return [payment, ...describeRefunds(refunds)];
}

/** Describes one sale or refund by the ledger. Undefined for any other request, and for one that was not processed. */
export function describeRequest(intent: Intent): Statement | undefined {
  const known = { intents: [intent], elsewhere: [] };
  if (isRefundIntent(intent)) return describeStoredRefunds(known)[0];
  return intent.kind === 'sale' && isKnownPayment(known) ? describeStoredPayment(known) : undefined;
}

function describeShownPayment(state: PaymentState): Statement {
  const { status, operations, left, asksForOtp } = state;
  if (isPaid(status)) {
    const sales = operations.filter(({ type, status: result }) => type === 'sale' && result === 'success');
    const [sale] = sales;
    const amount = sumOf(sales);
    return { situation: 'payment-paid', amount, at: sales.length === 1 ? timeOf(sale) : undefined };
  }
  const sale = lastSale(state);
  const amount = sale?.amount ?? left;
  if (isFailed(status)) return { situation: 'payment-declined', amount, code: sale?.code };
  if (asksForOtp) return { situation: 'payment-code-awaited', amount };
  return { situation: isKnownOpen(status) ? 'payment-processing' : 'payment-checking', amount };
}

/** Describes a payment by the last stored status, else by the newest sale of the ledger. */
function describeStoredPayment({ storedStatus, intents }: Pick<AnswerContext, 'storedStatus' | 'intents'>): Statement {
  const sale = newestSale(intents);
  const amount = sale?.amount;
  if (storedStatus !== undefined && isPaid(storedStatus)) return { situation: 'payment-paid', amount };
  if (storedStatus !== undefined && isFailed(storedStatus)) {
    return { situation: 'payment-declined', amount, code: sale?.code };
  }
  if (sale?.state === 'done') return { situation: 'payment-paid', amount };
  const isDeclined = sale?.state === 'declined' || (sale?.state === 'refused' && sale.code !== PAYMENT_EXISTS);
  if (isDeclined) return { situation: 'payment-declined', amount, code: sale?.code };
  // An older status that is not final may have changed since.
  return { situation: 'payment-checking', amount };
}

/** True when the ledger has a request of the payment that the platform may have seen. */
export const isKnownPayment = ({ intents, elsewhere }: Pick<AnswerContext, 'intents' | 'elsewhere'>): boolean =>
  [...intents, ...elsewhere].some(wasTried);

/** Returns the newest sale that the platform has seen. A refused one counts only where all were refused. */
function newestSale(intents: readonly Intent[]): Intent | undefined {
  const sales = intents.filter((intent) => intent.kind === 'sale' && wasTried(intent));
  return sales.findLast(({ state }) => state !== 'refused') ?? sales.at(-1);
}

/** The platform's code for a payment id that exists already: another request with it may have been paid. */
const PAYMENT_EXISTS = '3041';

/** A refund as far as a customer needs to know it. */
interface KnownRefund {
  readonly result: 'done' | 'processing' | 'checking' | 'declined';
  readonly amount: Amount | undefined;
  readonly at: number | undefined;
}

/** Lists the refunds that the platform shows, and those of the ledger that it does not show. */
function listShownRefunds(state: PaymentState, { intents, elsewhere, readAt }: AnswerContext): KnownRefund[] {
  const operations = new Map(state.operations.map((operation) => [operationKey(operation), operation]));
  const refunds = listEarlierRefunds({ state, history: intents, elsewhere, readAt });
  const listed = new Set(refunds.map(({ intent }) => intent?.id));
  return [
    ...refunds.map((refund) => toKnownRefund(refund, operations)),
    ...[...intents, ...elsewhere].filter(({ id }) => !listed.has(id)).flatMap(toFailedRefund),
  ];
}

function toKnownRefund(
  { key, outcome, intent, amount, at }: EarlierRefund,
  operations: ReadonlyMap<string, Operation>,
): KnownRefund {
  const operation = key === undefined ? undefined : operations.get(key);
  if (operation === undefined) {
    return { result: intent?.state === 'accepted' ? 'processing' : 'checking', amount, at };
  }
  const results = { done: 'done', failed: 'declined', 'in progress': 'processing', 'not seen': 'checking' } as const;
  return { result: results[outcome], amount, at: timeOf(operation) };
}

/** Describes the refunds by the ledger alone, which knows when a result was read, but not when the money was returned. */
const describeStoredRefunds = (known: Pick<AnswerContext, 'intents' | 'elsewhere'>): Statement[] =>
  describeRefunds(listStoredRefunds(known)).map(({ at: _, ...statement }) => statement);

/** Lists the refunds by the states of the ledger alone. */
const listStoredRefunds = ({ intents, elsewhere }: Pick<AnswerContext, 'intents' | 'elsewhere'>): KnownRefund[] =>
  [...intents, ...elsewhere].filter(isRefundIntent).flatMap((intent): KnownRefund[] => {
    const { state, operationId, amount, changedAt } = intent;
    if (state === 'done' && operationId !== undefined) return [{ result: 'done', amount, at: changedAt }];
    if (state === 'accepted') return [{ result: 'processing', amount, at: changedAt }];
    if (['done', 'sending', 'unknown', 'never_arrived'].includes(state)) {
      return [{ result: 'checking', amount, at: changedAt }];
    }
    return toFailedRefund(intent);
  });

/** Returns a refund that the platform has refused or declined. One that was never sent is no news for the customer. */
function toFailedRefund(intent: Intent): KnownRefund[] {
  const { state, amount, changedAt: at } = intent;
  const hasFailed = isRefundIntent(intent) && (state === 'declined' || state === 'refused');
  return hasFailed ? [{ result: 'declined', amount, at }] : [];
}

function describeRefunds(refunds: readonly KnownRefund[]): Statement[] {
  const [done, processing, checking, declined] = (['done', 'processing', 'checking', 'declined'] as const).map(
    (result) => refunds.filter((refund) => refund.result === result),
  ) as [KnownRefund[], KnownRefund[], KnownRefund[], KnownRefund[]];
  // A refund that was tried again is told by its later attempt.
  const tries = refunds.filter(({ result }) => result !== 'declined').map(({ at }) => at ?? 0);
  const isLast = declined.filter(({ at }) => at === undefined || tries.every((time) => time < at));
  const times = done.map(({ at }) => at);
  const at = times.includes(undefined) ? undefined : Math.max(...times.filter((time) => time !== undefined));
  return [
    ...(done.length === 1 ? [{ situation: 'refund-done' as const, amount: sumOf(done), at }] : []),
    ...(done.length > 1 ? [{ situation: 'refunds-done' as const, amount: sumOf(done), at, count: done.length }] : []),
    ...(processing.length > 0 ? [{ situation: 'refund-processing' as const, amount: sumOf(processing) }] : []),
    ...(checking.length > 0 ? [{ situation: 'refund-checking' as const, amount: sumOf(checking) }] : []),
    ...(isLast.length > 0 ? [{ situation: 'refund-declined' as const, amount: commonAmount(isLast) }] : []),
  ];
}

/** Returns the sum of the amounts; undefined where one is missing or has another currency. */
function sumOf(parts: readonly { readonly amount: Amount | undefined }[]): Amount | undefined {
  const currency = parts[0]?.amount?.currency;
  if (currency === undefined || parts.some(({ amount }) => amount?.currency !== currency)) return undefined;
  return { minor: parts.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0), currency };
}

/** Returns the amount that all have in common: the same refund may have been declined several times. */
function commonAmount(refunds: readonly KnownRefund[]): Amount | undefined {
  const [first] = refunds;
  const isSame = ({ amount }: KnownRefund) =>
    amount?.minor === first?.amount?.minor && amount?.currency === first?.amount?.currency;
  return refunds.every(isSame) ? first?.amount : undefined;
}

/** Returns when an operation got its result, as far as the platform tells it. */
const timeOf = (operation: Operation | undefined): number | undefined => operation?.changedAt ?? operation?.createdAt;
