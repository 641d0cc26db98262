import { type Intent, isOpen } from '#domain/ledger/intent';
import { isResultOf } from '#domain/ledger/operation-proof';
import type { Operation } from '#domain/payments/payment-state';

/** Number of resends of a payment, and the time of the next one. */
export interface ResendWindow {
  readonly used: number;
  readonly remaining: number;
  /** Epoch milliseconds of the platform's clock; undefined when the time of the last OTP is unknown. */
  readonly possibleAt: number | undefined;
}

/** True for an operation that resends the OTP. */
export const isResendOperation = ({ type }: Pick<Operation, 'type'>): boolean => type === 'customer action';

/** Returns the resends that the platform has processed or will process. */
export const listResends = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter((operation) => isResendOperation(operation) && operation.status !== 'decline');

/** The ledger's record of a payment, by any user. */
export interface LocalResends {
  /** All intents of the payment. */
  readonly intents: readonly Intent[];
  /** First request for the newest OTP, in epoch milliseconds of the platform's clock. */
  readonly otpAskedAt: number | undefined;
  /** Offset of the platform's clock from the local clock, in milliseconds. */
  readonly clockOffset: number;
}

/**
 * Returns when the next resend is possible (platform docs: OTP rules), by the operations of a payment and by the resends
 * of the ledger that they do not show yet. A resend is possible after the last OTP has expired.
 *
 * The platform does not tell when it created an OTP. The creation of the last resend is used. Without a resend it is the
 * last change of the sale or the first request that was seen, whichever is earlier: both are after the creation.
 *
 * @param rules lifetime of an OTP in seconds, and maximum number of resends
 */
export function resendWindow(
  operations: readonly Operation[],
  rules: { readonly otpSeconds: number; readonly resends: number },
  local: LocalResends = { intents: [], otpAskedAt: undefined, clockOffset: 0 },
): ResendWindow {
  const shown = listResends(operations);
  const unseen = local.intents.filter(
    (intent) => mayHaveResent(intent) && !operations.some((operation) => isResultOf(intent, operation)),
  );
  const resentAt = findTime(Math.max, [
    ...shown.map(({ createdAt, changedAt }) => createdAt ?? changedAt),
    ...unseen.map(({ changedAt }) => changedAt + local.clockOffset),
  ]);
  const sales = operations.filter(({ type }) => type === 'sale');
  const soldAt = findTime(
    Math.max,
    sales.map(({ changedAt, createdAt }) => changedAt ?? createdAt),
  );
  const createdAt = resentAt ?? findTime(Math.min, [soldAt, local.otpAskedAt]);
  const used = shown.length + unseen.length;
  return {
    used,
    remaining: Math.max(0, rules.resends - used),
    possibleAt: createdAt === undefined ? undefined : createdAt + rules.otpSeconds * 1000,
  };
}

/** True for a resend that may have created a new OTP. */
const mayHaveResent = (intent: Intent): boolean =>
  intent.kind === 'resend' && (isOpen(intent) || intent.state === 'accepted' || intent.state === 'done');

function findTime(select: (...times: number[]) => number, times: readonly (number | undefined)[]): number | undefined {
  const present = times.filter((time) => time !== undefined);
  return present.length === 0 ? undefined : select(...present);
}
