import { findIntent, isResultOf, REFUND_ID_EXISTS } from '#domain/ledger/operation-proof';
import { isResendOperation } from '#domain/otp/resend-window';
import {
  isRefundOperation,
  lastSale,
  type Operation,
  operationKey,
  type PaymentState,
} from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import { findContradiction, findGap } from '#domain/payments/status-consistency';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { type Intent, type IntentChange, isCertainlyNotDone, lacksResult, wasAccepted } from './intent.ts';
import {
  findNewOperations,
  findOthers,
  findOwnOperations,
  isSale,
  matchesAmount,
  selectChange,
  toIntentChange,
  toSaleState,
} from './intent-operations.ts';

/** What a status shows about an open intent. */
export type Finding =
  /** The request arrived. The change has its result, or `accepted` while there is none. */
  | { readonly kind: 'found'; readonly change: IntentChange }
  /** The status is complete, late enough, and does not contain the request. */
  | { readonly kind: 'never_arrived' }
  /** The request is not shown yet. A status before this time (epoch milliseconds) proves nothing. */
  | { readonly kind: 'not_yet'; readonly askAt: number }
  /** The request may have started one of these operations. The user has to choose. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Operation[] }
  /** No status can show the result. The user has to check it. */
  | { readonly kind: 'undecidable' };

/** A status, and what it is compared with. */
export interface Reconciliation {
  readonly state: PaymentState;
  /** True when the answer was signed. Nothing in an unsigned answer is used. */
  readonly signed: boolean;
  /** All intents of the payment in the ledger. An operation belongs to one intent only. */
  readonly history: readonly Intent[];
  /** True when the platform has shown the payment before. */
  readonly seenBefore: boolean;
  /** When the status was requested, epoch milliseconds. */
  readonly askedAt: number;
  /** Time after which the platform certainly shows a request. */
  readonly settleMilliseconds: number;
  /** Start of the settle time, epoch milliseconds, where no clock shows when the request was sent. */
  readonly countedFrom?: number | undefined;
  /** Platform's clock minus this machine's clock, in milliseconds. */
  readonly clockOffset: number;
  /** How many times as fast as real time the platform's clock runs; 1 except for a sandbox. */
  readonly speed: number;
}

/** Maximum time between an operation and its request: before the request was recorded, and after it ended. */
const TOLERANCE_MS = { before: 5000, after: 60_000 };

/** The platform truncates its times to the second. */
const TRUNCATION_MS = 1000;

/** Reason of a result that no id proves. */
const MATCHED = 'matched by amount and time only';

/**
 * Finds the result of an open intent in a status of the platform. Only a request id or the `merchant_refund_id` proves that an
 * operation belongs to the intent. A refund without one is done by its amount and time, after the settle time, if the sums balance
 * and no other intent is possible. It is never declined that way, because a declined refund may be sent again. If several results are
 * possible, none is chosen. Only a complete status proves that a request is missing (platform docs: status; 3061 and 3062 are not
 * final).
 */
export function reconcile(intent: Intent, context: Reconciliation): Finding {
  const { state, signed, history } = context;
  if (!signed || findContradiction(state, history) !== undefined) return notClear(intent, context);
  if (state.error !== undefined) return reconcileError(intent, context);
  const own = findOwnOperations(intent, state, history);
  if (own.length > 0) {
    const change = selectChange(intent, own);
    return change === undefined ? { kind: 'ambiguous', candidates: own } : { kind: 'found', change };
  }
  const repeat = findRefusedRepeat(intent, context);
  if (repeat !== undefined) return { kind: 'found', change: repeat };
  if (isRefundIntent(intent)) return reconcileRefund(intent, context);
  switch (intent.kind) {
    case 'resend':
      return reconcileResend(intent, context);
    case 'sale':
      return reconcileSale(intent, context);
    case 'otp':
      return reconcileOtp(intent, context);
    default:
      return { kind: 'undecidable' };
  }
}

/** Returns the change of an attempt that the platform refused (3230) because it has processed another one with the same refund id. */
function findRefusedRepeat(intent: Intent, { state, history }: Reconciliation): IntentChange | undefined {
  const { code, requestId } = intent;
  if (code !== REFUND_ID_EXISTS || requestId !== undefined) return undefined;
  const same = state.operations.find((operation) => isResultOf(intent, operation));
  const first = same === undefined ? undefined : findIntent(same, history);
  if (first === undefined) return undefined;
  return { state: 'refused', code, reason: `the refund with this merchant_refund_id is intent ${first.id}` };
}

/** "Not found" (3061) proves that a sale is missing, unless the platform has shown its payment before. */
function reconcileError(intent: Intent, context: Reconciliation): Finding {
  const { state, seenBefore, askedAt, settleMilliseconds } = context;
  if (state.error?.code === '3062') return { kind: 'not_yet', askAt: askedAt + settleMilliseconds };
  const isMissing = state.error?.code === '3061' && intent.kind === 'sale' && !seenBefore;
  return isMissing ? notShown(intent, context, true) : notClear(intent, context);
}

function reconcileRefund(intent: Intent, context: Reconciliation): Finding {
  const complete = isComplete(intent, context) && findGap(context.state) === 'none';
  const candidates = findCandidates(intent, context, isRefundOperation);
  const [only, ...more] = candidates;
  if (only === undefined) return notShown(intent, context, complete);
  const askAt = getSettledAt(intent, context);
  if (context.askedAt < askAt) return { kind: 'not_yet', askAt };
  const isExact = only.createdAt !== undefined && only.amount !== undefined && intent.amount !== undefined;
  const isOwn = complete && isExact && isInTime(only, intent, context) && !hasRival(intent, context, only);
  if (more.length > 0 || !isOwn || only.status !== 'success') return { kind: 'ambiguous', candidates };
  return { kind: 'found', change: { ...toIntentChange(only), reason: MATCHED } };
}

/** A resend is found by its time alone, because a new code costs nothing. */
function reconcileResend(intent: Intent, context: Reconciliation): Finding {
  const candidates = findCandidates(intent, context, isResendOperation);
  const [only, ...more] = candidates;
  if (only === undefined) return notShown(intent, context, isComplete(intent, context));
  if (more.length === 0 && isInTime(only, intent, context) && !hasRival(intent, context))
    return { kind: 'found', change: toIntentChange(only) };
  return { kind: 'ambiguous', candidates };
}

const findCandidates = (
  intent: Intent,
  { state, history }: Reconciliation,
  hasKind: (operation: Operation) => boolean,
): Operation[] => findNewOperations(intent, state.operations.filter(hasKind), history);

/** True when the operation started while the request was in progress, by the platform's clock. */
function isInTime({ createdAt }: Operation, intent: Intent, context: Reconciliation): boolean {
  if (createdAt === undefined) return true;
  const at = toOwnTime(createdAt, context);
  return at >= intent.createdAt - TOLERANCE_MS.before && at <= intent.endsBy + TOLERANCE_MS.after;
}

/** Converts a time of the platform to this machine's clock. */
const toOwnTime = (time: number, { askedAt, clockOffset, speed }: Reconciliation): number =>
  askedAt - (askedAt + clockOffset - time) / speed;

/**
 * True when another intent may have started the operation. An earlier attempt with the same key has not if the operation started
 * after it had ended: both attempts stand for one refund.
 */
function hasRival(intent: Intent, context: Reconciliation, found?: Operation): boolean {
  const { state, history } = context;
  const isEarlierAttempt = (other: Intent): boolean =>
    intent.key !== undefined && intent.key === other.key && found !== undefined && !isInTime(found, other, context);
  return findOthers(intent, history).some(
    (other) =>
      isSameKind(intent, other) &&
      !isEarlierAttempt(other) &&
      matchesAmount(intent, other) &&
      (isRefundIntent(other) ? !isCertainlyNotDone(other) : lacksResult(other)) &&
      !state.operations.some((operation) => isResultOf(other, operation)),
  );
}

const isSameKind = (one: Intent, other: Intent): boolean =>
  isRefundIntent(one) ? isRefundIntent(other) : one.kind === other.kind;

/** True of a status with all operations: each has an id, and none that was known is missing. */
function isComplete({ knownOperations }: Intent, { state }: Reconciliation): boolean {
  const { operations, paymentId } = state;
  const shown = operations.map(operationKey);
  return (
    paymentId !== undefined &&
    operations.some(isSale) &&
    operations.every(({ id }) => id !== '') &&
    knownOperations.every((key) => shown.includes(key))
  );
}

/** A payment id is unique, so the payment belongs to this sale unless another sale has created it (platform docs: 3041). */
function reconcileSale(intent: Intent, context: Reconciliation): Finding {
  const { state, history } = context;
  const sales = state.operations.filter(isSale);
  const [sale] = sales;
  if (sale === undefined) return notClear(intent, context);
  const isTaken = findOthers(intent, history).some((other) => other.kind === 'sale' && wasAccepted(other));
  if (isTaken) return notShown(intent, context, true);
  const matches = matchesAmount(intent, sale) && isInTime(sale, intent, context) && !hasRival(intent, context);
  if (!matches || sales.length > 1) return { kind: 'ambiguous', candidates: sales };
  return { kind: 'found', change: { state: toSaleState(state), requestId: sale.requestId } };
}

/**
 * A code that arrived has changed the sale: to a result, or to a request for another code. The sale then has the request id of the
 * request that changed it last.
 */
function reconcileOtp(intent: Intent, context: Reconciliation): Finding {
  const { state, history } = context;
  const sale = lastSale(state);
  const others = findOthers(intent, history);
  const hasLaterCode = others.some((other) => other.kind === 'otp' && other.createdAt >= intent.createdAt);
  if (sale?.changedAt === undefined || hasLaterCode) return notClear(intent, context);

  const isTaken = others.some((other) => isResultOf(other, sale));
  const elapsed = (toOwnTime(sale.changedAt, context) - intent.createdAt) * context.speed;
  // If the sale's own request id is known, a different one belongs to the code. Otherwise only the time shows it.
  const knowsSale = sale.requestId !== undefined && others.some((other) => other.kind === 'sale' && other.requestId);
  // A change before this code was sent has another cause.
  const isUnchanged = elapsed < -TRUNCATION_MS;
  if (!isTaken && ((knowsSale && !isUnchanged) || elapsed > TRUNCATION_MS)) {
    // Without the sale's own id, this id may be that of the sale: a later code that never arrives must not match it.
    const requestId = knowsSale ? sale.requestId : undefined;
    return { kind: 'found', change: { state: toSaleState(state), requestId } };
  }
  // A change within the same second can have both causes.
  return isUnchanged && !isFinal(state.status) ? notShown(intent, context, true) : notClear(intent, context);
}

/** @param complete true when the status would show the request */
function notShown(intent: Intent, context: Reconciliation, complete: boolean): Finding {
  const askAt = getSettledAt(intent, context);
  if (context.askedAt < askAt) return { kind: 'not_yet', askAt };
  return complete ? { kind: 'never_arrived' } : { kind: 'undecidable' };
}

/** This status shows no result; a later one may show it. */
const notClear = (intent: Intent, context: Reconciliation): Finding => notShown(intent, context, false);

/** Returns when the platform certainly shows the request. */
function getSettledAt(
  { state, changedAt, endsBy }: Intent,
  { settleMilliseconds, countedFrom = Number.NEGATIVE_INFINITY }: Reconciliation,
): number {
  return Math.max(state === 'unknown' ? changedAt : endsBy, countedFrom) + settleMilliseconds;
}
