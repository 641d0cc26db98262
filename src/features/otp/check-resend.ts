import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { mapText, message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import type { PaymentHistory } from '#domain/ledger/ledger';
import { resendWindow } from '#domain/otp/resend-window';
import { operationKey } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import type { Profile } from '#domain/profiles/profile';
import { durationMessage } from '#domain/time/duration';
import { fetchStatus, type PaymentAnswer } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';

/** A resend that may be requested. */
export interface AllowedResend {
  /** Remaining resends, with this one. */
  readonly remaining: number;
  /** Checks the rules again in the transaction that records the resend. */
  readonly allow: (history: PaymentHistory) => Promise<void>;
  /** Keys of the operations that the payment has already. */
  readonly knownOperations: readonly string[];
}

type Rules = Pick<Profile, 'otpSeconds' | 'resends' | 'speed' | 'gateUrl' | 'projectId'>;

/**
 * Checks whether a new OTP may be requested now (platform docs: OTP rules), by the platform's status and by the ledger.
 * Without a status the ledger alone decides.
 *
 * @throws {Failure} (blocked) too early, after the last resend, or when the payment has ended.
 */
export async function checkResend(
  paymentId: string,
  rules: Rules,
  context: Pick<Context, 'gate' | 'ledger' | 'terminal' | 'clock'>,
): Promise<AllowedResend> {
  const ledger = await context.ledger();
  const project = projectKey(rules);
  const stored = await ledger.payment(project, paymentId);
  const answer = await readAnswer(paymentId, context);
  const operations = answer?.state.operations ?? [];
  if (answer !== undefined) await recordStatus(answer, rules, context);
  const status = answer?.state.status ?? stored?.status;
  if (status !== undefined && isFinal(status)) {
    throw blockedFailure('over', message('The payment has ended: {status}.', { status }), { paymentId });
  }
  const clockOffset = measureOffset(answer, context);
  const check = ({ intents }: PaymentHistory): number => {
    const local = { intents, otpAskedAt: stored?.otpAskedAt, clockOffset };
    const { remaining, possibleAt = 0 } = resendWindow(operations, rules, local);
    const now = context.clock.now();
    if (remaining === 0) throw allUsed(paymentId, rules);
    const milliseconds = (possibleAt - now - clockOffset) / rules.speed;
    if (milliseconds > 0) throw tooEarly(paymentId, remaining, milliseconds, now);
    return remaining;
  };
  return {
    remaining: check(await ledger.paymentHistory(project, paymentId)),
    allow: async (history) => void check(history),
    knownOperations: operations.map(operationKey),
  };
}

/** Returns the platform's status; undefined when it does not know the payment (yet), or cannot be asked. */
async function readAnswer(
  paymentId: string,
  context: Pick<Context, 'gate' | 'terminal'>,
): Promise<PaymentAnswer | undefined> {
  try {
    const answer = await fetchStatus(paymentId, await context.gate(), context);
    return answer.state.error === undefined ? answer : undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    const why = mapText(error.text, (shown) => shown.replace(/\.$/, ''));
    context.terminal.warn(message('the platform could not be asked ({why}), so only the ledger is checked.', { why }));
    return undefined;
  }
}

/**
 * Returns the offset of the platform's clock from the local clock, in milliseconds, so that a wrong local clock does no
 * harm. The platform truncates times to the second, so the offset is one second less.
 */
const measureOffset = (answer: PaymentAnswer | undefined, { clock }: Pick<Context, 'clock'>): number =>
  answer?.answeredAt === undefined ? 0 : answer.answeredAt - 1000 - clock.now();

const allUsed = (paymentId: string, { resends }: Rules): Failure =>
  blockedFailure('no_resends_left', message('All {resends} resends of this payment are used.', { resends }), {
    hint: message('Start a new payment.'),
    paymentId,
  });

function tooEarly(paymentId: string, remaining: number, milliseconds: number, now: number): Failure {
  const at = new Date(now + milliseconds).toTimeString().slice(0, 8);
  const duration = durationMessage(milliseconds);
  const text = message('Too early: a new code is possible in {duration}, at {at}.', { duration, at });
  const hint = message('Resends left: {remaining}. With --force the request is sent now.', { remaining });
  return blockedFailure('too_early', text, { hint, paymentId });
}
