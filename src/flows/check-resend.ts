import type { Context, Gate } from '../context.ts';
import { formatDuration } from '../domain/duration.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import type { Profile } from '../domain/profile.ts';
import { type ResendWindow, resendWindow } from '../domain/resend.ts';
import { isFinal } from '../domain/statuses.ts';
import { askStatus } from './ask-status.ts';

/**
 * Checks with the platform's status whether a new OTP may be asked for now (platform docs: OTP rules).
 * Where the status cannot be had, the platform itself is left to decide: undefined.
 *
 * @throws {Failure} (held) too early, after the last resend, or when the payment is over.
 */
export async function checkResend(
  paymentId: string,
  gate: Gate,
  rules: Pick<Profile, 'otpSeconds' | 'resends'>,
  context: Pick<Context, 'terminal' | 'clock'>,
): Promise<ResendWindow | undefined> {
  const { state, answeredAt } = await askStatus(paymentId, gate, context).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    context.terminal.warn(`whether a resend is possible could not be checked: ${error.message} The platform decides.`);
    return { state: undefined, answeredAt: undefined };
  });
  if (state === undefined || state.error !== undefined) return undefined;
  if (isFinal(state.status)) throw held('over', `The payment is over: ${state.status}.`, paymentId);

  const window = resendWindow(state.operations, rules);
  if (window.left === 0) {
    throw held(
      'no_resends_left',
      `All ${rules.resends} resends of this payment are used.`,
      paymentId,
      'Begin a new payment.',
    );
  }
  // The times in the answer are the platform's: measured by its own clock, a wrong one here does no harm.
  // It cuts them to the second, this one too, so a second more has to pass.
  const now = answeredAt === undefined ? context.clock.now() : answeredAt - 1000;
  if (window.possibleAt !== undefined && window.possibleAt > now) {
    const milliseconds = window.possibleAt - now;
    const wait = formatDuration(milliseconds);
    const at = new Date(context.clock.now() + milliseconds).toTimeString().slice(0, 8);
    throw held(
      'too_early',
      `Too early: a new code is possible in ${wait}, at ${at}.`,
      paymentId,
      `Resends left: ${window.left}. To ask all the same: --force`,
    );
  }
  return window;
}

const held = (code: string, message: string, paymentId: string, hint?: string): Failure =>
  new Failure(EXIT.held, code, `${message} Nothing was sent.`, { hint, paymentId });
