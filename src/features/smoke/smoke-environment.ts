import { withDeadline } from '#async/deadline';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure, usageError } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import { isLoopbackUrl } from '#domain/network/this-machine';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { EMBEDDED_SANDBOX, type Sandbox } from '#domain/sandbox/sandbox-options';
import { sandboxProfile } from '#features/sandbox/sandbox-profile';
import type { SmokeContext } from './smoke-test.ts';

/** Source of the OTP; empty for a sandbox, which shows the messages to its customers. */
export interface CodeSource {
  readonly otp?: string | undefined;
  readonly otpCommand?: string | undefined;
}

/** Options with which the test ends within two seconds, and an OTP is valid for fifteen seconds. */
const SANDBOX = { ...EMBEDDED_SANDBOX, otpMilliseconds: 600_000, speed: 40, onEvent: () => {} };

/** Polling interval for a message of the sandbox, in milliseconds. */
const MESSAGE_INTERVAL_MS = 50;

/**
 * Prepares the environment of a smoke test, runs it, and cleans up.
 *
 * @param deadlineMilliseconds time limit of `run`, after which its signal is aborted
 */
export async function withSmokeEnvironment<T>(
  options: { readonly sandbox: boolean; readonly deadlineMilliseconds: number },
  context: Context,
  run: (context: SmokeContext, profile: EffectiveProfile) => Promise<T>,
): Promise<T> {
  const sandbox = options.sandbox ? await context.startSandbox(SANDBOX) : undefined;
  try {
    const { profile, secret, ledger } = await (sandbox === undefined
      ? openTestProject(context)
      : openSandbox(sandbox, context));
    const late = new Failure(EXIT.pending, 'deadline', 'The deadline of the smoke test has expired.', {
      hint: 'Give it more time: --deadline 10m. What is open: rocketpay pending',
    });
    const key = await secret();
    return await withDeadline(options.deadlineMilliseconds, late, context, async (signal) => {
      const gate = await context.openGate(profile, key, { signal });
      return run({ ...context, signal, profile: async () => profile, gate: async () => gate, ledger }, profile);
    });
  } finally {
    await sandbox?.close();
  }
}

type TestProject = Pick<Context, 'ledger' | 'secret'> & { readonly profile: EffectiveProfile };

async function openSandbox(sandbox: Sandbox, context: Context): Promise<TestProject> {
  const profile = { ...sandboxProfile(sandbox, SANDBOX), origins: { name: '--sandbox' } };
  const ledger = context.temporaryLedger();
  return { profile, secret: async () => sandbox.secret, ledger: () => ledger };
}

/**
 * Opens the project of the active profile.
 *
 * @throws {Failure} (blocked) for a project that is not marked as a test project.
 */
async function openTestProject(context: Context): Promise<TestProject> {
  const profile = await context.profile();
  const { name, mode, gateUrl, origins } = profile;
  // A Gate on this machine can be a tunnel to the platform, so only the mode of the profile counts.
  if (mode !== 'test') throw liveFailure(`Profile ${name} is live, and a smoke test takes a payment and refunds it.`);
  const isOverridden =
    !isLoopbackUrl(gateUrl) &&
    (origins.projectId === 'ROCKETPAY_PROJECT_ID' || origins.gateUrl === 'ROCKETPAY_GATE_URL');
  if (isOverridden && projectKey((await context.profiles()).get(name)) !== projectKey(profile)) {
    throw liveFailure(`The environment names another project than test profile ${name}.`);
  }
  return { profile, secret: context.secret, ledger: context.ledger };
}

const liveFailure = (message: string): Failure =>
  blockedFailure('live_profile', message, {
    hint: 'Use a test project: rocketpay profiles add <name> --project-id <id> --test. Or none at all: rocketpay smoke --sandbox',
  });

/**
 * Returns a function that finds the OTP that the customer of a payment received.
 *
 * @throws {Failure} (usage) immediately when there is no source of codes, or more than one.
 */
export function createCodeReader(
  { otp, otpCommand }: CodeSource,
  { profile, phone }: { readonly profile: EffectiveProfile; readonly phone: string },
  context: Pick<Context, 'sandboxCode' | 'codeFromCommand' | 'clock'>,
): (paymentId: string, signal: AbortSignal) => Promise<string> {
  if (otp !== undefined && otpCommand !== undefined) {
    throw usageError('--otp and --otp-command were both given.', 'Give one.');
  }
  if (otp !== undefined) return async () => otp;
  if (otpCommand !== undefined) {
    return (paymentId, signal) =>
      context.codeFromCommand(otpCommand, { ROCKETPAY_PHONE: phone, ROCKETPAY_PAYMENT_ID: paymentId }, signal);
  }
  if (isLoopbackUrl(profile.gateUrl)) return (paymentId, signal) => awaitCode(profile, paymentId, signal, context);
  throw usageError(
    'A smoke test needs the code that the customer receives.',
    `Give --otp <code>, or --otp-command '<shell command that prints it>'.`,
  );
}

async function awaitCode(
  { gateUrl }: EffectiveProfile,
  paymentId: string,
  signal: AbortSignal,
  { sandboxCode, clock }: Pick<Context, 'sandboxCode' | 'clock'>,
): Promise<string> {
  for (;;) {
    const code = await sandboxCode(gateUrl, paymentId, signal);
    if (code !== undefined) return code;
    await clock.sleep(MESSAGE_INTERVAL_MS, signal);
  }
}
