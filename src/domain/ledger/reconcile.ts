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
import { intentOf, isRefundIntent, isResultOf, REFUND_ID_EXISTS } from '#domain/refunds/refund-history';
import { type Intent, type IntentChange, isCertainlyNotDone, lacksResult } from './intent.ts';
import {
  findOwnOperations,
  isSale,
  matchesAmount,
  selectChange,
  toIntentChange,
  toSaleState,
} from './intent-operations.ts';

/** What the platform's status says of an intent. */
export type Finding =
  /** It arrived: this became of it, or (`accepted`) will. */
  | { readonly kind: 'found'; readonly change: IntentChange }
  /** The platform shows all that it has, and nothing of this, and would by now. */
  | { readonly kind: 'never_arrived' }
  /** Nothing of it shows, which says nothing before this time (epoch milliseconds). */
  | { readonly kind: 'not_yet'; readonly askAt: number }
  /** It may be one of these: a person has to say which. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Operation[] }
  /** A status cannot tell: a person has to look. */
  | { readonly kind: 'undecidable' };

/** What an intent is compared with. */
export interface Reconciliation {
  readonly state: PaymentState;
  /** True when the answer was signed: of one that nobody vouches for nothing is believed. */
  readonly signed: boolean;
  /** All intents of the payment in the ledger. An operation belongs to one intent only. */
  readonly history: readonly Intent[];
  /** True when the platform has shown the payment before. */
  readonly seenBefore: boolean;
  /** When the status was asked for, epoch milliseconds. */
  readonly askedAt: number;
  /** How long after a request the platform certainly shows it. */
  readonly settleMilliseconds: number;
  /** From when the settle time counts where no clock shows when the request was sent, epoch milliseconds. */
  readonly countedFrom?: number | undefined;
  /** How far the platform's clock is ahead of this machine's, in milliseconds. */
  readonly clockOffset: number;
  /** How many times as fast as real time the platform's clock runs: 1, but for a sandbox. */
  readonly speed: number;
}

/**
 * An operation that begins this long before its request was recorded, or this long after its request ended,
 * belongs to another one.
 */
const TOLERANCE_MS = { before: 5000, after: 60_000 };

/** The platform cuts its times to the second. */
const CUT_MS = 1000;

/** Why an intent was closed without a proof by an id. */
const MATCHED = 'matched by amount and time only';

/**
 * Finds the result of an open intent in the platform's status. Only a request id, or our own
 * merchant_refund_id, proves that an operation is ours. A refund without one is closed as done by its amount and
 * time, after the settle time, when the sums balance and nothing else can be meant; never as declined, for that
 * lets the same refund be sent again. What could be two things is never decided here, and that something was not
 * seen only by an answer that would show it (platform docs: status; 3061 and 3062 are not final).
 */
export function reconcile(intent: Intent, facts: Reconciliation): Finding {
  const { state, signed, history } = facts;
  if (!signed || findContradiction(state, history) !== undefined) return unclear(intent, facts);
  if (state.error !== undefined) return reconcileError(intent, facts);
  const own = findOwnOperations(intent, state, history);
  if (own.length > 0) {
    const change = selectChange(intent, own);
    return change === undefined ? { kind: 'ambiguous', candidates: own } : { kind: 'found', change };
  }
  const repeated = refusedRepeat(intent, facts);
  if (repeated !== undefined) return { kind: 'found', change: repeated };
  if (isRefundIntent(intent)) return reconcileRefund(intent, facts);
  switch (intent.kind) {
    case 'resend':
      return reconcileResend(intent, facts);
    case 'sale':
      return reconcileSale(intent, facts);
    case 'otp':
      return reconcileOtp(intent, facts);
    default:
      return { kind: 'undecidable' };
  }
}

/** An attempt that the platform refused (3230) because another one with the same refund id was carried out. */
function refusedRepeat({ id, code, requestId, ...intent }: Intent, { state, history }: Reconciliation) {
  if (code !== REFUND_ID_EXISTS || requestId !== undefined) return undefined;
  const same = state.operations.find((operation) => isResultOf({ id, requestId, ...intent }, operation));
  const first = same === undefined ? undefined : intentOf(same, history);
  if (first === undefined) return undefined;
  return { state: 'refused', code, reason: `the refund with this merchant_refund_id is intent ${first.id}` } as const;
}

/** "Not found" (3061) says that a sale never arrived, and of a payment that was there says nothing. */
function reconcileError(intent: Intent, facts: Reconciliation): Finding {
  const { state, seenBefore, askedAt, settleMilliseconds } = facts;
  if (state.error?.code === '3062') return { kind: 'not_yet', askAt: askedAt + settleMilliseconds };
  const unknown = state.error?.code === '3061' && intent.kind === 'sale' && !seenBefore;
  return unknown ? notSeen(intent, facts, true) : unclear(intent, facts);
}

function reconcileRefund(intent: Intent, facts: Reconciliation): Finding {
  const complete = isComplete(intent, facts) && findGap(facts.state) === 'none';
  const found = candidates(intent, facts, isRefundOperation);
  const [only, ...more] = found;
  if (only === undefined) return notSeen(intent, facts, complete);
  const askAt = certainAt(intent, facts);
  if (facts.askedAt < askAt) return { kind: 'not_yet', askAt };
  const isExact = only.createdAt !== undefined && only.amount !== undefined && intent.amount !== undefined;
  const isOurs = complete && isExact && isInTime(only, intent, facts) && !hasRival(intent, facts, only);
  if (more.length > 0 || !isOurs || only.status !== 'success') return { kind: 'ambiguous', candidates: found };
  return { kind: 'found', change: { ...toIntentChange(only), reason: MATCHED } };
}

/** A new code costs nothing: it is found by its time alone. */
function reconcileResend(intent: Intent, facts: Reconciliation): Finding {
  const found = candidates(intent, facts, isResendOperation);
  const [only, ...more] = found;
  if (only === undefined) return notSeen(intent, facts, isComplete(intent, facts));
  if (more.length === 0 && isInTime(only, intent, facts) && !hasRival(intent, facts))
    return { kind: 'found', change: toIntentChange(only) };
  return { kind: 'ambiguous', candidates: found };
}

/** Operations that the intent may have begun: of its kind and amount, new since it was begun, and nobody else's. */
function candidates(intent: Intent, facts: Reconciliation, ofKind: (operation: Operation) => boolean): Operation[] {
  const others = othersOf(intent, facts);
  return facts.state.operations.filter(
    (operation) =>
      ofKind(operation) &&
      matchesAmount(intent, operation) &&
      !intent.knownOperations.includes(operationKey(operation)) &&
      !others.some((other) => isResultOf(other, operation)),
  );
}

const othersOf = (intent: Intent, { history }: Reconciliation): readonly Intent[] =>
  history.filter(({ id }) => id !== intent.id);

/** Begun about when the request was in progress, by the platform's own clock. */
function isInTime({ createdAt }: Operation, intent: Intent, facts: Reconciliation): boolean {
  if (createdAt === undefined) return true;
  const at = ourTime(createdAt, facts);
  return at >= intent.createdAt - TOLERANCE_MS.before && at <= intent.endsBy + TOLERANCE_MS.after;
}

/** A time of the platform, by this machine's clock. */
const ourTime = (time: number, { askedAt, clockOffset, speed }: Reconciliation): number =>
  askedAt - (askedAt + clockOffset - time) / speed;

/**
 * Another intent that the same operation could have come of. An earlier attempt under the same key is none, when the
 * operation began only after that one had ended: both stand for one refund.
 */
function hasRival(intent: Intent, facts: Reconciliation, found?: Operation): boolean {
  const { operations } = facts.state;
  const isEarlierTry = (other: Intent): boolean =>
    intent.key !== undefined && intent.key === other.key && found !== undefined && !isInTime(found, other, facts);
  return othersOf(intent, facts).some(
    (other) =>
      isLike(intent, other) &&
      !isEarlierTry(other) &&
      matchesAmount(intent, other) &&
      (isRefundIntent(other) ? !isCertainlyNotDone(other) : lacksResult(other)) &&
      !operations.some((operation) => isResultOf(other, operation)),
  );
}

const isLike = (one: Intent, other: Intent): boolean =>
  isRefundIntent(one) ? isRefundIntent(other) : one.kind === other.kind;

/** True of an answer that shows all operations: each has an id, and those that were there are there still. */
function isComplete({ knownOperations: known }: Intent, { state }: Reconciliation): boolean {
  const { operations, paymentId } = state;
  const shown = operations.map(operationKey);
  return (
    paymentId !== undefined &&
    operations.some(isSale) &&
    operations.every(({ id }) => id !== '') &&
    known.every((key) => shown.includes(key))
  );
}

/** A payment id is unique, so the payment is ours unless another sale made it (platform docs: 3041). */
function reconcileSale(intent: Intent, facts: Reconciliation): Finding {
  const { state } = facts;
  const sales = state.operations.filter(isSale);
  const [sale] = sales;
  if (sale === undefined) return unclear(intent, facts);
  const owned = othersOf(intent, facts).some(({ kind, state: its }) => kind === 'sale' && OWNS.has(its));
  if (owned) return notSeen(intent, facts, true);
  const fits = matchesAmount(intent, sale) && isInTime(sale, intent, facts) && !hasRival(intent, facts);
  if (!fits || sales.length > 1) return { kind: 'ambiguous', candidates: sales };
  return { kind: 'found', change: { state: toSaleState(state), requestId: sale.requestId } };
}

const OWNS: ReadonlySet<Intent['state']> = new Set(['accepted', 'done', 'declined']);

/**
 * A code that arrived has moved the sale on: to a result, or to another ask for a code. The sale then
 * carries the request id of whatever moved it last.
 */
function reconcileOtp(intent: Intent, facts: Reconciliation): Finding {
  const { state } = facts;
  const sale = lastSale(state);
  const others = othersOf(intent, facts);
  const later = others.some((other) => other.kind === 'otp' && other.createdAt >= intent.createdAt);
  if (sale?.changedAt === undefined || later) return unclear(intent, facts);

  const claimed = others.some((other) => isResultOf(other, sale));
  const after = (ourTime(sale.changedAt, facts) - intent.createdAt) * facts.speed;
  // Where the sale's own request is known, another one is the code's; else only time can tell.
  const knowsSale = sale.requestId !== undefined && others.some((other) => other.kind === 'sale' && other.requestId);
  // What moved it before this code was sent was another one.
  const unmoved = after < -CUT_MS;
  if (!claimed && ((knowsSale && !unmoved) || after > CUT_MS)) {
    // A later code that the platform never got must not be taken for this one.
    const requestId = knowsSale ? sale.requestId : undefined;
    return { kind: 'found', change: { state: toSaleState(state), requestId } };
  }
  // Moved within the same second by a code that kept the sale's request id, or by the sale itself: nobody can tell.
  return unmoved && !isFinal(state.status) ? notSeen(intent, facts, true) : unclear(intent, facts);
}

/** @param complete true when the answer would show it */
function notSeen(intent: Intent, facts: Reconciliation, complete: boolean): Finding {
  const askAt = certainAt(intent, facts);
  if (facts.askedAt < askAt) return { kind: 'not_yet', askAt };
  return complete ? { kind: 'never_arrived' } : { kind: 'undecidable' };
}

/** Not to be told from this answer; a later one may be better. */
const unclear = (intent: Intent, facts: Reconciliation): Finding => notSeen(intent, facts, false);

/** When the platform certainly shows what it got. */
function certainAt(
  { state, changedAt, endsBy }: Intent,
  { settleMilliseconds, countedFrom = Number.NEGATIVE_INFINITY }: Reconciliation,
): number {
  return Math.max(state === 'unknown' ? changedAt : endsBy, countedFrom) + settleMilliseconds;
}
