import { blockedFailure, type Failure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { type Amount, formatAmount, formatMajor } from '#domain/payments/amount';
import { getGateName } from '#domain/profiles/project';
import { refundAgainCommand } from '#domain/terminal/advice-profile';
import { DAY_MS } from '#domain/time/duration';
import { formatZonedTimestamp } from '#domain/time/timestamp';
import { earlierRefunds, isRefundIntent, type PastRefund } from './refund-history.ts';
import { everyIntent, type RefundContext, type RefundRequest } from './refund-request.ts';

/**
 * Checks that a refund does not repeat an earlier one. The platform has no idempotency key, so a repeat needs `--again`.
 *
 * @throws {Failure} (blocked) without `--again`, or when the user has not seen the earlier refund.
 */
export function checkNotRepeated({ paymentId, amount, again }: RefundRequest, facts: RefundContext): void {
  const { state, elsewhere, readAt } = facts;
  const earlier = earlierRefunds(state, everyIntent(facts), readAt);
  const equal = earlier.find(
    // The user can only intend to repeat a refund that was in the summary.
    (refund) => isSame(refund, amount, facts.now) && !(again && wasShown(refund, facts)),
  );
  if (equal !== undefined) throw repeated(equal, { paymentId, amount });
  // A refund whose operation is shown here was made on this platform, and the amounts already cover it.
  const explained = earlier.filter(({ key }) => key !== undefined).map(({ intent }) => intent?.id);
  const other = elsewhere.find(
    (intent) =>
      isRecentRefund(intent, facts.now) &&
      !explained.includes(intent.id) &&
      !(again && facts.shown.includes(intent.id)),
  );
  if (other === undefined) return;
  const what = other.amount === undefined ? 'A refund' : `A refund of ${formatMajor(other.amount)}`;
  const message = `${what} of ${paymentId} was sent within 24 hours with ${placeOf(other)}, which has the same project id (${other.state}).`;
  throw blockedFailure('already_refunded', message, {
    paymentId,
    hint: `Its receipt: rocketpay receipt ${other.id}. If that is another platform: ${refundAgainCommand(paymentId, amount)}`,
    intentId: other.id,
  });
}

function repeated(equal: PastRefund, { paymentId, amount }: Pick<RefundRequest, 'paymentId' | 'amount'>): Failure {
  const { intent } = equal;
  const by = intent === undefined ? 'elsewhere' : `by ${intent.user}@${intent.host}, intent ${intent.id}`;
  const when = equal.at === undefined ? '' : `at ${formatZonedTimestamp(equal.at)}, `;
  const told = equal.amount === undefined ? undefined : formatAmount(equal.amount);
  const what = told === undefined ? 'A refund' : `A refund of ${told}`;
  const unsure = told === undefined ? ' The platform does not say how much that was.' : '';
  const origin = `${when}${by} (${equal.status}).${unsure}`;
  const messages: Readonly<Record<ReturnType<typeof stageOf>, string>> = {
    refunded: `${told ?? 'An amount'} of ${paymentId} was already refunded: ${origin}`,
    'in progress': `${what} of ${paymentId} was sent already and is in progress: ${origin}`,
    'not seen': `A refund of ${formatAmount(amount)} of ${paymentId} was already sent: ${by}. The platform has not shown it, ${riskOf(amount)}.`,
  };
  const receipt = intent === undefined ? '' : `Receipt of the earlier refund: rocketpay receipt ${intent.id}. `;
  return blockedFailure('already_refunded', messages[stageOf(equal)], {
    paymentId,
    hint: `${receipt}To refund it a second time: ${refundAgainCommand(paymentId, amount)}`,
    intentId: intent?.id,
    requestId: intent?.requestId,
  });
}

/** How far an earlier refund has come: refunded by the platform's operation, or by the ledger where none is shown. */
function stageOf({ standing, key, intent }: PastRefund): 'refunded' | 'in progress' | 'not seen' {
  if (standing === 'not seen') return 'not seen';
  const isRefunded = key === undefined ? intent?.state === 'done' : standing === 'done';
  return isRefunded ? 'refunded' : 'in progress';
}

/** Describes the risk of repeating a refund that the platform has not shown. */
export const riskOf = (amount: Amount): string =>
  `but may still process it: the customer may receive ${formatMajor(amount)} twice`;

/** Returns earlier refunds of the same amount within a day that the platform has not shown. */
export const unseenRepeats = (
  amount: Amount,
  { now, ...facts }: Pick<RefundContext, 'state' | 'history' | 'elsewhere' | 'readAt' | 'now'>,
) =>
  earlierRefunds(facts.state, everyIntent(facts), facts.readAt).filter(
    (refund) => refund.standing === 'not seen' && isSame(refund, amount, now),
  );

const wasShown = ({ intent, key }: PastRefund, { shown }: RefundContext): boolean =>
  (key !== undefined && shown.includes(key)) || (intent !== undefined && shown.includes(intent.id));

/** True when the refund may be of this amount. An unknown amount, or one in another currency, can be any amount. */
const isSame = ({ amount, at, standing }: PastRefund, wished: Amount, now: number): boolean =>
  standing !== 'failed' &&
  (amount === undefined || amount.currency !== wished.currency || amount.minor === wished.minor) &&
  (at === undefined || now - at < DAY_MS);

/** States of a refund that took money, or may have. */
const MAY_HAVE_HAPPENED: ReadonlySet<Intent['state']> = new Set([
  'sending',
  'unknown',
  'accepted',
  'done',
  'never_arrived',
]);

const isRecentRefund = (intent: Intent, now: number): boolean =>
  isRefundIntent(intent) && MAY_HAVE_HAPPENED.has(intent.state) && now - intent.createdAt < DAY_MS;

/** Describes the profile and the Gate of an intent, for users. */
export const placeOf = ({ profile, project }: Intent): string => `profile ${profile} under ${getGateName(project)}`;
