import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { maskPhone } from '#domain/payments/phone';
import { EMBEDDED_SANDBOX, type SandboxEvent } from '#domain/sandbox/sandbox-options';
import { runWizard } from '#features/interactive/wizard';
import type { PaymentDocument } from '#schemas/document-types';
import { DEMO_PHONE, sandboxProfile } from './sandbox-profile.ts';

/** Runs the guided payment on an embedded sandbox, without a stored ledger, and shows the customer's SMS. */
export async function runDemoWizard(speed: number, context: Context): Promise<PaymentDocument> {
  let message: string | undefined;
  const onEvent = (event: SandboxEvent) => {
    if (event.type === 'sms') message = `SMS to ${maskPhone(event.phone)}: ${event.code}`;
  };
  const options = { ...EMBEDDED_SANDBOX, speed, onEvent };
  const sandbox = await context.startSandbox(options);
  try {
    const profile = { ...sandboxProfile(sandbox, options), origins: { name: 'the demo' } };
    const [gate, ledger] = await Promise.all([context.openGate(profile, sandbox.secret), context.temporaryLedger()]);
    const { terminal } = context;
    const askCode: typeof terminal.askCode = (question, signal) =>
      terminal.askCode(
        { ...question, news: () => [message, question.news()].filter(Boolean).join('. ') || undefined },
        signal,
      );
    terminal.note(
      `The payment runs on a sandbox of the platform at ${sandbox.url}. The SMS to the payer are shown below the question for the code.`,
    );
    return await runWizard(
      { phone: DEMO_PHONE },
      {
        ...context,
        terminal: { ...terminal, askCode },
        profile: async () => profile,
        secret: async () => sandbox.secret,
        gate: async () => gate,
        ledger: async () => ledger,
      },
    );
  } catch (error) {
    throw afterDemo(error);
  } finally {
    await sandbox.close();
  }
}

/** Replaces the hint on how to continue, because the payment ends with its sandbox. */
function afterDemo(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const hint = 'The demo and its sandbox have ended. Run it again: rocketpay demo. In a clone: npm run demo';
  return new Failure(error.exit, error.code, error.message, { hint, cause: error });
}
