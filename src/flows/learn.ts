import type { Context } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { projectOf } from '../domain/intent.ts';
import type { KnownPayment, Ledger } from '../domain/ledger.ts';
import type { PaymentState } from '../domain/payment-state.ts';
import { resultOf } from '../domain/reconcile.ts';
import { resendWindow } from '../domain/resend.ts';
import type { PaymentAnswer } from './ask-status.ts';

/**
 * Keeps what a status answer says, of the payment and of accepted writes whose result it shows. It never
 * stands in the way of the answer: a ledger that cannot be written is only mentioned.
 */
export async function learn(
  { state }: PaymentAnswer,
  project: string,
  context: Pick<Context, 'ledger' | 'clock' | 'terminal'>,
): Promise<void> {
  const { paymentId, error } = state;
  if (paymentId === undefined || error !== undefined) return;
  try {
    const ledger = await context.ledger();
    await ledger.observe(await knownPayment(state, { project, paymentId, seenAt: context.clock.now() }, ledger));
    const { intents } = await ledger.past(project, paymentId);
    for (const intent of intents) {
      const result = intent.state === 'accepted' ? resultOf(intent, state, intents) : undefined;
      if (result !== undefined) await ledger.change(intent.id, 'found', result, ['accepted']);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.terminal.detail(`not kept: ${error.message}`);
  }
}

/** The same for the profile in force. */
export async function learnOwn(
  answer: PaymentAnswer,
  context: Pick<Context, 'ledger' | 'clock' | 'terminal' | 'profile'>,
): Promise<void> {
  await learn(answer, projectOf(await context.profile()), context);
}

async function knownPayment(
  state: PaymentState,
  seen: Pick<KnownPayment, 'project' | 'paymentId' | 'seenAt'>,
  ledger: Ledger,
): Promise<KnownPayment> {
  const resendsUsed = resendWindow(state.operations, { otpSeconds: 0, resends: 0 }).used;
  const before = await ledger.payment(seen.project, seen.paymentId);
  const sameCode = before?.otpAskedAt !== undefined && before.resendsUsed === resendsUsed;
  const otpAskedAt = sameCode ? before.otpAskedAt : seen.seenAt;
  return {
    ...seen,
    status: state.status,
    left: state.left,
    resendsUsed,
    otpAskedAt: state.asksForOtp ? otpAskedAt : undefined,
  };
}
