import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PROFILE_DEFAULTS, type Profile } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';

/** The secret that no error and no output may hold. */
export const SECRET = 'k3y-of-the-shop-9f1c';

/** An empty folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rocketpay-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A profile with everything at its default but what is given. */
export const profile = (name: string, values: Partial<Profile> = {}): Profile => ({
  ...PROFILE_DEFAULTS,
  name,
  projectId: 42,
  ...values,
});

/** A profile that keeps its secret in the store. */
export const profileWithSecret = (name: string, secret = SECRET): Profile =>
  profile(name, { secret: { kind: 'store', secret: new Secret(secret) } });
