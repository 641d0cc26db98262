import type { PaymentDocument } from '#domain/documents';
import { isFinal } from '#domain/payments/payment-status';
import type { PaymentAnswer } from './fetch-status.ts';

/** The document of a payment, from the platform's answer. */
export function paymentDocument({ answer, state, signed }: PaymentAnswer): PaymentDocument {
  const { signature: _, ...fields } = answer;
  return { payment: {}, ...fields, final: state.error === undefined && isFinal(state.status), signed };
}
