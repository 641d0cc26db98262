import type { Context } from '#context';
import { signPage } from '#domain/checkout/page-link';
import { pageParameters } from '#domain/checkout/page-parameters';
import { createPaymentId } from '#domain/payments/payment-id';
import { EMBEDDED_SANDBOX, type SandboxEvent } from '#domain/sandbox/sandbox-options';
import { type DemoOptions, readDemoCallback } from './demo-callback.ts';
import { waitUntilStopped } from './run-sandbox.ts';
import { sandboxProfile } from './sandbox-profile.ts';

type DemoPageContext = Pick<
  Context,
  'terminal' | 'clock' | 'signal' | 'checkout' | 'startSandbox' | 'receiveCallbacks'
>;

/**
 * Opens the Payment Page of an embedded sandbox in the browser and shows SMS and callbacks until the user stops it. Without
 * a terminal it only prints the URL of the page.
 */
export async function demoPage({ speed, onStep }: DemoOptions, context: DemoPageContext): Promise<void> {
  const { terminal, clock, signal } = context;
  const onEvent = (event: SandboxEvent) => {
    if (event.type === 'sms') onStep({ type: 'sms', phone: event.phone, text: event.text });
  };
  const options = { ...EMBEDDED_SANDBOX, speed, onEvent };
  const sandbox = await context.startSandbox(options);
  const receiver = await context.receiveCallbacks({
    host: '127.0.0.1',
    port: 0,
    secret: sandbox.secret,
    onCallback: (callback) => onStep(readDemoCallback(callback).step),
  });
  try {
    const { customer, currency } = sandboxProfile(sandbox, options);
    const parameters = pageParameters({
      project_id: sandbox.projectId,
      payment_id: createPaymentId(clock.now()),
      customer_id: customer.id ?? null,
      customer_first_name: customer.firstName ?? null,
      customer_last_name: customer.lastName ?? null,
      customer_email: customer.email ?? null,
      payment_currency: currency,
      payment_amount: 100_000,
      payment_description: 'Coffee beans, 1 kg',
      merchant_callback_url: receiver.url,
    });
    const { url } = signPage(sandbox.url, parameters, sandbox.secret);
    onStep({ type: 'page', url });
    const problem = terminal.interactive ? await (await context.checkout()).open(url) : undefined;
    if (problem !== undefined) terminal.warn(`the browser could not be opened: ${problem}. Open the link yourself.`);
    await waitUntilStopped(signal);
  } finally {
    await Promise.all([receiver.close(), sandbox.close()]);
  }
  terminal.note('The sandbox has stopped. No real money was used.');
}
