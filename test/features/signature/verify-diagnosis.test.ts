import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { profile, profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { documentOf, expectHidden, expectPromised, hmac, rocketpay } from '../../support/session.ts';

const SECRET = 'the-secret-of-this-very-shop';
const OTHER = 'the-secret-of-another-project';
const env = { ROCKETPAY_SECRET_KEY: SECRET };
const signed = (secret: string, lines = 'a:1;b:2'): string => `{"a":1,"b":2,"signature":"${hmac(lines, secret)}"}`;

const verify = async (input: string, ...words: readonly string[]) => {
  const finished = await rocketpay(['verify-callback', ...words], { env, input });
  for (const secret of [SECRET, OTHER]) expectHidden(secret, finished);
  return finished;
};

describe('verify-callback of an invalid callback', () => {
  it('names what would make a callback verify, and does not call it valid', async () => {
    const finished = await verify(signed(`${SECRET}\n`), '--json');
    expect(finished.exit).toBe(9);
    const document = documentOf(finished);
    expectPromised(document, 'verify-callback');
    expect(document).toMatchObject({
      valid: false,
      problem: 'mismatch',
      stringToSign: 'a:1;b:2',
      diagnosis: { proven: true, mistakes: [{ mistake: 'secret_white_space' }] },
    });
    const { exit, out } = await verify(signed(`${SECRET}\n`));
    expect(exit).toBe(9);
    expect(out).toMatch(/^not valid /);
    expect(out.replace(/\s+/g, ' ')).toContain('It would verify if the secret ended in a line end');
    expect(out).toContain('\na:1;b:2\n');
  });

  it('says that no known mistake explains an invalid callback', async () => {
    const document = documentOf(await verify(signed(SECRET).replace('"a":1', '"a":7'), '--json'));
    expect(document.diagnosis).toEqual({ proven: false, mistakes: [] });
    expect((await verify(signed(SECRET).replace('"a":1', '"a":7'))).out).toContain('None of the known mistakes');
  });

  it('shows where the string of another signer differs, and why', async () => {
    const file = join(await temporaryFolder(), 'theirs.txt');
    await writeFile(file, 'a:1;b:2;signature:\n');
    const finished = await verify(signed(SECRET, 'a:1;b:2;signature:'), '--compare', file, '--json');
    expect(documentOf(finished)).toMatchObject({
      comparison: { equal: false, at: 7, onlyTheirs: ['signature:'], mistakes: [{ mistake: 'signature_left_in' }] },
      diagnosis: { mistakes: [{ mistake: 'signature_left_in' }] },
    });
    const { out } = await verify(signed(SECRET, 'a:1;b:2;signature:'), '--compare', file);
    expect(out).toContain('differs at character 8');
    expect(out).toContain('only theirs  signature:');
  });

  it('says that the strings are the same, and to check the secret', async () => {
    const file = join(await temporaryFolder(), 'theirs.txt');
    await writeFile(file, 'a:1;b:2');
    const { exit, out } = await verify(signed('no profile has this one'), '--compare', file);
    expect({ exit, same: out.includes('Both strings are the same') }).toEqual({ exit: 9, same: true });
  });

  it('shows a difference of the strings also when the callback is valid', async () => {
    const file = join(await temporaryFolder(), 'theirs.txt');
    await writeFile(file, 'a:1,b:2');
    const finished = await verify(signed(SECRET), '--compare', file, '--json');
    expect(finished.exit).toBe(0);
    expect(documentOf(finished)).toMatchObject({ valid: true, comparison: { mistakes: [{ mistake: 'separators' }] } });
  });

  it('verifies a saved HTTP request or a HAR file', async () => {
    const http = await verify(`POST / HTTP/1.1\r\nHost: x\r\n\r\n${signed(SECRET)}`, '--json');
    expect(documentOf(http)).toEqual({ valid: true, source: 'http' });
    const har = JSON.stringify({ log: { entries: [{ request: { postData: { text: signed(SECRET) } } }] } });
    expect(documentOf(await verify(har, '--json'))).toEqual({ valid: true, source: 'har' });
  });

  it.each([
    ['is empty', '', 'this one is empty'],
    ['is a page of something between', '<html>502 Bad Gateway</html>', 'not HTML'],
    ['was masked by a log', signed(SECRET, 'a:77071234567').replace('"a":1,"b":2', '"a":"7707***4567"'), 'masked'],
    ['lost its letters', signed(SECRET, 'a:Кітап').replace('"a":1,"b":2', '"a":"?????"'), 'had not been lost'],
    [
      'has the largest number in it',
      signed(SECRET, 'a:5028800010128225').replace('"a":1,"b":2', '"a":2147483647'),
      'the largest that fits',
    ],
    ['has a printed thing for a signature', '{"a":1,"signature":"[B@6d06d69c"}', 'what a language prints'],
  ])(
    'says what an invalid body looks like, and that it is not proven, when the body %s',
    async (_case, input, words) => {
      const { exit, out } = await verify(input);
      expect(exit).toBe(9);
      expect(out.replace(/\s+/g, ' ')).toMatch(new RegExp(`It looks as if it would verify if .*${words}`));
    },
  );

  it('says that the signature was in a header', async () => {
    const text = `POST / HTTP/1.1\r\nX-Signature: ${hmac('a:1;b:2', SECRET)}\r\n\r\n{"a":1,"b":2}`;
    const finished = await verify(text, '--json');
    expect(finished.exit).toBe(9);
    expect(documentOf(finished)).toMatchObject({
      problem: 'no_signature',
      diagnosis: { proven: true, mistakes: [{ mistake: 'signature_elsewhere' }] },
    });
  });

  it.each([
    ['\u001b]0;owned\u0007', 'a key'],
    ['\u202egnp.exe', 'a value'],
  ])('prints no escape sequences of a callback: %j', async (evil) => {
    const { out, err } = await verify(JSON.stringify({ [evil]: evil, signature: `${evil}${'x'.repeat(88)}` }));
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('secrets of other profiles', () => {
  /** A store with profiles whose secrets cannot be read, and one that can. */
  async function store() {
    const folder = await temporaryFolder();
    const opened = openProfileStore(join(folder, 'store'));
    const pipe = join(folder, 'pipe');
    execFileSync('sh', ['-c', `mkfifo '${pipe}'`]);
    await mkdir(join(folder, 'directory'));
    const command = ['sh', '-c', 'sleep 60'];
    for (const each of [
      profile('no-secret'),
      profile('no-file', { secret: { kind: 'file', path: '/nowhere' } }),
      profile('pipe', { secret: { kind: 'file', path: pipe } }),
      profile('folder', { secret: { kind: 'file', path: join(folder, 'directory') } }),
      profile('no-variable', { secret: { kind: 'env', name: 'NOT_SET' } }),
      profile('no-program', { secret: { kind: 'command', command: ['/nowhere/pass'] } }),
      profileWithSecret('staging', OTHER),
    ]) {
      await opened.save(each);
    }
    return { opened, slow: profile('slow', { secret: { kind: 'command', command } }) };
  }

  it('tries the secrets of other profiles, and leaves out those that cannot be read', async () => {
    const { opened } = await store();
    const finished = await rocketpay(['verify-callback', '--json'], { env, input: signed(OTHER), store: opened });
    expectHidden(OTHER, finished);
    expect(documentOf(finished)).toMatchObject({
      diagnosis: {
        mistakes: [{ mistake: 'secret_of_another_profile', wouldVerifyIf: expect.stringContaining('staging') }],
      },
    });
  });

  it('stops waiting for the secret of another profile when a program does not answer', async () => {
    const { opened, slow } = await store();
    await opened.save(slow);
    const clock = { now: () => 0, elapsed: () => 0, sleep: async () => {} };
    const finished = await rocketpay(['verify-callback', '--json'], {
      env,
      input: signed(OTHER),
      store: opened,
      clock,
    });
    expect(finished.exit).toBe(9);
  });

  it('does not read the secrets of other profiles when the callback is valid, or another mistake explains it', async () => {
    const { opened } = await store();
    const closed = {
      ...opened,
      list: () => {
        throw new Error('the profiles were listed');
      },
    };
    for (const [secret, exit] of [
      [SECRET, 0],
      [`${SECRET}\n`, 9],
    ] as const) {
      expect(await rocketpay(['verify-callback'], { env, input: signed(secret), store: closed })).toMatchObject({
        exit,
      });
    }
    expect(await rocketpay(['verify-callback'], { env, input: signed('x'), store: closed })).toMatchObject({ exit: 1 });
  });
});
