import { createEventQueue, type EventQueue } from '#async/event-queue';
import type { Context, Gate, SaleOrder } from '#context';
import type { ReceivedCallback } from '#domain/callbacks/callback-transport';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Customer, SignedRequest } from '#domain/gate/signed-request';
import { type Amount, formatAmount, formatMajor } from '#domain/payments/amount';
import { createPaymentId } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { DEFAULT_OTP_MS, type SandboxEvent } from '#domain/sandbox/sandbox-options';
import { formatDuration } from '#domain/time/duration';
import { fetchStatus } from '#features/payments/fetch-status';
import type { DemoStep } from '#schemas/document-types';
import { readDemoCallback } from './demo-callback.ts';
import { sandboxProfile } from './sandbox-profile.ts';

/** Time limit of the demo in real time; it is reached only when something is wrong. */
const TIME_LIMIT_MS = 60_000;

const PHONE = '77071234567';
const PRICE: Amount = { minor: 100_000, currency: 'KZT' };
const FIRST_REFUND: Amount = { minor: 30_000, currency: 'KZT' };

type DemoContext = Pick<Context, 'terminal' | 'clock' | 'signal' | 'startSandbox' | 'receiveCallbacks' | 'openGate'>;

/** Called with each step. */
type Tell = (step: DemoStep) => void;

/** State shared by the steps of the demo. */
interface DemoSession {
  readonly context: DemoContext;
  readonly tell: Tell;
  readonly gate: Gate;
  readonly order: SaleOrder;
  /** Real milliseconds per millisecond of the sandbox. */
  readonly pace: number;
  readonly callbacks: EventQueue<PaymentState>;
  readonly messages: EventQueue<string>;
}

/**
 * Plays a whole purchase on an embedded sandbox: a wrong code, an expired one and a resend, the right one,
 * and two partial refunds. It plays both sides.
 */
export async function playDemo(
  { speed, tell }: { readonly speed: number; readonly tell: Tell },
  context: DemoContext,
): Promise<void> {
  const { terminal, signal } = context;
  const callbacks = createEventQueue<PaymentState>(TIME_LIMIT_MS, context);
  const messages = createEventQueue<string>(TIME_LIMIT_MS, context);
  const onEvent = (event: SandboxEvent) => {
    if (event.type !== 'sms') return;
    tell({ type: 'sms', phone: event.phone, text: event.text });
    messages.put(event.code);
  };
  const options = { host: '127.0.0.1', port: 0, otpMilliseconds: DEFAULT_OTP_MS, speed, faults: [], onEvent };
  const sandbox = await context.startSandbox(options);
  const onCallback = (callback: ReceivedCallback) => {
    const { step, state } = readDemoCallback(callback);
    tell(step);
    if (state !== undefined) callbacks.put(state);
  };
  const receiver = await context.receiveCallbacks({ host: '127.0.0.1', port: 0, secret: sandbox.secret, onCallback });
  try {
    const profile = sandboxProfile(sandbox, options);
    const gate = await context.openGate(profile, sandbox.secret);
    const order: SaleOrder = {
      paymentId: createPaymentId(context.clock.now()),
      phone: PHONE,
      amount: PRICE,
      customer: profile.customer as Customer,
      callbackUrl: receiver.url,
    };
    tell({ type: 'stage', url: sandbox.url, speed });
    await purchase({ context, tell, gate, order, pace: 1 / speed, callbacks, messages });
  } catch (error) {
    // Requests in progress are dropped, because nothing was real.
    throw signal.aborted ? signal.reason : error;
  } finally {
    await Promise.all([receiver.close(), sandbox.close()]);
  }
  terminal.note('The demo is complete. To use a sandbox yourself: rocketpay sandbox');
}

async function purchase(stage: DemoSession): Promise<void> {
  const { context, tell, gate, order, pace, callbacks, messages } = stage;
  const { paymentId } = order;

  scene(stage, 'Which operators are there?');
  const list = expectAccepted(await show(gate.operators(), stage), gate.operators());
  tell({
    type: 'answer',
    text: gate
      .readOperators(list.answer)
      .map(({ id }) => id)
      .join(', '),
  });

  scene(stage, `A sale of ${formatAmount(PRICE)}`);
  await send(gate.sale(order), stage);
  const code = await messages.take(() => true);
  await callbacks.take(({ asksForOtp }) => asksForOtp);

  scene(stage, 'A wrong code: the platform asks again');
  await send(gate.otp(paymentId, wrongCode(code)), stage);
  await callbacks.take(({ asksForOtp }) => asksForOtp);

  scene(stage, `The right code after ${formatDuration(DEFAULT_OTP_MS)}, when it has expired: the platform asks again`);
  await context.clock.sleep(DEFAULT_OTP_MS * pace, context.signal);
  await send(gate.otp(paymentId, code), stage);
  await callbacks.take(({ asksForOtp }) => asksForOtp);

  scene(stage, 'A new code (two more would be possible)');
  await send(gate.resend(paymentId, order.customer.ip), stage);
  await callbacks.take(({ operations }) => operations.some(({ type }) => type === 'customer action'));
  const newCode = await messages.take(() => true);

  scene(stage, 'The right code in time');
  await send(gate.otp(paymentId, newCode), stage);
  await callbacks.take(({ status }) => status === 'success');
  tell({ type: 'note', text: 'after a resend a callback counts only when the status confirms it' });
  const { state } = await fetchStatus(paymentId, gate, context);
  tell({
    type: 'answer',
    text: `status, signed: ${state.status}, ${state.left === undefined ? '' : formatMajor(state.left)}`,
  });

  scene(stage, `A partial refund of ${formatAmount(FIRST_REFUND)}`);
  await refunded(FIRST_REFUND, stage);

  scene(stage, 'A refund of the rest');
  const { left = PRICE } = (await fetchStatus(paymentId, gate, context)).state;
  await refunded(left, stage);
}

async function refunded(amount: Amount, stage: DemoSession): Promise<void> {
  const { gate, order, callbacks } = stage;
  const requestId = await send(gate.refund({ paymentId: order.paymentId, amount, description: 'Refund.' }), stage);
  await callbacks.take(({ operations }) =>
    operations.some((operation) => operation.requestId === requestId && operation.status === 'success'),
  );
}

const scene = ({ tell }: DemoSession, title: string): void => tell({ type: 'scene', title });

async function show(request: SignedRequest, { tell, gate }: DemoSession) {
  tell({ type: 'request', path: new URL(request.url).pathname, stringToSign: request.stringToSign });
  return gate.send(request);
}

async function send(request: SignedRequest, stage: DemoSession): Promise<string | undefined> {
  const outcome = await show(request, stage);
  const { requestId } = expectAccepted(outcome, request);
  stage.tell({ type: 'answer', text: `accepted, request id ${requestId}` });
  return requestId;
}

/** Returns a wrong code: each digit of the right one plus one. */
const wrongCode = (code: string): string => code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
