import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import { listEarlierRefunds } from '#domain/refunds/refund-history';
import type { PaymentDocument } from '#schemas/document-types';
import { type PaymentAnswer, toPaymentDocument } from './fetch-status.ts';

/**
 * Returns the document of a payment with the refunds of the ledger that the platform does not show and may still
 * process. The remaining amount of the platform does not contain them yet.
 */
export async function withOpenRefunds(
  answer: PaymentAnswer,
  { profile, ledger, clock }: Pick<Context, 'profile' | 'ledger' | 'clock'>,
): Promise<PaymentDocument> {
  const document = toPaymentDocument(answer);
  const { paymentId } = answer.state;
  if (paymentId === undefined) return document;
  try {
    const { intents: history, elsewhere } = await (await ledger()).paymentHistory(
      projectKey(await profile()),
      paymentId,
    );
    const refunds = listEarlierRefunds({ state: answer.state, history, elsewhere, readAt: clock.now() });
    const openRefunds = refunds.flatMap(({ outcome, key, intent, amount, status: state }) =>
      outcome !== 'in progress' || key !== undefined || intent === undefined
        ? []
        : [{ intent: intent.id, state, amountMinor: amount?.minor ?? null, currency: amount?.currency ?? null }],
    );
    return openRefunds.length === 0 ? document : { ...document, openRefunds };
  } catch (error) {
    if (error instanceof Failure) return document;
    throw error;
  }
}
