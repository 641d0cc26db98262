import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { CANARY, documentOf, rocketpay } from '../../support/session.ts';
import { withShop } from './test-machine.ts';

describe('whoami', () => {
  it('shows each value and its source', async () => {
    const { run } = await withShop();
    const document = documentOf(await run(['whoami', '--json']));
    expect(document).toMatchObject({
      profile: { value: 'shop', origin: 'the default profile' },
      projectId: { value: 1234, origin: 'profile shop' },
      secret: { value: `set, ${CANARY.length} characters`, origin: 'profile shop, the profile store' },
      mode: { value: 'test', origin: 'profile shop' },
      gateUrl: { value: 'https://api.rocketpay.kz', origin: 'default' },
      otpSeconds: { value: 80, origin: 'default' },
    });
  });

  it('shows that a flag has precedence over the environment, and the environment over the profile', async () => {
    const { run } = await withShop();
    const env = { ROCKETPAY_PROFILE: 'shop', LIVE: 'x', ROCKETPAY_GATE_URL: 'https://other.example.com' };
    const document = documentOf(await run(['whoami', '--profile', 'live', '--json'], '', env));
    expect(document).toMatchObject({
      profile: { value: 'live', origin: '--profile' },
      gateUrl: { value: 'https://other.example.com', origin: 'ROCKETPAY_GATE_URL' },
    });
    const byEnvironment = documentOf(await run(['whoami', '--json'], '', env));
    expect(byEnvironment).toMatchObject({ profile: { value: 'shop', origin: 'ROCKETPAY_PROFILE' } });
  });

  it('needs no stored profile, and no secret', async () => {
    const env = { ROCKETPAY_PROJECT_ID: '77' };
    const { exit, out } = await rocketpay(['whoami'], { env, store: openProfileStore(await temporaryFolder()) });
    expect(exit).toBe(0);
    expect(out).toMatch(/^projectId +77 +\(ROCKETPAY_PROJECT_ID\)$/m);
    expect(out).toMatch(/^secret +- +\(.*no secret/m);
  });

  it('shows the source of the secret, and no part of it', async () => {
    const file = join(await temporaryFolder(), 'secret');
    await writeFile(file, `${CANARY}\n`);
    const env = { ROCKETPAY_PROJECT_ID: '77', ROCKETPAY_SECRET_KEY_FILE: file };
    const { secret } = documentOf(await rocketpay(['whoami', '--json'], { env }));
    expect(secret).toEqual({ value: `set, ${CANARY.length} characters`, origin: 'ROCKETPAY_SECRET_KEY_FILE' });
  });
});
