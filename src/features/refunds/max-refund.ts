import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { amountOf, type SignedRequest } from '#domain/gate/signed-request';
import { projectKey } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import { isRefundPath } from '#domain/refunds/refund-path';
import { fetchStatus } from '#features/payments/fetch-status';

/**
 * The most that a raw request can refund: for one that names no amount all that is left of the payment, so that it counts
 * against the limit of a day. Undefined for any other request, and where neither the platform nor the ledger tells.
 *
 * @throws {Failure} (held) where the profile has a limit of a day and nothing tells how much would count.
 */
export async function mostRefunded(
  request: SignedRequest,
  context: Pick<Context, 'gate' | 'ledger' | 'profile' | 'terminal'>,
): Promise<Amount | undefined> {
  const { paymentId } = request;
  if (!isRefundPath(new URL(request.url).pathname)) return undefined;
  const profile = await context.profile();
  const { maxRefundPerDay, currency } = profile;
  const named = amountOf(request);
  if (named !== undefined && maxRefundPerDay === undefined) return undefined;
  // With a limit it is asked in any case: the answer tells the platform's time, by which the 24 hours are counted.
  const left = paymentId === undefined ? undefined : await leftOf(paymentId, projectKey(profile), context);
  const counted = named ?? left;
  if (maxRefundPerDay === undefined || counted?.currency === currency) return left;
  const message =
    counted === undefined
      ? 'The request names no amount, so nothing tells how much counts against the limit of 24 hours.'
      : `The request is in ${counted.currency}, and the limit of 24 hours is in ${currency}.`;
  throw blockedFailure('over_limit', message, {
    hint: `Name an amount in its currency: --set payment.amount=25000 --set payment.currency=${currency}`,
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
  return (await (await context.ledger()).payment(project, paymentId))?.left;
}
