import type { Intent } from '#domain/ledger/intent';
import type { Operation } from '#domain/payments/payment-state';
import { isResultOf } from '#domain/refunds/refund-history';

/** How many resends of the OTP a payment has had, and when the next is possible. */
export interface ResendWindow {
  readonly used: number;
  readonly left: number;
  /** Epoch milliseconds by the platform's clock; undefined when nothing tells when the last OTP was made. */
  readonly possibleAt: number | undefined;
}

/** True of an operation that resends the OTP. */
export const isResendOperation = ({ type }: Pick<Operation, 'type'>): boolean => type === 'customer action';

/** The resends that the platform has carried out, or will. */
export const resendsAmong = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter((operation) => isResendOperation(operation) && operation.status !== 'decline');

/** What this machine knows of the codes of a payment, anyone who had them sent. */
export interface OwnResends {
  /** All intents of the payment. */
  readonly past: readonly Intent[];
  /** When the platform first asked for the newest OTP, by its own clock; epoch milliseconds. */
  readonly otpAskedAt: number | undefined;
  /** How far the platform's clock is ahead of this machine's, in milliseconds. */
  readonly clockLead: number;
}

/**
 * The window of the next resend (platform docs: OTP rules), from the operations of a payment and from what
 * was asked for on this machine and does not show among them yet. A new code may be asked for only once
 * the life of the last one is over, and three times at most.
 *
 * The platform does not say when it made an OTP: the last resend's creation counts, else the last change of
 * the sale or the first ask that was seen, the earlier of both, for neither is before the OTP was made.
 *
 * @param rules the life of an OTP in seconds, and how many resends a payment has
 */
export function resendWindow(
  operations: readonly Operation[],
  rules: { readonly otpSeconds: number; readonly resends: number },
  own: OwnResends = { past: [], otpAskedAt: undefined, clockLead: 0 },
): ResendWindow {
  const shown = resendsAmong(operations);
  const unseen = own.past.filter(
    (intent) => mayHaveResent(intent) && !operations.some((operation) => isResultOf(intent, operation)),
  );
  const made =
    latest([
      ...shown.map(({ createdAt, changedAt }) => createdAt ?? changedAt),
      ...unseen.map(({ changedAt }) => changedAt + own.clockLead),
    ]) ??
    earliest([
      latest(
        operations.filter(({ type }) => type === 'sale').map(({ changedAt, createdAt }) => changedAt ?? createdAt),
      ),
      own.otpAskedAt,
    ]);
  const used = shown.length + unseen.length;
  return {
    used,
    left: Math.max(0, rules.resends - used),
    possibleAt: made === undefined ? undefined : made + rules.otpSeconds * 1000,
  };
}

/** A resend of which it is not certain that no new code came of it. */
const mayHaveResent = ({ kind, state }: Intent): boolean =>
  kind === 'resend' && (state === 'sending' || state === 'unknown' || state === 'accepted' || state === 'done');

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
