import type { Operation } from '#domain/payments/payment-state';
import { getMerchantRefundId, type Intent } from './intent.ts';

/**
 * Returns the intent of an operation. An id of the platform proves it. Several attempts can share one `merchant_refund_id`, of
 * which the platform carries out one and refuses the others (3230). The operation belongs to the one that it accepted, else
 * to the last of this amount that was started before the operation.
 */
export function findIntent(operation: Operation, intents: readonly Intent[]): Intent | undefined {
  const proven = intents.find((intent) => isProven(intent, operation));
  if (proven !== undefined) return proven;
  const sharing = intents
    .filter((intent) => isResultOf(intent, operation))
    .sort((one, other) => one.createdAt - other.createdAt);
  const attempts = sharing.filter(
    ({ code, amount }) =>
      code !== REFUND_ID_EXISTS &&
      (amount?.minor ?? operation.amount?.minor) === (operation.amount?.minor ?? amount?.minor),
  );
  const started = attempts.filter(({ createdAt }) => createdAt <= (operation.createdAt ?? createdAt) + TOLERANCE_MS);
  return attempts.find(({ requestId }) => requestId !== undefined) ?? started.at(-1) ?? attempts[0] ?? sharing[0];
}

/** True when an id of the platform links an intent and an operation, not only the refund id of the merchant. */
export const isProven = (
  { requestId, operationId }: Pick<Intent, 'requestId' | 'operationId'>,
  operation: Pick<Operation, 'id' | 'requestId'>,
): boolean =>
  (operationId !== undefined && operationId === operation.id) ||
  (requestId !== undefined && requestId === operation.requestId);

/** The platform's code for a repeated `merchant_refund_id` (platform docs: refund rules). */
export const REFUND_ID_EXISTS = '3230';

/** Assumed maximum difference between the clocks of the platform and of this machine. */
const TOLERANCE_MS = 5000;

/** True when the operation is the result of the intent, by the ids that both carry. */
export const isResultOf = (
  intent: Pick<Intent, 'id' | 'key' | 'refundId' | 'state' | 'requestId' | 'operationId'>,
  operation: Pick<Operation, 'id' | 'requestId' | 'merchantRefundId'>,
): boolean => {
  const { requestId, operationId } = intent;
  if (operationId !== undefined && operationId === operation.id) return true;
  if (requestId !== undefined && operation.requestId !== undefined) return requestId === operation.requestId;
  // An intent that was never sent shares the id of another attempt under its key.
  if (intent.state === 'held' || intent.state === 'not_sent') return false;
  return operation.merchantRefundId !== undefined && operation.merchantRefundId === getMerchantRefundId(intent);
};
