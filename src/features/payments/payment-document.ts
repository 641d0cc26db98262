import { isFinal } from '#domain/payments/payment-status';
import type { PaymentDocument } from '#schemas/document-types';
import type { PaymentAnswer } from './fetch-status.ts';

/** Converts the platform's answer to the document of a payment. */
export function paymentDocument({ answer, state, signed }: PaymentAnswer): PaymentDocument {
  const { signature: _, ...fields } = answer;
  return { payment: {}, ...fields, final: state.error === undefined && isFinal(state.status), signed };
}
