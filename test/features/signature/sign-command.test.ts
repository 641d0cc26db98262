import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { requestVectors } from '../../domain/signature/vectors.ts';
import { CANARY, documentOf, documentsOf, errorOf, hmac, rocketpay } from '../../support/session.ts';

const env = { ROCKETPAY_SECRET_KEY: 'secret' };
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, '');
const published = requestVectors.filter(({ secret, signature }) => secret === 'secret' && signature !== null);

const signFile = async (content: string | Uint8Array, ...words: readonly string[]) => {
  const file = join(await temporaryFolder(), 'body.json');
  await writeFile(file, content);
  return rocketpay(['sign', file, ...words], { env });
};

describe('sign', () => {
  it.each(published)('signs $name from standard input', async ({ body, stringToSign, signature }) => {
    const finished = await rocketpay(['sign', '--json'], { env, input: body });
    expect(documentOf(finished)).toEqual({ signature, stringToSign });
    expect(await rocketpay(['sign', '-'], { env, input: body })).toEqual({ exit: 0, out: `${signature}\n`, err: '' });
  });

  it('signs a file, with or without its line end', async () => {
    for (const end of ['', '\n', '\r\n']) {
      expect(await signFile(`{"a":1}${end}`)).toMatchObject({ exit: 0, out: `${hmac('a:1', 'secret')}\n` });
    }
  });

  it('signs all published bodies as lines, in order', async () => {
    expect(published.length).toBeGreaterThan(20);
    const input = published.map(({ body }) => `${oneLine(body)}\n`).join('');
    const { exit, out, err } = await rocketpay(['sign', '--ndjson'], { env, input });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(documentsOf(out)).toEqual(published.map(({ signature, stringToSign }) => ({ signature, stringToSign })));
  });

  it('prints the errors of wrong lines in their places, and exits with their code', async () => {
    const lines = ['{"a":1}', '{"a":1,}', '', '7', '"text"', 'null', '[1]', '{"b":2}\r', '{"ключ":"мән"}'];
    const { exit, out } = await rocketpay(['sign', '--ndjson'], { env, input: lines.join('\n') });
    const results = documentsOf(out);
    expect(exit).toBe(2);
    const signed = ['a:1', undefined, undefined, undefined, undefined, undefined, '0:1', 'b:2', 'ключ:мән'];
    expect(results.map(({ stringToSign }) => stringToSign)).toEqual(signed);
    for (const { stringToSign, signature, error, ...rest } of results) {
      expect(rest).toEqual({});
      if (typeof stringToSign === 'string')
        expect({ signature, error }).toEqual({ signature: hmac(stringToSign, 'secret') });
      else expect(error).toMatchObject({ code: 'usage', message: expect.stringMatching(/^The line is/) });
    }
    expect(results[1]).toMatchObject({ error: { message: expect.stringMatching(/line 1, column 8/) } });
  });

  it('signs no lines when there are none', async () => {
    expect(await rocketpay(['sign', '--ndjson'], { env, input: '' })).toEqual({ exit: 0, out: '', err: '' });
  });

  it('explains what cannot be signed', async () => {
    for (const input of ['', '   ', '7', '"a"', '{"a":1} x', '{"a":01}', '{"a":NaN}']) {
      const error = errorOf(await rocketpay(['sign', '--json'], { env, input }));
      expect(error).toMatchObject({ exit: 2, code: 'usage', message: expect.stringContaining('Standard input is') });
    }
  });

  it('refuses a file that does not exist', async () => {
    const error = errorOf(await rocketpay(['sign', '/nowhere/body.json', '--json'], { env }));
    expect(error).toMatchObject({ exit: 2, message: expect.stringContaining('/nowhere/body.json') });
  });

  it('refuses text that is not UTF-8', async () => {
    const bytes = Buffer.from('{"a":"\xe9"}', 'latin1');
    const error = errorOf(await signFile(bytes, '--json'));
    expect(error).toMatchObject({ exit: 2, message: expect.stringContaining('UTF-8') });
  });

  it('prints the error of a line that is not UTF-8 in its place', async () => {
    const input = Buffer.from('{"a":1}\n{"a":"\xe9"}\n{"b":2}\n', 'latin1');
    const { exit, out } = await rocketpay(['sign', '--ndjson'], { env, input });
    expect(exit).toBe(2);
    const error = { message: expect.stringContaining('UTF-8') };
    expect(documentsOf(out)).toMatchObject([{ stringToSign: 'a:1' }, { error }, { stringToSign: 'b:2' }]);
  });

  it('signs a file with a byte order mark, or explains it', async () => {
    const finished = await signFile('\ufeff{"a":1}');
    if (finished.exit === 0) expect(finished.out).toBe(`${hmac('a:1', 'secret')}\n`);
    else expect(finished).toMatchObject({ exit: 2, err: expect.stringMatching(/byte order mark|BOM/) });
  });

  it.each(published)('signs $name with --body so that it verifies', async ({ name, body }) => {
    const { exit, out } = await rocketpay(['sign', '--body'], { env, input: body });
    expect(exit).toBe(0);
    const verdict = await rocketpay(['verify-callback', '--json'], { env, input: out });
    // Lists carry no signature.
    expect({ name, exit: verdict.exit }).toEqual({ name, exit: 0 });
  });

  it('replaces the old signature of a body', async () => {
    const input = '{"general":{"signature":"old","x":1},"signature":"old"}';
    const { out } = await rocketpay(['sign', '--body'], { env, input });
    expect(JSON.parse(out)).toEqual({ general: { x: 1, signature: hmac('general:x:1', 'secret') } });
  });

  it('explains each signed line, and warns about what other signers do differently', async () => {
    const input = `{"list":[${[...'abcdefghijklm'].map((letter) => `"${letter}"`)}],"flag":true,"none":null}`;
    const { lines, warnings, stringToSign } = documentOf(
      await rocketpay(['sign', '--explain', '--json'], { env, input }),
    );
    expect((lines as { line: string }[]).map(({ line }) => line).join(';')).toBe(stringToSign);
    expect(stringToSign).toMatch(/list:9:j;list:10:k/);
    expect(String(warnings)).toMatch(/natural|plain/i);
    const { out } = await rocketpay(['sign', '--explain'], { env, input });
    expect(out).toMatch(/^flag:1 +\/flag$/m);
    expect(out).toMatch(/^careful: true and false/m);
    expect(out).toContain(hmac(String(stringToSign), 'secret'));
  });

  it('signs with a secret from a file, without a stored profile', async () => {
    const file = join(await temporaryFolder(), 'secret');
    await writeFile(file, `${CANARY}\n`);
    const finished = await rocketpay(['sign'], { env: { ROCKETPAY_SECRET_KEY_FILE: file }, input: '{"a":1}' });
    expect(finished).toEqual({ exit: 0, out: `${hmac('a:1', CANARY)}\n`, err: '' });
  });
});
