import type { Context } from '#context';
import { message } from '#domain/language/message';
import { awaitResult } from '#features/payments/poll-status';
import type { Accepted, PaymentDocument } from '#schemas/document-types';
import { createRefundResultsCheck } from './check-refund-results.ts';

/** Polls the status until an accepted refund has its result. */
export async function awaitRefund<T extends Accepted & { readonly amountMinor: number; readonly currency: string }>(
  accepted: T,
  deadlineMilliseconds: number | undefined,
  context: Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'signal' | 'terminal'>,
): Promise<T & PaymentDocument> {
  const { paymentId, requestId, amountMinor: minor, currency } = accepted;
  const check = await createRefundResultsCheck(paymentId, requestId, context);
  const what = message('the refund of {amount}', { amount: { minor, currency } });
  return awaitResult(accepted, { check, until: 'refunded', deadlineMilliseconds, what }, context);
}
