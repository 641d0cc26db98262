import type { KnownPayment, PaymentEvidence } from '#domain/find/combine-evidence';
import { combineEvidence } from '#domain/find/combine-evidence';
import { isJsonObject, tryParseJson } from '#domain/json/exact-json';
import type { Ledger } from '#domain/ledger/ledger';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { readPaymentState } from '#domain/payments/payment-state';

/** Everything that the ledger has about one payment. */
export interface StoredPayment extends PaymentEvidence {
  /** Oldest first, also those with a wrong signature. */
  readonly callbacks: readonly StoredCallback[];
  /** True when older callbacks are stored than those that were read. */
  readonly hasMore: boolean;
  readonly known: KnownPayment;
}

/** Reads what the ledger has about a payment, with its newest callbacks. */
export async function readEvidence(
  { project, paymentId }: { readonly project: string; readonly paymentId: string },
  maxCallbacks: number,
  ledger: Ledger,
): Promise<StoredPayment> {
  const [history, snapshot, callbacks] = await Promise.all([
    ledger.intentsByPayment(project, [paymentId]),
    ledger.payment(project, paymentId),
    ledger.callbacks(project, paymentId, maxCallbacks + 1),
  ]);
  const intents = history.get(paymentId) ?? [];
  const read = callbacks.slice(-maxCallbacks);
  const states = read.flatMap(({ valid, text, receivedAt }) => {
    const body = valid ? tryParseJson(text) : undefined;
    return isJsonObject(body) ? [{ state: readPaymentState(body), at: receivedAt }] : [];
  });
  const evidence = { states, snapshot, intents };
  return {
    ...evidence,
    callbacks: read,
    hasMore: callbacks.length > maxCallbacks,
    known: combineEvidence(evidence),
  };
}

/** Returns the status and the sums of a payment as fields of a document. */
export const toSumFields = ({ status, paid, refunded, left }: KnownPayment) => ({
  status: status ?? null,
  paidMinor: paid?.minor ?? null,
  refundedMinor: refunded?.minor ?? null,
  leftMinor: left?.minor ?? null,
  currency: (paid ?? refunded ?? left)?.currency ?? null,
});
