import type { Clock } from '#async/clock';
import { formatMajor } from '#domain/payments/amount';
import type { SandboxEvent } from '#domain/sandbox/sandbox-options';
import { formatDuration } from '#domain/time/duration';
import type { CodeCheck, OneTimeCode, Payment, SandboxStore } from './store.ts';

/** A new code: six digits, leading zeros included (platform docs: OTP rules). */
const createCode = (random: () => number): string => String(Math.floor(random() * 1_000_000)).padStart(6, '0');

/** Whether a code is over its life: then it is worth nothing, and a resend is possible. */
export const isOver = (otp: OneTimeCode, now: number, lifeMilliseconds: number): boolean =>
  now - otp.createdAt >= lifeMilliseconds;

/** What a code is worth that came in `now`. */
export function checkCode(otp: OneTimeCode, code: string, now: number, lifeMilliseconds: number): CodeCheck {
  if (isOver(otp, now, lifeMilliseconds)) return 'late';
  return code === otp.code ? 'right' : 'wrong';
}

/** The mobile operator's part: makes codes and brings them to the customer's phone. */
export function createCodeSender(parts: {
  readonly books: SandboxStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly otpMilliseconds: number;
  readonly onEvent: (event: SandboxEvent) => void;
}): (payment: Payment) => Payment {
  const { books, clock, random, otpMilliseconds, onEvent } = parts;
  return (payment) => {
    const code = createCode(random);
    const at = clock.now();
    const price = formatMajor({ minor: payment.amount, currency: payment.currency });
    const text = `Code ${code} to pay ${price}. It is valid for ${formatDuration(otpMilliseconds)}.`;
    books.addMessage({ at, paymentId: payment.id, phone: payment.phone, code, text });
    onEvent({ type: 'sms', phone: payment.phone, code, text });
    return { ...payment, otp: { code, createdAt: at } };
  };
}
