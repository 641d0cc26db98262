import type { Context } from '#context';
import { Failure } from '#domain/errors/failure';
import { maskPhone } from '#domain/payments/phone';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { DEFAULT_OTP_MS, type SandboxEvent } from '#domain/sandbox/sandbox-options';
import { runWizard } from '#features/interactive/wizard';
import type { WizardOutput } from '#features/interactive/wizard-output';
import type { PaymentDocument } from '#schemas/document-types';
import { sandboxProfile } from './sandbox-profile.ts';

/** A phone number of the platform's examples, which belongs to no one. */
const PHONE = '77071234567';

/**
 * Runs the guided payment on an embedded sandbox and shows the customer's SMS beside it. No real money is moved,
 * and nothing is stored.
 */
export async function runDemoWizard(
  { speed, shows }: { readonly speed: number; readonly shows: WizardOutput },
  context: Context,
): Promise<PaymentDocument> {
  let message: string | undefined;
  const onEvent = (event: SandboxEvent) => {
    if (event.type === 'sms') message = `SMS to ${maskPhone(event.phone)}: ${event.code}`;
  };
  const options = { host: '127.0.0.1', port: 0, otpMilliseconds: DEFAULT_OTP_MS, speed, faults: [], onEvent };
  const sandbox = await context.startSandbox(options);
  try {
    const profile: EffectiveProfile = {
      ...sandboxProfile(sandbox, options),
      origins: { name: 'the demo' },
    };
    const [gate, ledger] = await Promise.all([context.openGate(profile, sandbox.secret), context.temporaryLedger()]);
    const { terminal } = context;
    const askCode: typeof terminal.askCode = (question, signal) =>
      terminal.askCode(
        { ...question, news: () => [message, question.news()].filter(Boolean).join('. ') || undefined },
        signal,
      );
    terminal.note(
      `A sandbox plays the platform at ${sandbox.url}. The payer's messages are shown while a code is asked for.`,
    );
    return await runWizard({ phone: PHONE }, shows, {
      ...context,
      terminal: { ...terminal, askCode },
      profile: async () => profile,
      secret: async () => sandbox.secret,
      gate: async () => gate,
      ledger: async () => ledger,
    });
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
