import { blockedFailure, type Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import { stateText } from '#domain/ledger/state-words';
import type { Amount } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import { getGateName } from '#domain/profiles/project';
import { refundAgainCommand } from '#domain/terminal/advice-profile';
import { DAY_MS } from '#domain/time/duration';
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
  const values = { paymentId, place: describePlace(other), state: stateText(other.state) };
  const text =
    other.amount === undefined
      ? message(
          'A refund of {paymentId} was sent within 24 hours with {place}, which has the same project id ({state}).',
          values,
        )
      : message(
          'A refund of {amount} of {paymentId} was sent within 24 hours with {place}, which has the same project id ({state}).',
          { ...values, amount: other.amount },
        );
  const command = refundAgainCommand(paymentId, amount);
  throw blockedFailure('already_refunded', text, {
    paymentId,
    hint: message('Its receipt: rocketpay receipt {id}. If that is another platform: {command}', {
      id: other.id,
      command,
    }),
    intentId: other.id,
  });
}

function repeatedFailure(
  equal: EarlierRefund,
  { paymentId, amount }: Pick<RefundRequest, 'paymentId' | 'amount'>,
): Failure {
  const { intent } = equal;
  const by =
    intent === undefined
      ? message('elsewhere')
      : message('by {user}, intent {id}', { user: `${intent.user}@${intent.host}`, id: intent.id });
  const command = refundAgainCommand(paymentId, amount);
  return blockedFailure('already_refunded', describeRepeat(equal, by, { paymentId, amount }), {
    paymentId,
    hint: joinTexts(
      [
        intent && message('Receipt of the earlier refund: rocketpay receipt {id}.', { id: intent.id }),
        message('To refund it a second time: {command}', { command }),
      ],
      ' ',
    ),
    intentId: intent?.id,
    requestId: intent?.requestId,
  });
}

/** Says that a refund was made, is in progress, or may be processed. Only a result proves that it was made. */
function describeRepeat(
  { amount: earlier, at, outcome, status, key, intent }: EarlierRefund,
  by: Text,
  { paymentId, amount }: Pick<RefundRequest, 'paymentId' | 'amount'>,
): Text {
  if (outcome === 'not seen')
    return message(
      'A refund of {amount} of {paymentId} was already sent: {by}. The platform has not shown it, {risk}.',
      { amount: amountMessage(amount), paymentId, by, risk: describeRepeatRisk(amount) },
    );
  // Without an operation of the platform the ledger tells the status and the result.
  const shown = key === undefined && intent !== undefined ? stateText(intent.state) : status;
  const when = at === undefined ? undefined : message('at {time}', { time: { time: at, zone: true } });
  const values = { paymentId, origin: joinTexts([when, by], ', '), status: shown };
  const isRefunded = key === undefined ? intent?.state === 'done' : outcome === 'done';
  if (earlier === undefined) {
    const text = isRefunded
      ? message('An amount of {paymentId} was already refunded: {origin} ({status}).', values)
      : message('A refund of {paymentId} was sent already and is in progress: {origin} ({status}).', values);
    return joinTexts([text, message('The platform does not say how much that was.')], ' ');
  }
  const withAmount = { ...values, amount: amountMessage(earlier) };
  return isRefunded
    ? message('{amount} of {paymentId} was already refunded: {origin} ({status}).', withAmount)
    : message(
        'A refund of {amount} of {paymentId} was sent already and is in progress: {origin} ({status}).',
        withAmount,
      );
}

/** Describes the risk of repeating a refund that the platform has not shown. */
export const describeRepeatRisk = (amount: Amount): Text =>
  message('but may still process it: the customer may receive {amount} twice', { amount });

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

const isRecentRefund = (intent: Intent, now: number): boolean =>
  isRefundIntent(intent) && !isCertainlyNotDone(intent) && now - intent.createdAt < DAY_MS;

/** Describes the profile and the Gate of an intent, for users. */
export const describePlace = ({ profile, project }: Intent): Text =>
  message('profile {profile} under {gate}', { profile, gate: getGateName(project) });
