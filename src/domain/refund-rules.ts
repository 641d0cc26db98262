import { type Amount, formatAmount, formatMajor } from './amount.ts';
import { DAY_MS, type EarlierRefund, earlierRefunds, isRefundIntent, sumOf } from './earlier-refunds.ts';
import { Failure, type FailureDetails } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import { type Intent, isOpen } from './intent.ts';
import { formatMoment } from './moment.ts';
import { isReverseOperation, type PaymentState } from './payment-state.ts';
import type { Profile } from './profile.ts';
import { gateOf } from './project.ts';
import { isPaid, isRefundable } from './statuses.ts';

/** A refund that is asked for. */
export interface RefundWish {
  readonly paymentId: string;
  readonly amount: Amount;
  /** Give the same amount back again, although it was done within a day. */
  readonly again: boolean;
}

/** What the rules look at. */
export interface RefundFacts {
  /** Stored name of the project; without it no word is said of intents under another host. */
  readonly project?: string;
  /** The platform's word. */
  readonly state: PaymentState;
  /** When it was given, epoch milliseconds. */
  readonly readAt: number;
  /** All that the ledger knows of the payment. */
  readonly past: readonly Intent[];
  /** Ids of the intents that stood on the card that the person has seen. */
  readonly shown: readonly string[];
  /** What the project has given back in the last 24 hours, in minor units of the wish's currency. */
  readonly refundedToday: number;
  readonly limits: Pick<Profile, 'maxRefund' | 'maxRefundPerDay' | 'currency'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Lets a refund pass, or says why it must not be sent (platform docs: refund rules). The platform has no
 * idempotency key, so the same amount twice within a day needs a word of its own.
 *
 * @throws {Failure} (held). Nothing has been sent then.
 */
export function checkRefund(wish: RefundWish, facts: RefundFacts): void {
  checkKnown(wish.paymentId, facts.state);
  if (!isPaid(facts.state.status)) checkRefundable(wish.paymentId, facts.state);
  checkNothingOpen(wish, facts);
  // Before "nothing is left": the receipt of the same refund tells more.
  checkNotRepeated(wish, facts);
  checkRefundable(wish.paymentId, facts.state);
  checkLeft(wish, facts);
  checkCurrency(wish, facts);
  checkMaxRefund(wish, facts);
  checkDayLimit(wish, facts);
}

/** All that can be given back now: what is left, and not under way already (platform docs: refund rules). */
export function freeAmount({
  state,
  past,
  readAt,
}: Pick<RefundFacts, 'state' | 'past' | 'readAt'>): Amount | undefined {
  const { left } = state;
  if (left === undefined) return undefined;
  const underWay = earlierRefunds(state, past, readAt)
    .filter(({ standing }) => standing === 'under way')
    .map(({ amount }) => amount);
  // One of which nobody knows the amount can be all of it.
  const reserved = underWay.includes(undefined) ? left.minor : sumOf(underWay, left.currency);
  return { minor: Math.max(0, left.minor - reserved), currency: left.currency };
}

function checkKnown(paymentId: string, { error }: PaymentState): void {
  if (error === undefined) return;
  const message = `There is nothing to refund of ${paymentId}: the platform does not know it (${error.code}).`;
  throw held('not_refundable', message, paymentId, { platformCode: error.code });
}

/** @throws {Failure} (held) when nothing of the payment can be given back, whatever the amount. */
export function checkRefundable(paymentId: string, state: PaymentState): void {
  checkKnown(paymentId, state);
  const { status, left } = state;
  if (isRefundable(status) && left?.minor !== 0) return;
  const why = `its status is "${status}"${left === undefined ? '' : ` and ${formatAmount(left)} is left`}`;
  throw held('not_refundable', `There is nothing to refund of ${paymentId}: ${why}.`, paymentId);
}

/** Where an intent was sent, when that is another host than the refund's. */
const underOtherHost = (intent: Intent, { project = intent.project }: RefundFacts): string =>
  gateOf(intent.project) === gateOf(project) ? '' : ` under ${gateOf(intent.project)}`;

function checkNothingOpen({ paymentId }: RefundWish, facts: RefundFacts): void {
  const { past } = facts;
  const open = past.find((intent) => isOpen(intent) && isRefundIntent(intent));
  if (open === undefined) return;
  const words = `a refund of it${open.amount === undefined ? '' : ` (${formatMajor(open.amount)})`} by ${open.user}@${open.host}${underOtherHost(open, facts)}`;
  const message =
    open.state === 'sending'
      ? `Not now: ${words} is being sent, or was cut off.`
      : `Not now: the outcome of ${words} is not known.`;
  throw held('unresolved', message, paymentId, { hint: `First: rocketpay resume ${open.id}`, intentId: open.id });
}

function checkLeft({ paymentId, amount }: RefundWish, facts: RefundFacts): void {
  const { left } = facts.state;
  const free = freeAmount(facts);
  if (left === undefined || free === undefined) return;
  if (left.currency !== amount.currency) {
    throw held('other_currency', `The payment is in ${left.currency}, the refund in ${amount.currency}.`, paymentId);
  }
  if (amount.minor > 0 && amount.minor <= free.minor) return;
  const reserved = { minor: left.minor - free.minor, currency: left.currency };
  const note = reserved.minor === 0 ? '' : `, and ${formatMajor(reserved)} of it is under way already`;
  throw held(
    'more_than_left',
    `${formatAmount(amount)} is more than what is left of ${paymentId}: ${formatAmount(left)}${note}.`,
    paymentId,
    { hint: free.minor === 0 ? undefined : 'Everything that is left: --full' },
  );
}

function checkNotRepeated({ paymentId, amount, again }: RefundWish, facts: RefundFacts): void {
  const { state, past, readAt, now } = facts;
  const equal = earlierRefunds(state, past, readAt).find(
    // What was not on the card is not what the person wants to repeat.
    (refund) => isSame(refund, amount, now) && !(again && wasShown(refund, facts)),
  );
  if (equal === undefined) return;
  const { intent } = equal;
  const by =
    intent === undefined
      ? 'elsewhere'
      : `by ${intent.user}@${intent.host}${underOtherHost(intent, facts)}, intent ${intent.id}`;
  const when = equal.at === undefined ? '' : `at ${formatMoment(equal.at)}, `;
  const message = `${formatAmount(amount)} of ${paymentId} was refunded already: ${when}${by} (${equal.status}).`;
  const receipt = intent === undefined ? '' : ` Its receipt: rocketpay receipt ${intent.id}`;
  throw held('already_refunded', message, paymentId, {
    hint: `If it is meant a second time: --again --reason "…".${receipt}`,
    intentId: intent?.id,
    requestId: intent?.requestId,
  });
}

const wasShown = ({ intent }: EarlierRefund, { shown }: RefundFacts): boolean =>
  intent === undefined || shown.includes(intent.id);

const isSame = ({ amount, at, standing }: EarlierRefund, wished: Amount, now: number): boolean =>
  standing !== 'failed' &&
  amount?.minor === wished.minor &&
  amount.currency === wished.currency &&
  (at === undefined || now - at < DAY_MS);

function checkCurrency({ paymentId, amount }: RefundWish, { limits }: RefundFacts): void {
  const { maxRefund, maxRefundPerDay, currency } = limits;
  if ((maxRefund === undefined && maxRefundPerDay === undefined) || amount.currency === currency) return;
  const message = `The limits of this profile are in ${currency}, the refund is in ${amount.currency}.`;
  throw held('over_limit', message, paymentId);
}

function checkMaxRefund({ paymentId, amount }: RefundWish, { limits }: RefundFacts): void {
  const { maxRefund, currency } = limits;
  if (maxRefund === undefined || amount.minor <= maxRefund) return;
  const limit = formatAmount({ minor: maxRefund, currency });
  throw held('over_limit', `${formatAmount(amount)} is over the limit of a refund, ${limit}.`, paymentId, LIMIT_HINT);
}

/** @throws {Failure} (held) when more would be given back within 24 hours than the profile lets. */
export function checkDayLimit(
  { paymentId, amount }: Pick<RefundWish, 'paymentId' | 'amount'>,
  { limits, refundedToday }: Pick<RefundFacts, 'limits' | 'refundedToday'>,
): void {
  const { maxRefundPerDay, currency } = limits;
  if (maxRefundPerDay === undefined || refundedToday + amount.minor <= maxRefundPerDay) return;
  const inLimit = (minor: number) => formatAmount({ minor, currency });
  const message =
    `${formatAmount(amount)} is over the limit of 24 hours, ${inLimit(maxRefundPerDay)}: ` +
    `${inLimit(refundedToday)} was given back already.`;
  throw held('over_limit', message, paymentId, LIMIT_HINT);
}

const LIMIT_HINT = { hint: 'The limits stand in the profile: rocketpay profiles show' };

const held = (code: string, message: string, paymentId: string, details: FailureDetails = {}): Failure =>
  new Failure(EXIT.held, code, `${message} Nothing was sent.`, { ...details, paymentId });

/** What a person looks at before a refund. Amounts are undefined where the platform does not tell. */
export interface RefundCard {
  readonly paymentId: string;
  readonly status: string;
  readonly paid: Amount | undefined;
  readonly refunded: Amount | undefined;
  readonly underWay: Amount | undefined;
  readonly left: Amount | undefined;
  /** Since the payment was made, in milliseconds. */
  readonly age: number | undefined;
  readonly earlier: readonly EarlierRefund[];
}

/** What has gone back and stayed there: a refund that was taken back is with the merchant again. */
function withoutReversed(refunded: Amount | undefined, operations: PaymentState['operations']): Amount | undefined {
  const reversed = operations.filter((operation) => isReverseOperation(operation) && operation.status === 'success');
  if (refunded === undefined || reversed.length === 0) return refunded;
  const amounts = reversed.map(({ amount }) => amount);
  if (amounts.includes(undefined)) return undefined;
  return { minor: refunded.minor - sumOf(amounts, refunded.currency), currency: refunded.currency };
}

/** The card of a payment, from the platform's word and the ledger's. */
export function refundCard(
  paymentId: string,
  { state, past, readAt, now }: Pick<RefundFacts, 'state' | 'past' | 'readAt' | 'now'>,
): RefundCard {
  const { left, operations, status } = state;
  const earlier = earlierRefunds(state, past, readAt);
  const sum = (amounts: readonly (Amount | undefined)[]): Amount | undefined => {
    if (left === undefined || amounts.includes(undefined)) return undefined;
    return { minor: sumOf(amounts, left.currency), currency: left.currency };
  };
  const standing = (wanted: EarlierRefund['standing']): Amount | undefined =>
    sum(earlier.filter((refund) => refund.standing === wanted).map(({ amount }) => amount));
  const refunded = withoutReversed(standing('done'), operations);
  const made = operations.map(({ createdAt }) => createdAt).filter((at) => at !== undefined);
  return {
    paymentId,
    status,
    paid: left && refunded && { minor: left.minor + refunded.minor, currency: left.currency },
    refunded,
    underWay: standing('under way'),
    left,
    age: made.length === 0 ? undefined : Math.max(0, now - Math.min(...made)),
    earlier,
  };
}
