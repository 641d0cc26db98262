import type { Context } from '#context';
import type { Accepted, PaymentDocument } from '#schemas/document-types';
import { paymentDocument } from './payment-document.ts';
import { type Wait, waitForPayment } from './poll-status.ts';

/** Polls the status of an accepted write until it has a result: see {@link waitForPayment}. */
export async function awaitResult<T extends Accepted>(
  accepted: T,
  goal: Pick<Wait, 'judge' | 'until' | 'deadlineMilliseconds' | 'what'>,
  context: Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'signal' | 'terminal'>,
): Promise<T & PaymentDocument> {
  const { paymentId, requestId, intent: intentId } = accepted;
  const wait = { ...goal, paymentId, requestId, intentId, justBegun: true };
  const answer = await waitForPayment(wait, await context.gate(), await context.profile(), context);
  // Our own fields come first, and the answer never overrides them.
  return { ...accepted, ...paymentDocument(answer), ...accepted, status: answer.state.status };
}
