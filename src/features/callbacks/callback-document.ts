import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import { CHARGEBACK_REASON } from '#domain/callbacks/chargeback';
import { isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { readPaymentState } from '#domain/payments/payment-state';
import type { CallbackDocument, DeliveryDocument } from '#schemas/document-types';
import type { CallbackContent } from './store-callback.ts';

/** Returns the body of a stored callback; undefined when it is not JSON. */
export const parseBody = ({ text }: Pick<StoredCallback, 'text'>): Json | undefined => tryParseJson(text);

/**
 * Converts a callback to a document. For an invalid callback it contains the unproved claims.
 *
 * @param reason why the callback is invalid
 */
export function callbackDocument(
  stored: StoredCallback,
  body: Json | undefined,
  reason: string | null = null,
  { state, ambiguous }: Pick<CallbackContent, 'state' | 'ambiguous'> = claimsIn(stored, body),
): CallbackDocument {
  const [operation] = state.operations;
  const amount = operation?.amount ?? state.left;
  return {
    id: stored.id,
    receivedAt: new Date(stored.receivedAt).toISOString(),
    event: stored.event ?? null,
    paymentId: state.paymentId ?? null,
    paymentStatus: state.status,
    operationType: operation?.type ?? null,
    operationId: operation?.id ?? null,
    operationStatus: operation?.status ?? null,
    requestId: operation?.requestId ?? null,
    amountMinor: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    valid: stored.valid,
    reason: stored.kind === undefined ? reason : CHARGEBACK_REASON,
    repeat: stored.repeat,
    path: stored.envelope?.path ?? null,
    ...(ambiguous === undefined ? {} : { ambiguous }),
    ...(stored.kind === undefined ? {} : { kind: stored.kind, unsigned: true }),
  };
}

/** Reads what a stored callback says, proved or not. */
const claimsIn = ({ valid }: StoredCallback, body: Json | undefined): Pick<CallbackContent, 'state' | 'ambiguous'> => ({
  state: readPaymentState(isJsonObject(body) ? body : {}),
  ambiguous: valid && body !== undefined ? findAmbiguity(body) : undefined,
});

/** Converts the result of a forward request to a document. Only the answer 200 counts as delivered. */
export const deliveryDocument = ({ url, at, status, reason, milliseconds }: Delivery): DeliveryDocument => ({
  to: url,
  at: new Date(at).toISOString(),
  status: status ?? null,
  reason: reason ?? null,
  milliseconds: Math.round(milliseconds),
  delivered: status === 200,
});
