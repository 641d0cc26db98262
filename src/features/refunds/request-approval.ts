import type { Context } from '#context';
import type { Failure } from '#domain/errors/failure';
import { type Intent, isCertainlyNotDone, projectKey } from '#domain/ledger/intent';
import { isRequest, type MissingApproval, REQUEST_REASON, withRequest } from '#domain/team/refund-approval';
import { DAY_MS } from '#domain/time/duration';
import { recordBlockedWrite, type WriteContext } from '#features/payments/send-write';
import type { RefundToSend } from './send-refund.ts';

/**
 * Records a refund that needs the approval of another member as blocked. The recorded request of an earlier attempt is used again.
 *
 * @returns the failure to end with, which names the request
 */
export async function requestApproval(
  refund: Pick<RefundToSend, 'paymentId' | 'prepare'>,
  failure: MissingApproval,
  context: WriteContext & Pick<Context, 'clock'>,
): Promise<Failure> {
  const { amount } = failure;
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  const { intents } = await ledger.paymentHistory(projectKey(profile), refund.paymentId);
  const isUsed = ({ id }: Intent) => intents.some((other) => other.approval === id && !isCertainlyNotDone(other));
  const earlier = intents.find(
    (intent) =>
      isRequest(intent) &&
      intent.user === ledger.currentUser.user &&
      intent.amount?.minor === amount.minor &&
      intent.amount.currency === amount.currency &&
      context.clock.now() - intent.createdAt < DAY_MS &&
      !isUsed(intent),
  );
  const request =
    earlier ?? (await recordBlockedWrite({ request: refund.prepare(amount, METHOD) }, REQUEST_REASON, context));
  return withRequest(failure, request.id);
}

/** The method of the recorded request. The one of the payment is used when the refund is sent. */
const METHOD = 'mobile';
