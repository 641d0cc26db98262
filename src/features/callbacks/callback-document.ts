import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { CHARGEBACK_REASON } from '#domain/callbacks/chargeback';
import { isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { readPaymentState } from '#domain/payments/payment-state';
import type { CallbackDocument, DeliveryDocument } from '#schemas/document-types';
import type { CallbackContent } from './callback-content.ts';

/** Returns the body of a stored callback; undefined when it is not JSON. */
export const parseStoredBody = ({ text }: Pick<StoredCallback, 'text'>): Json | undefined => tryParseJson(text);

/** Maximum length of a body with a wrong signature that is parsed for the output. */
const MAX_SHOWN = 64 * 1024;

/** Returns the body of a received callback for filters and the output; undefined where it is not JSON, or too long to be parsed for them. */
export const shownBody = (received: ReceivedCallback): Json | undefined => {
  if (received.verification.valid) return received.verification.body;
  return received.text.length > MAX_SHOWN ? undefined : parseStoredBody(received);
};

/** What a callback says, proved or not. */
export type CallbackClaims = Pick<
  CallbackDocument,
  | 'paymentId'
  | 'paymentStatus'
  | 'operationType'
  | 'operationId'
  | 'operationStatus'
  | 'requestId'
  | 'amountMinor'
  | 'currency'
> & { readonly ambiguous: string | undefined };

/**
 * Converts a callback to a document. For an invalid callback it contains the unproved claims.
 *
 * @param reason why the callback is invalid
 */
export const callbackDocument = (
  stored: StoredCallback,
  body: Json | undefined,
  reason: string | null = null,
  claims: CallbackClaims = readClaims(stored.valid, body),
): CallbackDocument => ({
  id: stored.id,
  receivedAt: new Date(stored.receivedAt).toISOString(),
  event: stored.event ?? null,
  paymentId: claims.paymentId,
  paymentStatus: claims.paymentStatus,
  operationType: claims.operationType,
  operationId: claims.operationId,
  operationStatus: claims.operationStatus,
  requestId: claims.requestId,
  amountMinor: claims.amountMinor,
  currency: claims.currency,
  valid: stored.valid,
  reason: stored.kind === undefined ? reason : CHARGEBACK_REASON,
  repeat: stored.repeat,
  path: stored.envelope?.path ?? null,
  ...(claims.ambiguous === undefined ? {} : { ambiguous: claims.ambiguous }),
  ...(stored.kind === undefined ? {} : { kind: stored.kind, unsigned: true }),
});

/** Returns what the content of a callback says. */
export function describeContent({ state, ambiguous }: Pick<CallbackContent, 'state' | 'ambiguous'>): CallbackClaims {
  const [operation] = state.operations;
  const amount = operation?.amount ?? state.left;
  return {
    paymentId: state.paymentId ?? null,
    paymentStatus: state.status,
    operationType: operation?.type ?? null,
    operationId: operation?.id ?? null,
    operationStatus: operation?.status ?? null,
    requestId: operation?.requestId ?? null,
    amountMinor: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    ambiguous,
  };
}

/** Reads what a callback says, proved or not. */
export const readClaims = (valid: boolean, body: Json | undefined): CallbackClaims =>
  describeContent({
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
