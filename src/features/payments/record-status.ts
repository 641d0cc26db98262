import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { correctionText, findNewChange } from '#domain/ledger/corrections';
import { projectKey } from '#domain/ledger/intent';
import type { Ledger, PaymentSnapshot } from '#domain/ledger/ledger';
import { listResends } from '#domain/otp/resend-window';
import { lastSale, type PaymentState } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import { findContradiction } from '#domain/payments/status-consistency';
import type { Profile } from '#domain/profiles/profile';
import type { PaymentAnswer } from './fetch-status.ts';

/** Project key of the payment. */
type Place = Pick<Profile, 'gateUrl' | 'projectId'>;

type RecordContext = Pick<Context, 'ledger' | 'clock' | 'terminal'>;

/**
 * Records a status answer: the payment, results of writes, and earlier results that the answer proves
 * wrong; the user is told about these. An answer is ignored when it is not trusted, is older than the recorded
 * one, or contradicts itself. A ledger that cannot be written is only reported: the answer is more important.
 */
export async function recordStatus(answer: PaymentAnswer, place: Place, context: RecordContext): Promise<void> {
  const { state, trusted } = answer;
  const { paymentId } = state;
  if (paymentId === undefined || !trusted) return;
  const project = projectKey(place);
  await mentioned(context, async (ledger) => {
    const { intents, elsewhere } = await ledger.paymentHistory(project, paymentId);
    const everything = [...intents, ...elsewhere];
    const contradiction = findContradiction(state, intents);
    if (contradiction !== undefined) return context.terminal.detail(`${paymentId}: ${contradiction}`);
    if (state.error === undefined) await observe(answer, paymentId, project, ledger, context);
    for (const intent of intents) {
      const change = findNewChange(intent, state, everything);
      if (change === undefined) continue;
      const changed = await ledger.change(intent.id, 'found', { ...change, platformAt: answer.answeredAt }, [
        intent.state,
      ]);
      const words = changed.state === change.state ? correctionText(intent, changed) : undefined;
      if (words !== undefined) context.terminal.warn(words);
    }
  });
}

async function observe(
  answer: PaymentAnswer,
  paymentId: string,
  project: string,
  ledger: Ledger,
  context: RecordContext,
): Promise<void> {
  const before = await ledger.payment(project, paymentId);
  const known = knownPayment(paymentId, answer, { project, before }, context);
  // Nothing has changed: nothing is written.
  if (before === undefined || isNews(known, before)) await ledger.savePayment(known);
}

/** Records a status answer for the active profile. */
export async function recordOwnStatus(
  answer: PaymentAnswer,
  context: RecordContext & Pick<Context, 'profile'>,
): Promise<void> {
  await recordStatus(answer, await context.profile(), context);
}

/** Records when a callback asked for the OTP: only this shows when the first code was created. */
export async function recordOtpRequest(
  { state, project }: { state: PaymentState; project: string },
  context: RecordContext,
): Promise<void> {
  const { paymentId, status, left, asksForOtp } = state;
  if (paymentId === undefined || !asksForOtp) return;
  await mentioned(context, async (ledger) => {
    const seenAt = context.clock.now();
    const before = await ledger.payment(project, paymentId);
    // A late callback does not change a final status.
    if (before !== undefined && isFinal(before.status)) return;
    const { resendsUsed = 0, otpAskedAt = lastSale(state)?.changedAt ?? seenAt } = before ?? {};
    await ledger.savePayment({ project, paymentId, status, remaining: left, resendsUsed, otpAskedAt, seenAt });
  });
}

async function mentioned({ ledger, terminal }: RecordContext, keep: (ledger: Ledger) => Promise<void>): Promise<void> {
  try {
    await keep(await ledger());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.detail(`not recorded: ${error.message}`);
  }
}

const isNews = ({ seenAt: _, ...known }: PaymentSnapshot, { seenAt: __, ...before }: PaymentSnapshot): boolean =>
  JSON.stringify(known) !== JSON.stringify(before);

function knownPayment(
  paymentId: string,
  { state, answeredAt }: PaymentAnswer,
  { project, before }: { readonly project: string; readonly before: PaymentSnapshot | undefined },
  { clock }: Pick<Context, 'clock'>,
): PaymentSnapshot {
  const seenAt = clock.now();
  const resendsUsed = listResends(state.operations).length;
  const sameCode = before?.otpAskedAt !== undefined && before.resendsUsed === resendsUsed;
  const now = state.asksForOtp ? (lastSale(state)?.changedAt ?? answeredAt ?? seenAt) : undefined;
  const { status, left } = state;
  return {
    project,
    paymentId,
    status,
    remaining: left,
    resendsUsed,
    otpAskedAt: sameCode ? before.otpAskedAt : now,
    seenAt,
  };
}
