import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import { type CallbackEvent, classifyEvent } from '#domain/callbacks/callback-event';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { type CallbackKind, CHARGEBACK_REASON } from '#domain/callbacks/chargeback';
import { isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import type { Ledger } from '#domain/ledger/ledger';
import type {
  CallbackEnvelope,
  CallbackForward,
  Delivery,
  StorageOptions,
  StoredCallback,
} from '#domain/ledger/stored-callback';
import { type PaymentState, readPaymentState } from '#domain/payments/payment-state';
import type { Verification } from '#domain/signature/signature';
import type { CallbackDocument, DeliveryDocument } from '#schemas/document-types';

/** The content of a callback, as far as its signature proves it. */
export interface CallbackContent {
  readonly state: PaymentState;
  /** Why it is not an event although its signature is right. */
  readonly ambiguous: string | undefined;
  readonly event: CallbackEvent | undefined;
}

/** Reads the content of a callback, as far as its signature proves it. */
export function readContent(verification: Verification): CallbackContent {
  if (!verification.valid || !isJsonObject(verification.body)) return NOTHING;
  const state = readPaymentState(verification.body);
  const ambiguous = findAmbiguity(verification.body);
  return { state, ambiguous, event: ambiguous === undefined ? classifyEvent(state) : undefined };
}

const NOTHING: CallbackContent = { state: readPaymentState({}), ambiguous: undefined, event: undefined };

/** Stores a callback on disk. */
export function storeCallback(
  { text, verification }: ReceivedCallback,
  envelope: CallbackEnvelope | undefined,
  project: string,
  ledger: Ledger,
  { state, event }: CallbackContent = readContent(verification),
  { forwards = [], listener, shared = false, kind }: StoreOptions = {},
): Promise<StoredCallback> {
  const [operation] = state.operations;
  const callback = {
    project,
    text,
    valid: verification.valid,
    paymentId: state.paymentId,
    status: state.status,
    operationId: operation?.id,
    operationStatus: operation?.status,
    requestId: operation?.requestId,
    event,
    envelope,
    kind,
    ...(forwards.length > 0 ? { forwards, listener } : {}),
  };
  return ledger.addCallback(callback, { shared });
}

/** What a listener adds to a callback that it stores. */
interface StoreOptions extends StorageOptions {
  readonly forwards?: readonly CallbackForward[];
  readonly listener?: string;
  readonly kind?: CallbackKind | undefined;
}

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

export const deliveryDocument = ({ url, at, status, reason, milliseconds }: Delivery): DeliveryDocument => ({
  to: url,
  at: new Date(at).toISOString(),
  status: status ?? null,
  reason: reason ?? null,
  milliseconds: Math.round(milliseconds),
  delivered: status === 200,
});
