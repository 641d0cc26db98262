import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Keyring } from '#domain/profiles/profile-store';
import { Secret } from '#domain/signature/secret';
import { profile, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { hmac, rocketpay } from '../../support/session.ts';

const CALLBACK = JSON.stringify({ a: '1', signature: hmac('a:1', 'secret-of-another') });

/** A machine with two other profiles: a command gives the secret of one, the keyring that of the other. */
async function openMachine() {
  const folder = await temporaryFolder();
  const store = openProfileStore(folder);
  const mark = join(folder, 'environment-of-the-command.json');
  const script = `fs.writeFileSync(${JSON.stringify(mark)}, JSON.stringify(process.env)); console.log('secret-of-another')`;
  const command = [process.execPath, '-e', script];
  await store.save(profile('asks', { secret: { kind: 'command', command } }));
  await store.save(profile('ring', { secret: { kind: 'keyring', account: 'ring' } }));
  await store.save(profile('named', { secret: { kind: 'env', name: 'SHOP_KEY' } }));
  const asked: string[] = [];
  const read = async (account: string, origin: string) => {
    asked.push(account);
    return new Secret('of-the-keyring', origin);
  };
  const env = {
    PATH: '/bin',
    ROCKETPAY_SECRET_KEY: 'own-secret',
    SHOP_KEY: 'secret-in-a-variable',
    HTTPS_PROXY: 'http://user:password@proxy.example',
  };
  const run = (...words: readonly string[]) =>
    rocketpay(['verify-callback', ...words], { store, env, input: CALLBACK, keyring: { read } as unknown as Keyring });
  return { mark, asked, run };
}

describe('verify-callback with several profiles', () => {
  it('runs no command and opens no keyring of other profiles for an invalid callback, and says so', async () => {
    const { mark, asked, run } = await openMachine();
    const { exit, err } = await run();
    expect({ exit, asked, ran: existsSync(mark) }).toEqual({ exit: 9, asked: [], ran: false });
    expect(err.replace(/\s+/g, ' ')).toMatch(/Not tried: the secrets of asks, ring, .*--try-all-profiles/);
  });

  it('runs the commands of other profiles with --try-all-profiles, without any secret in their environment', async () => {
    const { mark, asked, run } = await openMachine();
    const { exit, out, err } = await run('--try-all-profiles');
    expect({ exit, asked }).toEqual({ exit: 9, asked: ['ring'] });
    expect(out).toContain('asks');
    expect(err).not.toContain('Not tried');
    const given = readFileSync(mark, 'utf8');
    expect(JSON.parse(given)).toHaveProperty('PATH', '/bin');
    expect(given).not.toMatch(/ROCKETPAY_|SHOP_KEY|own-secret|secret-in-a-variable|password/);
  });
});
