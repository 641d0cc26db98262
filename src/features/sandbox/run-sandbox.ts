import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { isLoopbackHost } from '#domain/network/this-machine';
import type { Profile } from '#domain/profiles/profile';
import type { SandboxEvent, SandboxOptions } from '#domain/sandbox/sandbox-options';
import { sandboxProfile } from './sandbox-profile.ts';
import { readyLines, sandboxEventLines } from './sandbox-view.ts';

/** Runs a sandbox until the user stops it, and shows its events. */
export async function runSandbox(
  options: Omit<SandboxOptions, 'onEvent'>,
  context: Pick<Context, 'terminal' | 'signal' | 'profiles' | 'startSandbox'>,
): Promise<void> {
  const { terminal, signal } = context;
  const { host, speed } = options;
  const onEvent = (event: SandboxEvent) => terminal.emit(event, sandboxEventLines);
  const sandbox = await context.startSandbox({ ...options, onEvent });
  if (!isLoopbackHost(host)) {
    terminal.warn(`--host ${host}: other machines can reach this sandbox and read its codes and phone numbers.`);
  }
  try {
    const profile = sandboxProfile(sandbox, options);
    await storeProfile(profile, context);
    const { url, projectId, secret } = sandbox;
    const ready = { type: 'ready', url, projectId, secret: secret.reveal(), profile: profile.name, speed } as const;
    terminal.emit(ready, readyLines);
    await waitUntilStopped(signal);
  } finally {
    await sandbox.close();
  }
  terminal.note('The sandbox has stopped.');
}

/** Stores the profile of the sandbox. A failure is only a warning, because a sandbox needs no stored profile. */
async function storeProfile(profile: Profile, { profiles, terminal }: Pick<Context, 'profiles' | 'terminal'>) {
  try {
    await (await profiles()).save(profile, { replace: true });
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== EXIT.credentials) throw error;
    terminal.warn(
      `the profile sandbox was not stored: ${error.message} Name another folder with ROCKETPAY_CONFIG_DIR, or set ` +
        'ROCKETPAY_PROJECT_ID, ROCKETPAY_SECRET_KEY and ROCKETPAY_GATE_URL.',
    );
  }
}

/** Resolves when the user stops the program. */
export function waitUntilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
