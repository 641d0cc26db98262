import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { type Intent, isOpen, projectKey } from '#domain/ledger/intent';
import { applyEvent, type Challenge, newChallenge, otpRequestKey } from '#domain/otp/otp-state';
import { resendWindow } from '#domain/otp/resend-window';
import { lookalikeSentence } from '#domain/payments/lookalike-letters';
import { lastSale } from '#domain/payments/payment-state';
import { parseIp } from '#domain/profiles/option-values';
import { modeMessage } from '#domain/profiles/profile';
import { resumeAll } from '#features/ledger/resume-all';
import { fetchStatus, type PaymentAnswer } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';
import type { Opened } from '#features/profiles/choose-profile';
import { confirmLive } from '#features/profiles/confirm-live';
import { promptValidator } from './order-prompts.ts';
import { watchPayment } from './payment-watcher.ts';
import type { StartedPayment } from './wizard-session.ts';

/** Selects the profile that a payment was started with, unless the active profile has the same project. */
export async function selectPaymentProfile(paymentId: string, context: Context): Promise<Opened> {
  const opened = await findProfile(paymentId, context);
  const profile = await opened.profile();
  const { name, projectId, mode } = profile;
  const values = { paymentId, profile: name, project: String(projectId), mode: modeMessage(mode) };
  context.terminal.note(message('Continuing {paymentId}, profile {profile}, project {project}, {mode}.', values));
  await confirmLive(profile, context);
  return opened;
}

async function findProfile(paymentId: string, context: Context): Promise<Opened> {
  const { gate, secret } = context;
  const ledger = await context.ledger();
  const [sale] = await ledger.history({ paymentId, kind: 'sale', limit: 1 });
  const active = await context.profile().catch(() => undefined);
  if (sale === undefined || (active !== undefined && projectKey(active) === sale.project)) {
    return { profile: context.profile, gate, secret, severalProfiles: false };
  }
  const stored = await context.storedGate(sale.profile);
  const effective = { ...stored.profile, origins: {} };
  return {
    profile: async () => effective,
    gate: async () => stored.gate,
    secret: async () => stored.secret,
    severalProfiles: false,
  };
}

/** Finds the results of the open writes of an interrupted payment, then reads its status. */
export async function continuePayment(paymentId: string, context: Context): Promise<StartedPayment> {
  const active = await context.profile();
  const ledger = await context.ledger();
  const { intents } = await ledger.paymentHistory(projectKey(active), paymentId);
  await awaitStatusDelay(intents, context);
  const open = intents.filter(isOpen);
  if (open.length > 0) {
    context.terminal.note(
      message('{count} write(s) of this payment have no known outcome. Asking the platform first.', {
        count: open.length,
      }),
    );
    await resumeAll(open, { wait: true, deadlineMilliseconds: undefined }, context);
  }
  const answer = await fetchStatus(paymentId, await context.gate(), context);
  if (answer.state.error !== undefined) {
    const { code = message('no reason given') } = answer.state.error;
    const unknown = message('The platform does not know {paymentId} (yet): {code}.', { paymentId, code });
    const text = joinTexts([unknown, lookalikeSentence(paymentId)], ' ');
    throw new Failure(EXIT.unavailable, 'not_found_yet', text, { paymentId });
  }
  const challenge = await restoreChallenge(paymentId, answer, context);
  await recordStatus(answer, active, context);
  const ip =
    active.customer.ip ??
    (await context.terminal.ask(message('IP address of the customer, for a new code:'), {
      check: promptValidator(parseIp),
    }));
  const watcher = await watchPayment({ paymentId, begunAt: context.clock.elapsed() - 3_600_000 }, context);
  return { paymentId, ip, challenge, watcher };
}

/** Waits until the platform may be asked: not in the first seconds after the sale. */
async function awaitStatusDelay(intents: readonly Intent[], context: Context): Promise<void> {
  const delay = (await context.profile()).statusDelaySeconds * 1000;
  const begun = intents.find(({ kind }) => kind === 'sale')?.createdAt ?? 0;
  const left = begun + delay - context.clock.now();
  if (left > 0) await context.clock.sleep(Math.min(left, delay), context.signal);
}

/** Restores the OTP challenge, by the times of the platform. */
async function restoreChallenge(
  paymentId: string,
  { state, answeredAt }: PaymentAnswer,
  context: Pick<Context, 'profile' | 'ledger' | 'clock'>,
): Promise<Challenge> {
  const { clock } = context;
  const rules = await context.profile();
  const ledger = await context.ledger();
  const { intents } = await ledger.paymentHistory(projectKey(rules), paymentId);
  const stored = await ledger.payment(projectKey(rules), paymentId);
  const platformNow = answeredAt ?? clock.now();
  const since = (time: number | undefined): number | undefined =>
    time === undefined ? undefined : clock.elapsed() - Math.max(0, platformNow - time) / rules.speed;

  const local = { intents, otpAskedAt: stored?.otpAskedAt, clockOffset: platformNow - clock.now() };
  const { used, possibleAt } = resendWindow(state.operations, rules, local);
  const isRequested = used > 0 || stored?.otpAskedAt !== undefined || state.asksForOtp;
  const createdAt = possibleAt === undefined ? undefined : possibleAt - rules.otpSeconds * 1000;
  const challenge = { ...newChallenge(rules, used), codeMadeAt: isRequested ? since(createdAt) : undefined };

  const sale = lastSale(state);
  const at = since(sale?.changedAt) ?? clock.elapsed();
  if (!state.asksForOtp) return isRequested ? applyEvent(challenge, { kind: 'submitted', at }) : challenge;
  const codeMadeAt = challenge.codeMadeAt ?? at;
  return applyEvent(challenge, { kind: 'requested', key: otpRequestKey(sale), at, codeMadeAt });
}
