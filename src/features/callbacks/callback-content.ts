import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import { type CallbackEvent, classifyEvent } from '#domain/callbacks/callback-event';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import { isJsonObject, type Json } from '#domain/json/exact-json';
import type { CallbackEnvelope, CallbackForward, NewCallback } from '#domain/ledger/stored-callback';
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

/** Returns a callback as it is stored. */
export function toNewCallback(
  { state, event }: CallbackContent,
  { text, envelope, valid, project, forwards, listener, kind }: Reception,
): NewCallback {
  const [operation] = state.operations;
  const hasForwards = forwards.length > 0;
  return {
    project,
    text,
    valid,
    paymentId: state.paymentId,
    status: state.status,
    operationId: operation?.id,
    operationStatus: operation?.status,
    requestId: operation?.requestId,
    event,
    envelope,
    kind,
    forwards: hasForwards ? forwards : undefined,
    listener: hasForwards ? listener : undefined,
  };
}

/** What a listener knows of a callback beside its content. */
interface Reception {
  /** The part of the body that is stored. */
  readonly text: string;
  readonly envelope: CallbackEnvelope;
  readonly valid: boolean;
  readonly project: string;
  readonly forwards: readonly CallbackForward[];
  readonly listener: string;
  readonly kind: CallbackKind | undefined;
}

/** Returns the project that a callback names; 0 without one. */
export function projectIdIn(body: Json | undefined): number {
  const id = isJsonObject(body) ? body.project_id : undefined;
  const number = typeof id === 'number' || typeof id === 'string' ? Number(id) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}
