import { formatMajor } from '#domain/payments/amount';
import { formatDuration } from '#domain/time/duration';
import type { SandboxEngine } from './engine.ts';
import type { CodeCheck, OneTimeCode, Payment } from './store.ts';

/** True when an OTP has expired: it is no longer valid, and a new one can be requested. */
export const isExpired = ({ createdAt }: OneTimeCode, { clock, options }: SandboxEngine): boolean =>
  clock.now() - createdAt >= options.otpMilliseconds;

/** Checks a code that was submitted now. */
export function checkCode(otp: OneTimeCode, code: string, engine: SandboxEngine): CodeCheck {
  if (isExpired(otp, engine)) return 'late';
  return code === otp.code ? 'right' : 'wrong';
}

/**
 * Plays the mobile operator: creates an OTP of six digits, leading zeros included (platform docs: OTP rules), sends it to
 * the customer's phone, and returns the payment with it.
 */
export function sendCode(payment: Payment, { store, clock, random, options }: SandboxEngine): Payment {
  const code = String(Math.floor(random() * 1_000_000)).padStart(6, '0');
  const { id: paymentId, phone, amount: minor, currency } = payment;
  const at = clock.now();
  const text = `Code ${code} to pay ${formatMajor({ minor, currency })}. It is valid for ${formatDuration(options.otpMilliseconds)}.`;
  store.messages.push({ at, paymentId, phone, code, text });
  options.onEvent({ type: 'sms', phone, code, text });
  return { ...payment, otp: { code, createdAt: at } };
}
