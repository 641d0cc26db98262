import type { Context, Gate, SaleOrder } from '#context';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { type Amount, formatAmount, formatMajor } from '#domain/payments/amount';
import { createPaymentId } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { DEFAULT_OTP_MS, EMBEDDED_SANDBOX } from '#domain/sandbox/sandbox-options';
import { formatDuration } from '#domain/time/duration';
import { fetchStatus } from '#features/payments/fetch-status';
import { createEventQueue, type EventQueue } from './demo-event-queue.ts';
import { type DemoOptions, withDemoSandbox } from './demo-sandbox.ts';
import { DEMO_PHONE, sandboxProfile, TEST_CUSTOMER } from './sandbox-profile.ts';

/** Time limit of the demo in real time; it is reached only when something is wrong. */
const TIME_LIMIT_MS = 60_000;

const PRICE: Amount = { minor: 100_000, currency: 'KZT' };
const FIRST_REFUND: Amount = { minor: 30_000, currency: 'KZT' };

type DemoContext = Pick<Context, 'terminal' | 'clock' | 'signal' | 'startSandbox' | 'receiveCallbacks' | 'openGate'>;

/** State shared by the steps of the demo. */
interface DemoSession extends DemoOptions {
  readonly context: DemoContext;
  readonly gate: Gate;
  readonly order: SaleOrder;
  readonly callbacks: EventQueue<PaymentState>;
  readonly codes: EventQueue<string>;
}

/**
 * Runs a payment on an embedded sandbox, as merchant and as customer: a wrong code, an expired code, a resend, the right code,
 * and two partial refunds.
 */
export async function playDemo(options: DemoOptions, context: DemoContext): Promise<void> {
  const { terminal, signal } = context;
  const callbacks = createEventQueue<PaymentState>(TIME_LIMIT_MS, context);
  const codes = createEventQueue<string>(TIME_LIMIT_MS, context);
  const handlers = { onCode: codes.put, onState: callbacks.put };
  try {
    await withDemoSandbox(options, handlers, context, async (sandbox, callbackUrl) => {
      const { speed, onStep } = options;
      const profile = sandboxProfile(sandbox, { ...EMBEDDED_SANDBOX, speed });
      const gate = await context.openGate(profile, sandbox.secret);
      const paymentId = createPaymentId(context.clock.now());
      const order: SaleOrder = { paymentId, phone: DEMO_PHONE, amount: PRICE, customer: TEST_CUSTOMER, callbackUrl };
      onStep({ type: 'stage', url: sandbox.url, speed });
      await purchase({ ...options, context, gate, order, callbacks, codes });
    });
  } catch (error) {
    // Requests in progress can be dropped, because no real money is used.
    throw signal.aborted ? signal.reason : error;
  }
  terminal.note('The demo is complete. To use a sandbox yourself: rocketpay sandbox');
}

async function purchase(session: DemoSession): Promise<void> {
  const { context, gate, order, speed, callbacks, codes } = session;
  const { paymentId } = order;
  const title = (text: string): void => session.onStep({ type: 'scene', title: text });
  const answer = (text: string): void => session.onStep({ type: 'answer', text });

  title('The mobile operators');
  const list = expectAccepted(await show(gate.operators(), session), gate.operators());
  answer(
    gate
      .readOperators(list.answer)
      .map(({ id }) => id)
      .join(', '),
  );

  title(`A sale of ${formatAmount(PRICE)}`);
  await send(gate.sale(order), session);
  const code = await codes.take(() => true);
  await callbacks.take(({ asksForOtp }) => asksForOtp);

  title('A wrong code: the platform asks again');
  await send(gate.otp(paymentId, wrongCode(code)), session);
  await callbacks.take(({ asksForOtp }) => asksForOtp);

  title(`The right code after ${formatDuration(DEFAULT_OTP_MS)}, when it has expired: the platform asks again`);
  await context.clock.sleep(DEFAULT_OTP_MS / speed, context.signal);
  await send(gate.otp(paymentId, code), session);
  await callbacks.take(({ asksForOtp }) => asksForOtp);

  title('A new code (two more are possible)');
  await send(gate.resend(paymentId, order.customer.ip), session);
  await callbacks.take(({ operations }) => operations.some(({ type }) => type === 'customer action'));
  const newCode = await codes.take(() => true);

  title('The right code in time');
  await send(gate.otp(paymentId, newCode), session);
  await callbacks.take(({ status }) => status === 'success');
  session.onStep({ type: 'note', text: 'after a resend a callback counts only when the status confirms it' });
  const { state } = await fetchStatus(paymentId, gate, context);
  answer(`status, signed: ${state.status}, ${state.left === undefined ? '' : formatMajor(state.left)}`);

  title(`A partial refund of ${formatAmount(FIRST_REFUND)}`);
  await refund(FIRST_REFUND, session);

  title('A refund of the remaining amount');
  const { left = PRICE } = (await fetchStatus(paymentId, gate, context)).state;
  await refund(left, session);
}

async function refund(amount: Amount, session: DemoSession): Promise<void> {
  const { gate, order, callbacks } = session;
  const requestId = await send(gate.refund({ paymentId: order.paymentId, amount, description: 'Refund.' }), session);
  await callbacks.take(({ operations }) =>
    operations.some((operation) => operation.requestId === requestId && operation.status === 'success'),
  );
}

function show(request: SignedRequest, { onStep, gate }: DemoSession): Promise<Outcome> {
  onStep({ type: 'request', path: new URL(request.url).pathname, stringToSign: request.stringToSign });
  return gate.send(request);
}

async function send(request: SignedRequest, session: DemoSession): Promise<string | undefined> {
  const { requestId } = expectAccepted(await show(request, session), request);
  session.onStep({ type: 'answer', text: `accepted, request id ${requestId}` });
  return requestId;
}

/** Returns a wrong code: each digit of the right one plus one. */
const wrongCode = (code: string): string => code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
