import type { Context } from '../context.ts';
import type { SandboxReady } from '../domain/documents.ts';
import { isLoopbackUrl, urlOfHost } from '../domain/profile.ts';
import type { SandboxOptions } from '../domain/sandbox.ts';
import { sandboxProfile } from './sandbox-profile.ts';

/** Runs a sandbox until the person ends it, and shows what happens inside. */
export async function runSandbox(
  options: SandboxOptions & { readonly onReady: (ready: SandboxReady) => void },
  context: Pick<Context, 'terminal' | 'signal' | 'profiles' | 'startSandbox'>,
): Promise<void> {
  const { terminal, signal } = context;
  const sandbox = await context.startSandbox(options);
  if (!isLoopbackUrl(urlOfHost(options.host))) {
    terminal.warn(
      `--host ${options.host}: other machines can reach this sandbox and read its codes and phone numbers.`,
    );
  }
  try {
    const profile = sandboxProfile(sandbox, options);
    const store = await context.profiles();
    await store.save(profile, { replace: true });
    const { url, projectId, secret } = sandbox;
    options.onReady({ type: 'ready', url, projectId, secret: secret.reveal(), profile: profile.name });
    await aborted(signal);
  } finally {
    await sandbox.close();
  }
  terminal.note('The sandbox has stopped.');
}

/** Resolves when the person ends the run. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
