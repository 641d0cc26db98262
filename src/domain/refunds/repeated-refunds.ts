import { blockedFailure, type Failure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { type Amount, formatAmount, formatMajor } from '#domain/payments/amount';
import { getGateName } from '#domain/profiles/project';
import { refundAgainCommand } from '#domain/terminal/advice-profile';
import { DAY_MS } from '#domain/time/duration';
import { formatZonedTimestamp } from '#domain/time/format-timestamp';
import { type EarlierRefund, isRefundIntent, listEarlierRefunds } from './refund-history.ts';
import type { RefundContext, RefundRequest } from './refund-request.ts';

/**
 * Checks that a refund does not repeat an earlier one. The platform has no idempotency key, so a repeat needs `--again`.
 *
 * @throws {Failure} (blocked) without `--again`, or when the user has not seen the earlier refund.
 */
export function checkNotRepeated({ paymentId, amount, again }: RefundRequest, context: RefundContext): void {
  const { elsewhere, shown, now } = context;
  const earlier = listEarlierRefunds(context);
  const equal = earlier.find(
    // The user can only intend to repeat a refund that was in the summary.
    (refund) => mayBeEqual(refund, amount, now) && !(again && wasShown(refund, context)),
  );
  if (equal !== undefined) throw repeatedFailure(equal, { paymentId, amount });
  // A refund whose operation is shown here was made on this platform, and the amounts already cover it.
  const explained = earlier.filter(({ key }) => key !== undefined).map(({ intent }) => intent?.id);
  const other = elsewhere.find(
    (intent) => isRecentRefund(intent, now) && !explained.includes(intent.id) && !(again && shown.includes(intent.id)),
  );
  if (other === undefined) return;
  const what = other.amount === undefined ? 'A refund' : `A refund of ${formatMajor(other.amount)}`;
  const message = `${what} of ${paymentId} was sent within 24 hours with ${describePlace(other)}, which has the same project id (${other.state}).`;
  throw blockedFailure('already_refunded', message, {
    paymentId,
    hint: `Its receipt: rocketpay receipt ${other.id}. If that is another platform: ${refundAgainCommand(paymentId, amount)}`,
    intentId: other.id,
  });
}

function repeatedFailure(
  equal: EarlierRefund,
  { paymentId, amount }: Pick<RefundRequest, 'paymentId' | 'amount'>,
): Failure {
  const { intent } = equal;
  const by = intent === undefined ? 'elsewhere' : `by ${intent.user}@${intent.host}, intent ${intent.id}`;
  const receipt = intent === undefined ? '' : `Receipt of the earlier refund: rocketpay receipt ${intent.id}. `;
  return blockedFailure('already_refunded', describeRepeat(equal, by, { paymentId, amount }), {
    paymentId,
    hint: `${receipt}To refund it a second time: ${refundAgainCommand(paymentId, amount)}`,
    intentId: intent?.id,
    requestId: intent?.requestId,
  });
}

/** Says that a refund was made, is in progress, or may be processed. Only a result proves that it was made. */
function describeRepeat(
  { amount: earlier, at, outcome, status, key, intent }: EarlierRefund,
  by: string,
  { paymentId, amount }: Pick<RefundRequest, 'paymentId' | 'amount'>,
): string {
  if (outcome === 'not seen')
    return `A refund of ${formatAmount(amount)} of ${paymentId} was already sent: ${by}. The platform has not shown it, ${describeRepeatRisk(amount)}.`;
  const when = at === undefined ? '' : `at ${formatZonedTimestamp(at)}, `;
  const unknown = earlier === undefined ? ' The platform does not say how much that was.' : '';
  const origin = `${when}${by} (${status}).${unknown}`;
  // Without an operation of the platform the ledger tells the result.
  const isRefunded = key === undefined ? intent?.state === 'done' : outcome === 'done';
  if (isRefunded)
    return `${earlier === undefined ? 'An amount' : formatAmount(earlier)} of ${paymentId} was already refunded: ${origin}`;
  const what = earlier === undefined ? 'A refund' : `A refund of ${formatAmount(earlier)}`;
  return `${what} of ${paymentId} was sent already and is in progress: ${origin}`;
}

/** Describes the risk of repeating a refund that the platform has not shown. */
export const describeRepeatRisk = (amount: Amount): string =>
  `but may still process it: the customer may receive ${formatMajor(amount)} twice`;

/** True when the platform has not shown an equal refund of the last 24 hours. */
export const mayRepeatUnseen = (
  amount: Amount,
  context: Pick<RefundContext, 'state' | 'history' | 'elsewhere' | 'readAt' | 'now'>,
): boolean =>
  listEarlierRefunds(context).some(
    (refund) => refund.outcome === 'not seen' && mayBeEqual(refund, amount, context.now),
  );

const wasShown = ({ intent, key }: EarlierRefund, { shown }: RefundContext): boolean =>
  (key !== undefined && shown.includes(key)) || (intent !== undefined && shown.includes(intent.id));

/** True of a refund of the last 24 hours that may have this amount. An unknown amount, or one in another currency, may be equal. */
const mayBeEqual = ({ amount, at, outcome }: EarlierRefund, requested: Amount, now: number): boolean =>
  outcome !== 'failed' &&
  (amount === undefined || amount.currency !== requested.currency || amount.minor === requested.minor) &&
  (at === undefined || now - at < DAY_MS);

/** States of a refund that was processed, or may have been. */
const MAY_BE_PROCESSED: readonly Intent['state'][] = ['sending', 'unknown', 'accepted', 'done', 'never_arrived'];

const isRecentRefund = (intent: Intent, now: number): boolean =>
  isRefundIntent(intent) && MAY_BE_PROCESSED.includes(intent.state) && now - intent.createdAt < DAY_MS;

/** Describes the profile and the Gate of an intent, for users. */
export const describePlace = ({ profile, project }: Intent): string =>
  `profile ${profile} under ${getGateName(project)}`;
