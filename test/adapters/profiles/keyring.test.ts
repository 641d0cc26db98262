import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type KeyringOptions, openKeyring } from '#adapters/profiles/keyring';
import { interruptedFailure } from '#domain/errors/failure';
import { Secret } from '#domain/signature/secret';
import { rejectionOf } from '../../support/failures.ts';
import { killGroup } from '../../support/kill-group.ts';
import { SECRET, temporaryFolder } from './folders.ts';

const ring = (options: Partial<KeyringOptions> = {}) =>
  openKeyring({
    node: process.execPath,
    environment: {
      PATH: process.env.PATH,
      ROCKETPAY_SECRET_KEY: SECRET,
      NODE_OPTIONS: '--no-such-option',
      SHOP_KEY: SECRET,
      HTTPS_PROXY: `http://user:${SECRET}@proxy.example`,
    },
    secretVariables: ['SHOP_KEY'],
    signal: new AbortController().signal,
    killGroup,
    ...options,
  });

/** A library in the place of the one that speaks with the system. `seen` is what its process could see of a secret. */
async function library(code: string): Promise<{ readonly library: string; readonly seen: () => Promise<string> }> {
  const path = join(await temporaryFolder(), 'library.cjs');
  const file = `${path}.json`;
  const seen = `{ file: ${JSON.stringify(file)}, words: process.argv.concat(Object.entries(process.env).flat()) }`;
  await writeFile(path, `const seen = ${seen}; const fs = require('node:fs'); exports.Entry = class { ${code} };`);
  return { library: path, seen: () => readFile(file, 'utf8') };
}

/** One that keeps a secret in a file, as no real one does. */
const KEEPS = `
  constructor(service, account, options) { this.file = seen.file + '.' + account; this.told = [service, account, options]; }
  setPassword(text) { fs.writeFileSync(seen.file, JSON.stringify([seen.words, this.told])); fs.writeFileSync(this.file, text); }
  getPassword() { return fs.existsSync(this.file) ? fs.readFileSync(this.file, 'utf8') : null; }
  deletePassword() { fs.rmSync(this.file, { force: true }); }`;

describe('a secret in the keyring', () => {
  it('is returned byte for byte until it is removed', async () => {
    const keyring = ring(await library(KEEPS));
    const odd = new Secret(` ${SECRET}\n"ключ"`);
    await keyring.write('shop', odd);
    expect((await keyring.read('shop', 'the keyring')).reveal()).toBe(odd.reveal());
    await keyring.remove('shop');
    expect(await rejectionOf(keyring.read('shop', 'the keyring'))).toMatchObject({ exit: 4, code: 'no_secret' });
  });

  it('appears in no list of processes and in no environment', async () => {
    const { library: path, seen } = await library(KEEPS);
    await ring({ library: path }).write('shop', new Secret(SECRET));
    expect(await seen()).not.toContain(SECRET);
    expect(await seen()).not.toContain('ROCKETPAY_');
  });

  it('is never stored in the kernel’s keyring, which does not keep it', async () => {
    const { library: path, seen } = await library(KEEPS);
    await ring({ library: path }).write('shop', new Secret(SECRET));
    expect(JSON.parse(await seen())[1]).toEqual(['rocketpay', 'shop', { linux: { store: 'secret-service' } }]);
  });

  it.each([
    ['hangs', 'constructor() { for (;;); }', /gave no answer in 0\.3 s/],
    ['refuses', 'constructor() { throw new Error("locked."); }', /cannot be used: locked\./],
    ['crashes', 'constructor() { process.exit(7); }', /it failed \(7\)/],
    ['stores something else', 'setPassword() {} getPassword() { return "x"; }', /stored another text/],
  ])('is stored nowhere else when the keyring %s, which is reported', async (_, code, message) => {
    const keyring = ring({ ...(await library(code)), limitMilliseconds: code.includes('for') ? 300 : 30_000 });
    const failure = await rejectionOf(keyring.write('shop', new Secret(SECRET)));
    expect(failure).toMatchObject({ exit: 4, code: 'keyring_unavailable', message: expect.stringMatching(message) });
    expect(failure.stack + JSON.stringify(failure)).not.toContain(SECRET);
  });

  it('can be cancelled while it is read', async () => {
    const interrupt = new AbortController();
    const asking = ring({ ...(await library('constructor() { for (;;); }')), signal: interrupt.signal });
    const failure = rejectionOf(asking.read('shop', 'here'));
    interrupt.abort(interruptedFailure());
    expect(await failure).toMatchObject({ exit: 130 });
  });

  it('is reported as unavailable when this machine has no keyring', async () => {
    // Nothing of the session is in the environment, so there is no bus to find one on.
    const failure = await rejectionOf(ring().read('shop', 'here'));
    expect(failure).toMatchObject({ exit: 4, hint: expect.stringContaining('--secret-env') });
  });
});

/** A session of its own with a keyring that is unlocked, where this machine has the programs for it. */
const SESSION = ['/usr/bin/dbus-run-session', '/usr/bin/gnome-keyring-daemon'];

describe.skipIf(!SESSION.every(existsSync))('a real keyring', () => {
  it('keeps a secret from one process to the next', async () => {
    const home = await temporaryFolder();
    const library = join(process.cwd(), 'node_modules/@napi-rs/keyring');
    const entry = `new (require('${library}').Entry)('rocketpay', 'shop', { linux: { store: 'secret-service' } })`;
    const script = [
      'printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null',
      `node -e "${entry}.setPassword('kept')"`,
      `node -p "${entry}.getPassword()"`,
    ].join('\n');
    const env = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home };
    const { stdout } = await promisify(execFile)('dbus-run-session', ['--', 'sh', '-c', script], {
      env,
      timeout: 60_000,
    });
    expect(stdout).toBe('kept\n');
  });
});
