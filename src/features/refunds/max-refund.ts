import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { getRequestAmount, type SignedRequest } from '#domain/gate/signed-request';
import { message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import { isRefundPath } from '#domain/refunds/refund-path';
import { fetchStatus } from '#features/payments/fetch-status';

/**
 * Returns the maximum amount that a raw request can refund. For a request without an amount this is all that is left of
 * the payment, so that it counts against the daily limit. Undefined for other requests, and when the amount is unknown.
 *
 * @throws {Failure} (blocked) when the profile has a daily limit and the amount that counts is unknown.
 */
export async function getMaxRefund(
  request: SignedRequest,
  context: Pick<Context, 'gate' | 'ledger' | 'profile' | 'terminal'>,
): Promise<Amount | undefined> {
  const { paymentId } = request;
  if (!isRefundPath(new URL(request.url).pathname)) return undefined;
  const profile = await context.profile();
  const { maxRefundPerDay, currency } = profile;
  const named = getRequestAmount(request);
  if (named !== undefined && maxRefundPerDay === undefined) return undefined;
  // With a daily limit the status is always requested: its answer has the platform's time, which the 24 hours depend on.
  const left = paymentId === undefined ? undefined : await leftOf(paymentId, projectKey(profile), context);
  const counted = named ?? left;
  if (maxRefundPerDay === undefined || counted?.currency === currency) return left;
  const text =
    counted === undefined
      ? message('The request has no amount, so it is unknown how much counts against the limit of 24 hours.')
      : message('The request is in {request}, and the limit of 24 hours is in {limit}.', {
          request: counted.currency,
          limit: currency,
        });
  const options = `--set payment.amount=25000 --set payment.currency=${currency}`;
  throw blockedFailure('over_limit', text, {
    hint: message('Add an amount in its currency: {options}', { options }),
    paymentId,
  });
}

async function leftOf(
  paymentId: string,
  project: string,
  context: Pick<Context, 'gate' | 'ledger' | 'terminal'>,
): Promise<Amount | undefined> {
  try {
    const { state, signed } = await fetchStatus(paymentId, await context.gate(), context);
    if (signed && state.left !== undefined) return state.left;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
  }
  return (await (await context.ledger()).payment(project, paymentId))?.remaining;
}
