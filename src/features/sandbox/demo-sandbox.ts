import type { Context } from '#context';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { isJsonObject } from '#domain/json/exact-json';
import { formatMajor } from '#domain/payments/amount';
import { type PaymentState, readPaymentState } from '#domain/payments/payment-state';
import { EMBEDDED_SANDBOX, type Sandbox, type SandboxEvent } from '#domain/sandbox/sandbox-options';
import type { CommandDocument } from '#schemas/document-types';

/** How the demo runs. */
export interface DemoOptions {
  /** The time factor of the sandbox. */
  readonly speed: number;
  readonly onStep: (step: CommandDocument<'demo'>) => void;
}

interface DemoHandlers {
  readonly onCode?: (code: string) => void;
  /** Called with the state in each verified callback. */
  readonly onState?: (state: PaymentState) => void;
}

/** Runs an embedded sandbox and a receiver of its callbacks, and reports each SMS and each callback as a step. */
export async function withDemoSandbox(
  { speed, onStep }: DemoOptions,
  { onCode, onState }: DemoHandlers,
  context: Pick<Context, 'startSandbox' | 'receiveCallbacks'>,
  run: (sandbox: Sandbox, callbackUrl: string) => Promise<void>,
): Promise<void> {
  const onEvent = (event: SandboxEvent) => {
    if (event.type !== 'sms') return;
    onStep({ type: 'sms', phone: event.phone, text: event.text });
    onCode?.(event.code);
  };
  const sandbox = await context.startSandbox({ ...EMBEDDED_SANDBOX, speed, onEvent });
  const onCallback = ({ verification }: ReceivedCallback) => {
    if (!verification.valid || !isJsonObject(verification.body)) return onStep({ type: 'bad-callback' });
    const state = readPaymentState(verification.body);
    onStep(toCallbackStep(state));
    onState?.(state);
  };
  const { secret } = sandbox;
  const receiver = await context.receiveCallbacks({ host: '127.0.0.1', port: 0, secret, onCallback });
  try {
    await run(sandbox, receiver.url);
  } finally {
    await Promise.all([receiver.close(), sandbox.close()]);
  }
}

function toCallbackStep({ status, operations: [operation], left }: PaymentState): CommandDocument<'demo'> {
  const words = [operation?.type, operation?.status === status ? undefined : operation?.status];
  return {
    type: 'callback',
    payment: status,
    operation: words.filter(Boolean).join(' '),
    left: left === undefined ? '' : formatMajor(left),
  };
}
