import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { runCli } from '../../support/cli.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import { CANARY, environment, errorOf, rocketpay } from '../../support/session.ts';

const OTP = ['otp', 'p-1', '012345', '--dry-run', '--json'];

describe('the check of a secret', () => {
  it.each([
    ['a line end', `${CANARY}\n`, 'line end'],
    ['a Windows line end', `${CANARY}\r\n`, 'line end'],
    ['a space', `${CANARY} `, 'white space'],
    ['a space at its start', ` ${CANARY}`, 'white space'],
  ])('warns about %s', async (_what, secret, words) => {
    const { exit, out, err } = await runCli(OTP, { env: environment('http://127.0.0.1:9', secret) });
    expect(exit).toBe(0);
    expect(err.replace(/\s+/g, ' ')).toMatch(new RegExp(`warning: .*${words}.*signatures will not match`));
    expect(out + err).not.toContain(CANARY);
  });

  it('prints no warning for an ordinary secret', async () => {
    const { exit, err } = await runCli(OTP, { env: environment('http://127.0.0.1:9') });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
  });
});

describe('a command without any profile', () => {
  it('prints how to add a profile, and names the demo', async () => {
    const store = openProfileStore(await temporaryFolder());
    const error = errorOf(await rocketpay(['operators', '--json'], { store }));
    expect(error).toMatchObject({ exit: 4, code: 'no_profile' });
    expect(error.hint).toMatch(/rocketpay profiles add.*rocketpay demo/);
  });

  it('reports that the secret is missing', async () => {
    const store = openProfileStore(await temporaryFolder());
    const env = { ROCKETPAY_PROJECT_ID: '1234', ROCKETPAY_GATE_URL: `http://${await closedPort()}` };
    for (const argv of [['operators'], ['sign'], ['verify-callback'], ['otp', 'p-1', '1234']]) {
      const error = errorOf(await rocketpay([...argv, '--json'], { store, env, input: '{}' }));
      expect(error).toMatchObject({ exit: 4, code: 'no_secret' });
      expect(error.hint).toContain('ROCKETPAY_SECRET_KEY');
    }
  });
});
