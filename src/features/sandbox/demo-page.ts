import type { Context } from '#context';
import { signPage } from '#domain/checkout/page-link';
import { pageParameters } from '#domain/checkout/page-parameters';
import { createPaymentId } from '#domain/payments/payment-id';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { type DemoOptions, withDemoSandbox } from './demo-sandbox.ts';
import { waitUntilStopped } from './run-sandbox.ts';
import { TEST_CUSTOMER } from './sandbox-profile.ts';

type DemoPageContext = Pick<
  Context,
  'terminal' | 'clock' | 'signal' | 'checkout' | 'startSandbox' | 'receiveCallbacks'
>;

/**
 * Opens the Payment Page of an embedded sandbox in the browser and shows SMS and callbacks until the user stops it. Without
 * a terminal it only prints the URL of the page.
 */
export async function demoPage(options: DemoOptions, context: DemoPageContext): Promise<void> {
  const { terminal, clock, signal } = context;
  await withDemoSandbox(options, {}, context, async (sandbox, callbackUrl) => {
    const parameters = pageParameters({
      project_id: sandbox.projectId,
      payment_id: createPaymentId(clock.now()),
      customer_id: TEST_CUSTOMER.id,
      customer_first_name: TEST_CUSTOMER.firstName,
      customer_last_name: TEST_CUSTOMER.lastName,
      customer_email: TEST_CUSTOMER.email,
      payment_currency: PROFILE_DEFAULTS.currency,
      payment_amount: 100_000,
      payment_description: 'Coffee beans, 1 kg',
      merchant_callback_url: callbackUrl,
    });
    const { url } = signPage(sandbox.url, parameters, sandbox.secret);
    options.onStep({ type: 'page', url });
    const problem = terminal.interactive ? await (await context.checkout()).open(url) : undefined;
    if (problem !== undefined) terminal.warn(`the browser could not be opened: ${problem}. Open the link yourself.`);
    await waitUntilStopped(signal);
  });
  terminal.note('The sandbox has stopped. No real money was used.');
}
