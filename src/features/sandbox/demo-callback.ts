import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { isJsonObject } from '#domain/json/exact-json';
import { formatMajor } from '#domain/payments/amount';
import { type PaymentState, readPaymentState } from '#domain/payments/payment-state';
import type { DemoStep } from '#schemas/document-types';

/** How the demo runs. */
export interface DemoOptions {
  /** The time factor of the sandbox. */
  readonly speed: number;
  readonly onStep: (step: DemoStep) => void;
}

/** Converts a callback to a step of the demo; it has a state only when the signature is valid. */
export function readDemoCallback({ verification }: ReceivedCallback): {
  readonly step: DemoStep;
  readonly state?: PaymentState;
} {
  if (!verification.valid || !isJsonObject(verification.body)) return { step: { type: 'bad-callback' } };
  const state = readPaymentState(verification.body);
  const operation = state.operations[0];
  return {
    state,
    step: {
      type: 'callback',
      payment: state.status,
      operation: [operation?.type, operation?.status === state.status ? undefined : operation?.status]
        .filter(Boolean)
        .join(' '),
      left: state.left === undefined ? '' : formatMajor(state.left),
    },
  };
}
