import { describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { credentialsFailure, interruptedFailure } from '#domain/errors/failure';
import type { Profile } from '#domain/profiles/profile';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { startSandbox } from '#sandbox/start-sandbox';
import { runProgram } from '../../support/run-program.ts';

/** Runs `sandbox` until it is ready, and returns its output and the stored profile. */
async function runUntilReady(host: string, refused?: ProfileStore['save']) {
  const interrupt = new AbortController();
  const saved: Profile[] = [];
  const save = async (profile: Profile) => void saved.push(profile);
  const finished = await runProgram(['sandbox', '--host', host, '--port', '0'], {
    interrupt,
    store: { save: refused ?? save } as unknown as ProfileStore,
    onOutput: () => interrupt.abort(interruptedFailure()),
    context: { startSandbox: (options) => startSandbox(options, systemClock) },
  });
  return { ...finished, gateUrl: saved[0]?.gateUrl };
}

describe('rocketpay sandbox --host', () => {
  it('with an address for other machines prints a warning, and the profile has an address that works here', async () => {
    const { err, gateUrl } = await runUntilReady('0.0.0.0');
    expect(err).toContain('--host 0.0.0.0: other machines can reach this sandbox');
    expect(gateUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('with an address for this machine only prints no warning', async () => {
    const { err, gateUrl } = await runUntilReady('127.0.0.1');
    expect(err).not.toContain('other machines');
    expect(gateUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('rocketpay sandbox without a writable profile store', () => {
  it('starts, and warns that the profile was not stored', async () => {
    const save = () => Promise.reject(credentialsFailure('store_unusable', 'The profile store cannot be written.'));
    const { exit, out, err } = await runUntilReady('127.0.0.1', save);
    expect(exit).toBe(0);
    expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    expect(err.replace(/\s+/g, ' ')).toContain(
      'the profile sandbox was not stored: The profile store cannot be written.',
    );
  });
});
