import type { Context, Gate } from '../context.ts';
import type { Accepted, PaymentDocument } from '../domain/documents.ts';
import type { SignedRequest } from '../domain/gate-request.ts';
import { acceptedOrThrow } from '../domain/outcome.ts';
import type { PaymentState } from '../domain/payment-state.ts';
import type { Verdict } from '../domain/waiting.ts';
import { paymentDocument } from './payment-document.ts';
import { waitForPayment } from './wait-for-payment.ts';

/** Sends a write once; anything but "accepted" is thrown as the failure that it stands for. */
export async function sendWrite(paymentId: string, request: SignedRequest, gate: Gate): Promise<Accepted> {
  const { requestId } = acceptedOrThrow(await gate.send(request), request);
  return { status: 'accepted', paymentId, requestId };
}

/** Follows an accepted write by status until `judge` has a verdict: see {@link waitForPayment}. */
export async function followWrite<T extends Accepted>(
  accepted: T,
  judge: (state: PaymentState) => Verdict,
  deadlineMilliseconds: number | undefined,
  context: Pick<Context, 'gate' | 'profile' | 'clock' | 'signal' | 'terminal'>,
): Promise<T & PaymentDocument> {
  const { paymentId } = accepted;
  const wait = { paymentId, judge, deadlineMilliseconds, justBegun: true };
  const answer = await waitForPayment(wait, await context.gate(), await context.profile(), context);
  // Our own fields first, and whatever the answer holds, never overridden.
  return { ...accepted, ...paymentDocument(answer), ...accepted, status: answer.state.status };
}
