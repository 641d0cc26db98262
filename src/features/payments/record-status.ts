import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { readSearchTerms } from '#domain/find/search-terms';
import { joinTexts, message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import { changeFromStatus } from '#domain/ledger/intent-transitions';
import type { Ledger, PaymentSnapshot } from '#domain/ledger/ledger';
import { correctionText } from '#domain/ledger/status-corrections';
import { listResends } from '#domain/otp/resend-window';
import { lastSale } from '#domain/payments/payment-state';
import { findContradiction } from '#domain/payments/status-consistency';
import type { Profile } from '#domain/profiles/profile';
import type { PaymentAnswer } from './fetch-status.ts';

/** The parts of the context that recording uses. */
export type RecordContext = Pick<Context, 'ledger' | 'clock' | 'terminal'>;

/**
 * Records a status answer: the payment, results of writes, and earlier results that the answer proves wrong. The user
 * is told about wrong results. An answer is ignored when it is not trusted, is older than the recorded one, or
 * contradicts itself. A ledger that cannot be written is only reported: the answer is more important.
 *
 * @param owner project of the payment
 */
export async function recordStatus(
  answer: PaymentAnswer,
  owner: Pick<Profile, 'gateUrl' | 'projectId'>,
  context: RecordContext,
): Promise<void> {
  const { state, trusted, answeredAt: platformAt } = answer;
  const { paymentId } = state;
  if (paymentId === undefined || !trusted) return;
  const project = projectKey(owner);
  await tryToRecord(context, async (ledger) => {
    const { intents, elsewhere } = await ledger.paymentHistory(project, paymentId);
    const contradiction = findContradiction(state, intents);
    if (contradiction !== undefined) return context.terminal.detail(joinTexts([paymentId, contradiction], ': '));
    if (state.error === undefined) await recordPayment(answer, { project, paymentId }, ledger, context);
    for (const intent of intents) {
      const change = changeFromStatus(intent, state, [...intents, ...elsewhere]);
      if (change === undefined) continue;
      const changed = await ledger.change(intent.id, 'found', { ...change, platformAt }, [intent.state]);
      const correction = changed.state === change.state ? correctionText(intent, changed) : undefined;
      if (correction !== undefined) context.terminal.warn(correction);
    }
  });
}

async function recordPayment(
  answer: PaymentAnswer,
  ids: Pick<PaymentSnapshot, 'project' | 'paymentId'>,
  ledger: Ledger,
  { clock }: RecordContext,
): Promise<void> {
  const before = await ledger.payment(ids.project, ids.paymentId);
  const snapshot = createSnapshot(answer, { ...ids, before, seenAt: clock.now() });
  if (before !== undefined && !hasChanged(snapshot, before)) return;
  await ledger.savePayment({ ...snapshot, terms: readSearchTerms(answer.answer, answer.state) });
}

/** Records a status answer for the active profile. */
export const recordOwnStatus = async (
  answer: PaymentAnswer,
  context: RecordContext & Pick<Context, 'profile'>,
): Promise<void> => recordStatus(answer, await context.profile(), context);

/** Records with the ledger. A ledger that cannot be used is only reported. */
export async function tryToRecord(
  { ledger, terminal }: RecordContext,
  record: (ledger: Ledger) => Promise<void>,
): Promise<void> {
  try {
    await record(await ledger());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.detail(message('not recorded: {reason}', { reason: error.text }));
  }
}

const hasChanged = ({ seenAt: _, ...now }: PaymentSnapshot, { seenAt: __, ...before }: PaymentSnapshot): boolean =>
  JSON.stringify(now) !== JSON.stringify(before);

function createSnapshot(
  { state, answeredAt }: PaymentAnswer,
  {
    before,
    project,
    paymentId,
    seenAt,
  }: Pick<PaymentSnapshot, 'project' | 'paymentId' | 'seenAt'> & {
    readonly before: PaymentSnapshot | undefined;
  },
): PaymentSnapshot {
  const { status, left: remaining, asksForOtp, operations } = state;
  const resendsUsed = listResends(operations).length;
  const isSameCode = before?.otpAskedAt !== undefined && before.resendsUsed === resendsUsed;
  const askedAt = asksForOtp ? (lastSale(state)?.changedAt ?? answeredAt ?? seenAt) : undefined;
  const otpAskedAt = isSameCode ? before.otpAskedAt : askedAt;
  // In the order of the columns, in which {@link hasChanged} compares.
  const operator = state.operator ?? before?.operator;
  return { project, paymentId, status, remaining, operator, resendsUsed, otpAskedAt, seenAt };
}
