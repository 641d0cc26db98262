import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { type Intent, lacksResult, projectKey } from '#domain/ledger/intent';
import type { PaymentState } from '#domain/payments/payment-state';
import { findContradiction } from '#domain/payments/status-consistency';
import { evaluateOwnRefunds, evaluateRefund, evaluateWait, type WaitResult } from '#domain/payments/wait-result';
import { isRefundIntent } from '#domain/refunds/refund-history';

type RefundCheck = (state: PaymentState) => Promise<WaitResult>;

/**
 * Returns a check of the refunds of a payment: of one request, or of every refund without a result in the ledger,
 * including refunds that start later. Without such a refund it checks the newest refund that the platform shows.
 *
 * @param requestId request id of the refund to follow; undefined: all refunds without a result
 */
export async function createRefundResultsCheck(
  paymentId: string,
  requestId: string | undefined,
  context: Pick<Context, 'profile' | 'ledger'>,
): Promise<RefundCheck> {
  const project = projectKey(await context.profile());
  const read = async (): Promise<readonly Intent[] | undefined> => {
    try {
      const { intents } = await (await context.ledger()).paymentHistory(project, paymentId);
      return intents.filter(isRefundIntent);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  };
  const isFollowed = (intent: Intent): boolean =>
    requestId === undefined ? lacksResult(intent) : intent.requestId === requestId;
  const followed = new Set((await read())?.filter(isFollowed).map(({ id }) => id));
  return async (state) => {
    const refunds = await read();
    for (const intent of refunds?.filter(isFollowed) ?? []) followed.add(intent.id);
    const own = (refunds ?? []).filter(({ id }) => followed.has(id));
    if (own.length > 0 && state.error === undefined) return evaluateOwnRefunds(state, own);
    if (findContradiction(state, refunds ?? []) !== undefined) return { kind: 'open' };
    return requestId === undefined ? evaluateWait(state, 'refunded') : evaluateRefund(state, requestId);
  };
}
