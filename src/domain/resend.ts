import type { Operation } from './payment-state.ts';

/** How many resends of the OTP a payment has had, and when the next is possible. */
export interface ResendWindow {
  readonly used: number;
  readonly left: number;
  /** Epoch milliseconds; undefined when nothing tells when the last OTP was made. */
  readonly possibleAt: number | undefined;
}

/** The platform's type of an operation that resends the OTP. */
const RESEND_OPERATION = 'customer action';

/**
 * The window of the next resend, read from the operations of a payment (platform docs: OTP rules). A new
 * code may be asked for only once the life of the last one is over, and three times at most.
 *
 * The platform does not say when it made an OTP: the last accepted resend's creation counts, else the
 * last change of the sale, which is never before the ask for the OTP.
 *
 * @param rules the life of an OTP in seconds, and how many resends a payment has
 */
export function resendWindow(
  operations: readonly Operation[],
  rules: { readonly otpSeconds: number; readonly resends: number },
): ResendWindow {
  const resends = operations.filter(({ type, status }) => type === RESEND_OPERATION && status !== 'decline');
  const made =
    latest(resends.map(({ createdAt, changedAt }) => createdAt ?? changedAt)) ??
    latest(operations.filter(({ type }) => type === 'sale').map(({ changedAt, createdAt }) => changedAt ?? createdAt));
  return {
    used: resends.length,
    left: Math.max(0, rules.resends - resends.length),
    possibleAt: made === undefined ? undefined : made + rules.otpSeconds * 1000,
  };
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
