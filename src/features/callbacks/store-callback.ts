import { ambiguityOf } from '#domain/callbacks/ambiguous-callback';
import { type CallbackEvent, classifyEvent } from '#domain/callbacks/callback-event';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { type CallbackKind, CHARGEBACK_REASON } from '#domain/callbacks/chargeback';
import { isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import type { Ledger } from '#domain/ledger/ledger';
import type { CallbackEnvelope, CallbackForward, Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { type PaymentState, readPaymentState } from '#domain/payments/payment-state';
import type { Verification } from '#domain/signature/signature';
import type { CallbackDocument, DeliveryDocument } from '#schemas/document-types';

/** The content of a callback, as far as its signature proves it. */
export function verifiedState(verification: Verification): PaymentState {
  return readPaymentState(verification.valid && isJsonObject(verification.body) ? verification.body : {});
}

/** Reads the content of a callback, as far as its signature proves it. */
export const eventIn = (verification: Verification, state: PaymentState): CallbackEvent | undefined =>
  verification.valid && ambiguityOf(verification.body) === undefined ? classifyEvent(state) : undefined;

/** Stores a callback on disk. */
export function storeCallback(
  { text, verification }: ReceivedCallback,
  envelope: CallbackEnvelope | undefined,
  project: string,
  ledger: Ledger,
  state: PaymentState = verifiedState(verification),
  forwards: readonly CallbackForward[] = [],
  kind?: CallbackKind,
): Promise<StoredCallback> {
  const [operation] = state.operations;
  return ledger.addCallback({
    project,
    text,
    valid: verification.valid,
    paymentId: state.paymentId,
    status: state.status,
    operationId: operation?.id,
    operationStatus: operation?.status,
    requestId: operation?.requestId,
    event: eventIn(verification, state),
    envelope,
    ...(forwards.length > 0 ? { forwards } : {}),
    ...(kind === undefined ? {} : { kind }),
  });
}

/** Returns the body of a stored callback; undefined when it is not JSON. */
export const bodyOf = ({ text }: Pick<StoredCallback, 'text'>): Json | undefined => tryParseJson(text);

/**
 * Converts a callback to a document. For an invalid callback it contains the unproved claims.
 *
 * @param reason why the callback is invalid
 */
export function callbackDocument(
  stored: StoredCallback,
  body: Json | undefined,
  reason: string | null = null,
  state: PaymentState = readPaymentState(isJsonObject(body) ? body : {}),
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
    ...(stored.valid && body !== undefined && ambiguityOf(body) !== undefined
      ? { ambiguous: ambiguityOf(body) as string }
      : {}),
    ...(stored.kind === undefined ? {} : { kind: stored.kind, unsigned: true }),
  };
}

export const deliveryDocument = ({ url, at, status, reason, milliseconds }: Delivery): DeliveryDocument => ({
  to: url,
  at: new Date(at).toISOString(),
  status: status ?? null,
  reason: reason ?? null,
  milliseconds: Math.round(milliseconds),
  delivered: status === 200,
});
