import { comparablePaymentId } from '#domain/payments/payment-id';

/** What a callback says of a payment and its operation. */
interface CallbackSubject {
  readonly paymentId: string | undefined;
  readonly status: string;
  readonly operationId: string | undefined;
  readonly operationStatus: string | undefined;
  readonly requestId: string | undefined;
}

/**
 * Returns the values by which a repeated callback is known: two callbacks with equal ones are the same callback, delivered twice
 * (platform docs: callbacks, delivery). `null` stands for what a callback does not name.
 */
export const callbackIdentity = (callback: CallbackSubject): readonly (string | null)[] => [
  callback.paymentId === undefined ? null : comparablePaymentId(callback.paymentId),
  callback.status,
  callback.operationId ?? null,
  callback.operationStatus ?? null,
  callback.requestId ?? null,
];
