import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import type { PaymentHistory } from '#domain/ledger/ledger';
import { type ResendWindow, resendWindow } from '#domain/otp/resend-window';
import { operationKey } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import type { Profile } from '#domain/profiles/profile';
import { formatDuration } from '#domain/time/duration';
import { fetchStatus, type PaymentAnswer } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';

/** A resend that may be requested. */
export interface SafeResend {
  readonly left: number;
  /** Checks the rules again in the transaction that records the resend. */
  readonly allow: (past: PaymentHistory) => Promise<void>;
  /** Keys of the operations that the payment has already. */
  readonly known: readonly string[];
}

type Rules = Pick<Profile, 'otpSeconds' | 'resends' | 'speed' | 'gateUrl' | 'projectId'>;

/**
 * Checks whether a new OTP may be requested now (platform docs: OTP rules): by the platform's status, and
 * by the requests of this machine. Without a status the ledger alone decides.
 *
 * @throws {Failure} (held) too early, after the last resend, or when the payment has ended.
 */
export async function checkResend(
  paymentId: string,
  rules: Rules,
  context: Pick<Context, 'gate' | 'ledger' | 'terminal' | 'clock'>,
): Promise<SafeResend> {
  const ledger = await context.ledger();
  const known = await ledger.payment(projectKey(rules), paymentId);
  const { otpAskedAt } = known ?? {};
  const answer = await readAnswer(paymentId, context);
  const operations = answer?.state.operations ?? [];
  if (answer !== undefined) await recordStatus(answer, rules, context);
  const status = answer?.state.status ?? known?.status;
  if (status !== undefined && isFinal(status))
    throw blockedFailure('over', `The payment has ended: ${status}.`, { paymentId });
  const clock = platformClock(answer, context);
  const windowOf = ({ intents }: PaymentHistory) =>
    resendWindow(operations, rules, { past: intents, otpAskedAt, clockLead: clock.lead });
  const allow = async (past: PaymentHistory) =>
    checkWindow(windowOf(past), paymentId, rules, { ...context, platform: clock });

  const past = await ledger.paymentHistory(projectKey(rules), paymentId);
  await allow(past);
  return { left: windowOf(past).left, allow, known: operations.map(operationKey) };
}

/** Returns the platform's status; undefined when the payment is not known (yet), or the platform cannot be asked. */
async function readAnswer(
  paymentId: string,
  context: Pick<Context, 'gate' | 'terminal'>,
): Promise<PaymentAnswer | undefined> {
  try {
    const answer = await fetchStatus(paymentId, await context.gate(), context);
    return answer.state.error === undefined ? answer : undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    context.terminal.warn(
      `the platform could not be asked (${error.message.replace(/\.$/, '')}): this machine's own record decides.`,
    );
    return undefined;
  }
}

/** The platform's clock, as far as an answer shows it. */
interface PlatformClock {
  /** Offset of the platform's clock from the local clock, in milliseconds. */
  readonly lead: number;
  now(): number;
}

/**
 * Returns the platform's clock. The times in an answer are compared with it, so a wrong local clock does no harm. The
 * platform truncates times to the second, so one more second has to pass.
 */
function platformClock(answer: PaymentAnswer | undefined, { clock }: Pick<Context, 'clock'>): PlatformClock {
  const lead = answer?.answeredAt === undefined ? 0 : answer.answeredAt - 1000 - clock.now();
  return { lead, now: () => clock.now() + lead };
}

function checkWindow(
  window: ResendWindow,
  paymentId: string,
  rules: Rules,
  { clock, platform }: Pick<Context, 'clock'> & { readonly platform: PlatformClock },
): void {
  if (window.left === 0) {
    const message = `All ${rules.resends} resends of this payment are used.`;
    throw blockedFailure('no_resends_left', message, { hint: 'Begin a new payment.', paymentId });
  }
  const milliseconds = ((window.possibleAt ?? 0) - platform.now()) / rules.speed;
  if (milliseconds <= 0) return;
  const at = new Date(clock.now() + milliseconds).toTimeString().slice(0, 8);
  throw blockedFailure('too_early', `Too early: a new code is possible in ${formatDuration(milliseconds)}, at ${at}.`, {
    hint: `Resends left: ${window.left}. With --force the request is sent now.`,
    paymentId,
  });
}
