import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSecret, readSecretFile, type SecretReading } from '#adapters/profiles/read-secret';
import { EXIT } from '#domain/errors/exit-codes';
import { type Failure, interruptedFailure } from '#domain/errors/failure';
import type { SecretSource } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';
import { failureOf, rejectionOf } from '../../support/failures.ts';
import { killGroup } from '../../support/kill-group.ts';
import { SECRET, temporaryFolder } from './folders.ts';

const reading = (values: Partial<SecretReading> = {}): SecretReading => ({
  storeFile: '/nowhere/profiles.json',
  environment: {},
  secretVariables: [],
  uid: process.geteuid?.(),
  signal: new AbortController().signal,
  keyring: () => Promise.reject(new Error('the keyring was opened')),
  killGroup,
  ...values,
});

/** A command that runs a piece of JavaScript, as a password manager would. */
const script = (code: string, ...words: readonly string[]): SecretSource => ({
  kind: 'command',
  command: [process.execPath, '-e', code, '--', ...words],
});

const read = async (source: SecretSource, values?: Partial<SecretReading>): Promise<string> =>
  (await readSecret(source, 'here', reading(values))).reveal();

async function fileWith(text: string, mode = 0o600): Promise<string> {
  const path = join(await temporaryFolder(), 'key');
  await writeFile(path, text, { mode });
  return path;
}

function expectNoSecret(failure: Failure): void {
  const shown = inspect(failure, { depth: Infinity, showHidden: true, getters: true });
  expect(shown + failure.stack + JSON.stringify(failure)).not.toContain(SECRET);
}

describe('a secret is read', () => {
  it('from an environment variable unchanged', async () => {
    expect(await read({ kind: 'env', name: 'KEY' }, { environment: { KEY: `${SECRET} \n` } })).toBe(`${SECRET} \n`);
  });

  it.each<[what: string, text: string, secret: string]>([
    ['without a line end', SECRET, SECRET],
    ['with a line end, which is left out', `${SECRET}\n`, SECRET],
    ['with a Windows line end, which is left out', `${SECRET}\r\n`, SECRET],
    ['with two line ends, of which one is kept', `${SECRET}\n\n`, `${SECRET}\n`],
    ['with a space at its end, which is kept', `${SECRET} \n`, `${SECRET} `],
    ['in Cyrillic', 'ключ\n', 'ключ'],
  ])('from a file %s', async (_what, text, secret) => {
    expect(await read({ kind: 'file', path: await fileWith(text) })).toBe(secret);
  });

  it.each<[what: string, printed: string, secret: string]>([
    ['as it is', SECRET, SECRET],
    ['without its line end', `${SECRET}\n`, SECRET],
    ['with its second line end', `${SECRET}\n\n`, `${SECRET}\n`],
  ])('from the output of a program, %s', async (_what, printed, secret) => {
    expect(await read(script(`process.stdout.write(${JSON.stringify(printed)})`))).toBe(secret);
  });

  it('from the stdout of a program, not from its stderr', async () => {
    expect(await read(script(`console.error('unlocking'); console.log('${SECRET}')`))).toBe(SECRET);
  });

  it('from the store when only its owner can read it', async () => {
    const storeFile = await fileWith('{}');
    expect(await read({ kind: 'store', secret: new Secret(SECRET) }, { storeFile })).toBe(SECRET);
  });

  it('with the name of its source', async () => {
    expect(
      (await readSecretFile(await fileWith(SECRET), 'the file of the shop', reading({ uid: undefined }))).origin,
    ).toBe('the file of the shop');
  });
});

describe('the program for a secret', () => {
  it('gets no secret of another profile, no setting of rocketpay and no password of a proxy', async () => {
    const environment = {
      PATH: process.env.PATH,
      ROCKETPAY_SECRET_KEY: SECRET,
      OTHER_KEY: SECRET,
      NODE_OPTIONS: '--no-such-option',
      HTTPS_PROXY: `http://shop:${SECRET}@proxy.example`,
      http_proxy: 'http://proxy.example',
      VAULT_ADDR: 'https://vault.example',
    };
    const source = script('process.stdout.write(JSON.stringify(Object.keys(process.env)))');
    const names = JSON.parse(await read(source, { environment, secretVariables: ['OTHER_KEY'] }));
    expect(names.sort()).toEqual(['PATH', 'VAULT_ADDR', 'http_proxy']);
  });
});

describe('the program for a secret runs without a shell', () => {
  it.each(['$HOME', '`id`', '$(id)', '; id', '&& id', '| cat', '> out', '*', '"', "'", 'a  b', '\\n', '%PATH%', ''])(
    'so %j stays as it is',
    async (word) => {
      expect(await read(script('process.stdout.write("<" + process.argv[1] + ">")', word))).toBe(`<${word}>`);
    },
  );
});

describe('an unavailable secret is reported with the reason, and without any part of it:', () => {
  it.each<[what: string, source: SecretSource, code: string, words: RegExp]>([
    ['the variable is not set', { kind: 'env', name: 'SHOP_KEY' }, 'no_secret', /SHOP_KEY/],
    [
      'the file is missing',
      { kind: 'file', path: '/nowhere/key' },
      'secret_unreadable',
      /\/nowhere\/key cannot be read: there is no such file/,
    ],
    ['the file is a folder', { kind: 'file', path: '/' }, 'secret_unreadable', /it is a folder/],
    [
      'the program is missing',
      { kind: 'command', command: ['no-such-program'] },
      'secret_command_failed',
      /no-such-program/,
    ],
    ['the program fails', script(`console.log('${SECRET}'); process.exit(3)`), 'secret_command_failed', /failed \(3\)/],
    [
      'the program says why',
      script(`console.error('${SECRET}'); process.exit(1)`),
      'secret_command_failed',
      /failed \(1\)/,
    ],
    ['the program crashes', script(`throw new Error('${SECRET}')`), 'secret_command_failed', /failed \(1\)/],
    ['the program is killed', script(`process.kill(process.pid, 'SIGKILL')`), 'secret_command_failed', /SIGKILL/],
    ['the program prints nothing', script(''), 'no_secret', /empty/],
    ['the program prints an empty line', script('console.log()'), 'no_secret', /empty/],
    [
      'the program prints too much',
      script(`process.stdout.write('${SECRET}'.repeat(9999))`),
      'secret_command_failed',
      /printed more than 64 KB/,
    ],
  ])('%s', async (_what, source, code, words) => {
    const failure = await rejectionOf(readSecret(source, 'here', reading()));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code, message: expect.stringMatching(words) });
    expectNoSecret(failure);
  });

  it('without the arguments of its program, which may contain a token', async () => {
    const source = script('process.exit(1)', SECRET);
    expectNoSecret(await rejectionOf(readSecret(source, 'here', reading())));
  });

  it.each([`${SECRET}\nlogin: shop`, `${SECRET}\r\n\r\nurl: x\n`, `\n${SECRET}`, `a\rb`, `${SECRET}\0`])(
    'the text %j is more than a secret, wherever it is from',
    async (text) => {
      const sources: readonly SecretSource[] = [
        { kind: 'env', name: 'KEY' },
        { kind: 'file', path: await fileWith(text) },
        { kind: 'store', secret: new Secret(text) },
        { kind: 'keyring', account: 'shop' },
        script(`process.stdout.write(${JSON.stringify(text)})`),
      ];
      const keyring = async () => ({
        read: async () => new Secret(text),
        write: async () => {},
        remove: async () => {},
      });
      for (const source of sources) {
        const values = {
          environment: source.kind === 'env' ? { KEY: text } : {},
          keyring,
          storeFile: await fileWith('{}'),
        };
        const failure = await rejectionOf(readSecret(source, 'here', reading(values)));
        expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'unusable_secret' });
        expectNoSecret(failure);
      }
      expect(failureOf(() => new Secret(text).key)).toMatchObject({ exit: EXIT.credentials });
    },
  );

  it.runIf(process.geteuid?.() !== undefined).each([0o620, 0o602, 0o666])(
    'the mode %o of the file allows another user to write it',
    async (mode) => {
      const path = await fileWith(SECRET);
      await chmod(path, mode);
      const failure = await rejectionOf(readSecret({ kind: 'file', path }, 'here', reading()));
      expect(failure).toMatchObject({
        exit: EXIT.credentials,
        code: 'untrusted_file',
        hint: expect.stringContaining(`chmod go-w ${path}`),
      });
    },
  );

  it.each([
    [0o600, undefined],
    [0o640, expect.stringMatching(/^other users have access to .*: chmod 600 /)],
    [0o644, expect.stringMatching(/^other users have access to .*: chmod 600 /)],
  ])('a file of mode %o is read, with a warning when others have access to it', async (mode, words) => {
    const { exposure } = await readSecretFile(await fileWith(SECRET, mode), 'here', reading());
    expect(exposure).toEqual(words);
  });

  it.each(['', '\n'])('the file holds %j', async (text) => {
    const failure = await rejectionOf(readSecretFile(await fileWith(text), 'here', reading({ uid: undefined })));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'no_secret' });
  });

  it('an empty variable counts as none', async () => {
    const failure = await rejectionOf(
      readSecret({ kind: 'env', name: 'KEY' }, 'here', reading({ environment: { KEY: '' } })),
    );
    expect(failure.code).toBe('no_secret');
  });

  it('a program that is waiting ends immediately with Ctrl-C', async () => {
    const interrupt = new AbortController();
    const waiting = readSecret(script('setInterval(() => {}, 1000)'), 'here', reading({ signal: interrupt.signal }));
    interrupt.abort(interruptedFailure());
    expect((await rejectionOf(waiting)).exit).toBe(EXIT.interrupted);
  });
});

describe.skipIf(process.platform === 'win32')('a stored secret that others may read is refused', () => {
  it.each([0o640, 0o604, 0o644, 0o660, 0o601, 0o777])('at mode %o, with the command that protects it', async (mode) => {
    const storeFile = await fileWith('{}');
    await chmod(storeFile, mode);
    const source = { kind: 'store', secret: new Secret(SECRET) } as const;
    const failure = await rejectionOf(readSecret(source, 'here', reading({ storeFile })));
    expect(failure).toMatchObject({ exit: EXIT.credentials, hint: `chmod 600 ${storeFile}` });
    expect(failure.message).toContain(mode.toString(8));
    expectNoSecret(failure);
  });

  it('unless the secret is stored elsewhere', async () => {
    const storeFile = await fileWith('{}', 0o644);
    expect(await read({ kind: 'env', name: 'KEY' }, { storeFile, environment: { KEY: SECRET } })).toBe(SECRET);
  });
});
