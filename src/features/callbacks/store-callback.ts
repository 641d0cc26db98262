import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import { type CallbackEvent, classifyEvent } from '#domain/callbacks/callback-event';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import { isJsonObject } from '#domain/json/exact-json';
import type { Ledger } from '#domain/ledger/ledger';
import type { CallbackEnvelope, CallbackForward, StorageOptions, StoredCallback } from '#domain/ledger/stored-callback';
import { type PaymentState, readPaymentState } from '#domain/payments/payment-state';
import type { Verification } from '#domain/signature/signature';

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
