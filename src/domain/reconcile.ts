import { belongs, isRefundIntent, isRefundOperation, sumOf } from './earlier-refunds.ts';
import type { Intent, IntentChange } from './intent.ts';
import { hasFailed, lastSale, type Operation, operationKey, type PaymentState } from './payment-state.ts';
import { isResendOperation } from './resend.ts';
import { sumsOf } from './status-consistency.ts';
import { isFailed, isFinal, isPaid } from './statuses.ts';

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
  /** All that the ledger knows of the payment: an operation belongs to one intent only. */
  readonly past: readonly Intent[];
  /** True when the platform has shown the payment before. */
  readonly seenBefore: boolean;
  /** When the status was asked for, epoch milliseconds. */
  readonly askedAt: number;
  /** How long after a request the platform certainly shows it. */
  readonly patienceMilliseconds: number;
  /** How far the platform's clock is ahead of this machine's, in milliseconds. */
  readonly clockLead: number;
  /** How many times as fast as real time the platform's clock runs: 1, but for a sandbox. */
  readonly speed: number;
}

/** An operation that begins this long before or after its request belongs to another one. */
const TOLERANCE_MS = { before: 60_000, after: 600_000 };

/** The platform cuts its times to the second. */
const CUT_MS = 1000;

/**
 * Finds out from the platform's status what became of an open intent: by its request id where one is
 * known, else by kind, amount and time among the operations that nobody else has claimed. What could be
 * two things is never decided here, and that something never arrived only by an answer that would show it
 * (platform docs: status; 3061 and 3062 are not final).
 */
export function reconcile(intent: Intent, facts: Reconciliation): Finding {
  const { state, signed } = facts;
  if (!signed) return unclear(intent, facts);
  if (state.error !== undefined) return reconcileError(intent, facts);
  const own = state.operations.find((operation) => belongs(intent, operation));
  if (own !== undefined) return findingOf(own);
  if (isRefundIntent(intent)) return reconcileRefund(intent, facts);
  switch (intent.kind) {
    case 'resend':
      return oneOf(candidates(intent, facts, isResendOperation), intent, facts, isComplete(intent, facts));
    case 'sale':
      return reconcileSale(intent, facts);
    case 'otp':
      return reconcileOtp(intent, facts);
    default:
      return { kind: 'undecidable' };
  }
}

/** An operation that is what came of an intent. */
export const findingOf = (operation: Operation): Extract<Finding, { kind: 'found' }> => ({
  kind: 'found',
  change: {
    state: stateOf(operation),
    requestId: operation.requestId,
    operationId: operation.id || undefined,
    code: operation.code,
  },
});

function stateOf(operation: Operation): 'done' | 'declined' | 'accepted' {
  if (operation.status === 'success') return 'done';
  return hasFailed(operation) ? 'declined' : 'accepted';
}

/** True of an operation that an intent of this kind can begin. */
export function canBegin(intent: Pick<Intent, 'kind' | 'path'>, operation: Operation): boolean {
  if (isRefundIntent(intent)) return isRefundOperation(operation);
  if (intent.kind === 'raw') return true;
  return intent.kind === 'resend' ? isResendOperation(operation) : isSale(operation);
}

const isSale = ({ type }: Operation): boolean => type === 'sale';

/** "Not found" (3061) says that a sale never arrived, and of a payment that was there says nothing. */
function reconcileError(intent: Intent, facts: Reconciliation): Finding {
  const { state, seenBefore, askedAt, patienceMilliseconds } = facts;
  if (state.error?.code === '3062') return { kind: 'not_yet', askAt: askedAt + patienceMilliseconds };
  const unknown = state.error?.code === '3061' && intent.kind === 'sale' && !seenBefore;
  return unknown ? notSeen(intent, facts, true) : unclear(intent, facts);
}

function reconcileRefund(intent: Intent, facts: Reconciliation): Finding {
  const complete = isComplete(intent, facts) && sumsOf(facts.state) === 'balanced';
  return oneOf(candidates(intent, facts, isRefundOperation), intent, facts, complete);
}

/** Operations that the intent may have begun: of its kind and amount, new since it was begun, and nobody else's. */
function candidates(intent: Intent, facts: Reconciliation, ofKind: (operation: Operation) => boolean): Operation[] {
  const others = othersOf(intent, facts);
  return facts.state.operations.filter(
    (operation) =>
      ofKind(operation) &&
      hasAmountOf(intent, operation) &&
      !intent.known.includes(operationKey(operation)) &&
      !others.some((other) => belongs(other, operation)),
  );
}

const othersOf = (intent: Intent, { past }: Reconciliation): readonly Intent[] =>
  past.filter(({ id }) => id !== intent.id);

/** An amount that either side does not name can be any. */
function hasAmountOf({ amount }: Pick<Intent, 'amount'>, operation: Pick<Operation, 'amount'>): boolean {
  if (amount === undefined || operation.amount === undefined) return true;
  return sumOf([operation.amount], amount.currency) === amount.minor;
}

function oneOf(operations: readonly Operation[], intent: Intent, facts: Reconciliation, complete: boolean): Finding {
  const [only, ...more] = operations;
  if (only === undefined) return notSeen(intent, facts, complete);
  if (more.length === 0 && isInTime(only, intent, facts) && !hasRival(intent, facts)) return findingOf(only);
  return { kind: 'ambiguous', candidates: operations };
}

/** Begun about when the request was under way, by the platform's own clock. */
function isInTime({ createdAt }: Operation, intent: Intent, facts: Reconciliation): boolean {
  if (createdAt === undefined) return true;
  const at = ourTime(createdAt, facts);
  return at >= intent.createdAt - TOLERANCE_MS.before && at <= intent.endsBy + TOLERANCE_MS.after;
}

/** A time of the platform, by this machine's clock. */
const ourTime = (time: number, { askedAt, clockLead, speed }: Reconciliation): number =>
  askedAt - (askedAt + clockLead - time) / speed;

/** Another intent that the same operation could have come of. */
function hasRival(intent: Intent, facts: Reconciliation): boolean {
  const { operations } = facts.state;
  return othersOf(intent, facts).some(
    (other) =>
      isLike(intent, other) &&
      hasAmountOf(intent, other) &&
      ['sending', 'unknown', 'accepted'].includes(other.state) &&
      !operations.some((operation) => belongs(other, operation)),
  );
}

const isLike = (one: Intent, other: Intent): boolean =>
  isRefundIntent(one) ? isRefundIntent(other) : one.kind === other.kind;

/** True of an answer that shows all operations: each has an id, and those that were there are there still. */
function isComplete({ known }: Intent, { state }: Reconciliation): boolean {
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
  const fits = hasAmountOf(intent, sale) && isInTime(sale, intent, facts) && !hasRival(intent, facts);
  if (!fits || sales.length > 1) return { kind: 'ambiguous', candidates: sales };
  return { kind: 'found', change: { state: standingOf(state), requestId: sale.requestId } };
}

const OWNS: ReadonlySet<Intent['state']> = new Set(['accepted', 'done', 'declined']);

function standingOf({ status }: PaymentState): 'done' | 'declined' | 'accepted' {
  if (isPaid(status)) return 'done';
  return isFailed(status) ? 'declined' : 'accepted';
}

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

  const claimed = others.some((other) => belongs(other, sale));
  const after = (ourTime(sale.changedAt, facts) - intent.createdAt) * facts.speed;
  // Where the sale's own request is known, another one is the code's; else only time can tell.
  const knowsSale = sale.requestId !== undefined && others.some((other) => other.kind === 'sale' && other.requestId);
  if (!claimed && (knowsSale || after > CUT_MS)) return { kind: 'found', change: { state: standingOf(state) } };
  const unmoved = after < -CUT_MS || (claimed && after <= CUT_MS);
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
function certainAt({ state, changedAt, endsBy }: Intent, { patienceMilliseconds }: Reconciliation): number {
  return (state === 'unknown' ? changedAt : endsBy) + patienceMilliseconds;
}

/** What a status says of an intent that the platform has accepted; undefined while it is open still. */
export function resultOf(intent: Intent, state: PaymentState, past: readonly Intent[]): IntentChange | undefined {
  const own = state.operations.find((operation) => belongs(intent, operation));
  const change = own === undefined ? undefined : findingOf(own).change;
  if (change !== undefined && change.state !== 'accepted') return change;
  if (!isFinal(state.status) || !decidesPayment(intent, past)) return undefined;
  return { state: standingOf(state) };
}

/** The end of a payment is the end of its sale, and of its code where there was one only. */
function decidesPayment({ kind, id }: Intent, past: readonly Intent[]): boolean {
  if (kind === 'sale') return true;
  return kind === 'otp' && !past.some((other) => other.kind === 'otp' && other.id !== id);
}
