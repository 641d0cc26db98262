import { lastSale, type PaymentState } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import { type RecordContext, tryToRecord } from '#features/payments/record-status';

/**
 * Records when a callback requested the OTP: only this shows when the first code was created. No other content of a callback changes
 * what the ledger knows about a payment or a write: results come from signed status answers (`record-status.ts`), and
 * `find` and `timeline` compare both.
 */
export async function recordOtpRequest(
  { state, project }: { readonly state: PaymentState; readonly project: string },
  context: RecordContext,
): Promise<void> {
  const { paymentId, status, left: remaining, asksForOtp } = state;
  if (paymentId === undefined || !asksForOtp) return;
  await tryToRecord(context, async (ledger) => {
    const seenAt = context.clock.now();
    const before = await ledger.payment(project, paymentId);
    // A late callback does not change a final status.
    if (before !== undefined && isFinal(before.status)) return;
    const { resendsUsed = 0, otpAskedAt = lastSale(state)?.changedAt ?? seenAt } = before ?? {};
    const operator = state.operator ?? before?.operator;
    await ledger.savePayment({ project, paymentId, status, remaining, operator, resendsUsed, otpAskedAt, seenAt });
  });
}
