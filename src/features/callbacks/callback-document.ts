import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { CHARGEBACK_REASON } from '#domain/callbacks/chargeback';
import { isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { readPaymentState } from '#domain/payments/payment-state';
import type { CallbackDocument, DeliveryDocument } from '#schemas/document-types';
import type { CallbackContent } from './callback-content.ts';

/** Returns the body of a stored callback; undefined when it is not JSON. */
export const parseBody = ({ text }: Pick<StoredCallback, 'text'>): Json | undefined => tryParseJson(text);

/** Maximum length of a body with a wrong signature that is parsed for the output. */
const MAX_SHOWN = 64 * 1024;

/** Returns the body of a received callback for filters and the output; undefined where it is not JSON, or too long to be parsed for them. */
export const shownBody = (received: ReceivedCallback): Json | undefined => {
  if (received.verification.valid) return received.verification.body;
  return received.text.length > MAX_SHOWN ? undefined : parseBody(received);
};

/**
 * Converts a callback to a document. For an invalid callback it contains the unproved claims.
 *
 * @param reason why the callback is invalid
 */
export function callbackDocument(
  stored: StoredCallback,
  body: Json | undefined,
  reason: string | null = null,
  { state, ambiguous }: Pick<CallbackContent, 'state' | 'ambiguous'> = readClaims(stored.valid, body),
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

/** Reads what a callback says, proved or not. */
export const readClaims = (valid: boolean, body: Json | undefined): Pick<CallbackContent, 'state' | 'ambiguous'> => ({
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
