import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { callbackVectors } from '../../domain/signature/vectors.ts';
import { documentOf, documentsOf, errorOf, hmac, rocketpay } from '../../support/session.ts';

const env = { ROCKETPAY_SECRET_KEY: 'secret' };
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, '');
const published = callbackVectors.filter(({ secret }) => secret === 'secret');
const GOOD = `{"a":1,"signature":"${hmac('a:1', 'secret')}"}`;

const verify = (input: string | Uint8Array, ...words: readonly string[]) =>
  rocketpay(['verify-callback', ...words], { env, input });

describe('verify-callback', () => {
  it.each(callbackVectors)('says whether $name is genuine', async ({ body, valid, secret }) => {
    const finished = await rocketpay(['verify-callback', '--json'], {
      env: { ROCKETPAY_SECRET_KEY: secret },
      input: body,
    });
    expect(finished).toMatchObject({ exit: valid ? 0 : 9, err: '' });
    expect(documentOf(finished)).toMatchObject({ valid });
  });

  it('verifies many callbacks as lines, in order', async () => {
    const { exit, out, err } = await verify(published.map(({ body }) => `${oneLine(body)}\n`).join(''), '--ndjson');
    expect({ exit, err }).toEqual({ exit: published.every(({ valid }) => valid) ? 0 : 9, err: '' });
    expect(documentsOf(out).map(({ valid }) => valid)).toEqual(published.map(({ valid }) => valid));
  });

  it('warns when a genuine callback can be read in two ways', async () => {
    const line = 'customer:id:c1;operation:status:decline';
    const body = `{"customer":{"id":"c1;operation:status:decline"},"signature":"${hmac(line, 'secret')}"}`;
    const { exit, out } = await verify(body);
    expect(exit).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain('can be parsed in two ways. Check the status before you act on it');
    const ambiguous = expect.stringContaining('signed lines');
    expect(documentOf(await verify(body, '--json'))).toMatchObject({ valid: true, ambiguous });
    expect(documentsOf((await verify(`${body}\n${GOOD}`, '--ndjson')).out)).toEqual([
      { valid: true, ambiguous },
      { valid: true },
    ]);
  });

  it('says that a chargeback callback has no signature to verify', async () => {
    const body = '{"project_id":1,"operation":{"type":"chargeback"}}';
    const finished = await verify(body, '--json');
    expect(finished.exit).toBe(9);
    const marks = { valid: false, kind: 'chargeback', unsigned: true, reason: expect.stringContaining('Dashboard') };
    expect(documentOf(finished)).toEqual({ ...marks, problem: 'no_signature' });
    expect(documentsOf((await verify(body, '--ndjson')).out)).toEqual([marks]);
  });

  it('explains in its place why a line is not genuine', async () => {
    const lines = [GOOD, `${GOOD}\r`, '', '{"a":1,', '7', '{"a":1}', GOOD.replace('1', '2'), GOOD];
    const { exit, out } = await verify(lines.join('\n'), '--ndjson');
    expect(exit).toBe(9);
    const reasons = documentsOf(out).map(({ valid, reason, ...rest }) => {
      expect(rest).toEqual({});
      return valid === true ? 'valid' : reason;
    });
    expect(reasons).toEqual([
      'valid',
      'valid',
      expect.stringContaining('not JSON'),
      expect.stringContaining('not JSON'),
      expect.stringContaining('no signature'),
      expect.stringContaining('no signature'),
      expect.stringContaining('not the one that this secret gives'),
      'valid',
    ]);
  });

  it('says in its place that a line is not UTF-8', async () => {
    const { exit, out } = await verify(Buffer.from(`${GOOD}\n{"a":"\xe9"}\n${GOOD}\n`, 'latin1'), '--ndjson');
    expect(exit).toBe(9);
    const bad = { valid: false, reason: expect.stringContaining('UTF-8') };
    expect(documentsOf(out)).toEqual([{ valid: true }, bad, { valid: true }]);
  });

  it('exits with 0 when all lines are genuine, also when there is none', async () => {
    expect(await verify(`${GOOD}\n${GOOD}`, '--ndjson')).toEqual({
      exit: 0,
      out: '{"valid":true}\n{"valid":true}\n',
      err: '',
    });
    expect(await verify('', '--ndjson')).toEqual({ exit: 0, out: '', err: '' });
  });

  it('says that a placeholder of the documentation proves nothing', async () => {
    const body = '{"a":1,"signature":"jhU6a...of88=="}';
    const { valid, reason } = documentOf(await verify(body, '--json'));
    expect(valid).toBe(false);
    expect(reason).toMatch(/has 14 characters.*88.*documentation.*placeholder/);
    const { exit, out } = await verify(body);
    expect(exit).toBe(9);
    expect(out).toMatch(/^not valid .*14 characters/);
  });

  it('shows with --explain what should have been signed', async () => {
    const finished = await verify(GOOD.replace('"a":1', '"a":2,"b":[true]'), '--explain', '--json');
    expect(finished.exit).toBe(9);
    const { lines, reason } = documentOf(finished);
    expect((lines as { line: string }[]).map(({ line }) => line)).toEqual(['a:2', 'b:0:1']);
    expect(reason).not.toBe('');
  });

  it('verifies a file, and shows the payment', async () => {
    const [{ body } = { body: '' }] = callbackVectors;
    const file = join(await temporaryFolder(), 'callback.json');
    await writeFile(file, body);
    const finished = await rocketpay(['verify-callback', file], { env });
    expect(finished).toEqual({ exit: 0, out: 'valid payment payment_47: success\n', err: '' });
    const document = documentOf(await rocketpay(['verify-callback', file, '--json'], { env }));
    expect(document).toEqual({ valid: true, paymentId: 'payment_47', paymentStatus: 'success' });
  });

  it('accepts other white space, escapes and order of keys, but no changed number', async () => {
    const signature = hmac('a:9007199254740993;b:/ә', 'secret');
    const spelt = `{ "signature" : "${signature}",\n "b": "\\/\\u04d9", "a": 9007199254740993 }`;
    expect((await verify(spelt)).exit).toBe(0);
    expect((await verify(spelt.replace('0993', '0992'))).exit).toBe(9);
    expect(
      (await verify(spelt.replace('"a": 9', '"a": "9"').replace('"9"007199254740993', '"9007199254740993"'))).exit,
    ).toBe(0);
  });

  it('says that a text is not UTF-8, and which file does not exist', async () => {
    const bytes = Buffer.from(GOOD.replace('"a":1', '"a":"\xe9"'), 'latin1');
    expect(errorOf(await verify(bytes, '--json'))).toMatchObject({
      exit: 2,
      message: expect.stringContaining('UTF-8'),
    });
    const error = errorOf(await rocketpay(['verify-callback', '/nowhere/c.json', '--json'], { env }));
    expect(error).toMatchObject({ exit: 2, message: expect.stringContaining('/nowhere/c.json') });
  });

  it('says that a callback is not JSON', async () => {
    const finished = await verify('hello', '--json');
    expect(finished.exit).toBe(9);
    expect(documentOf(finished)).toMatchObject({ valid: false, problem: 'malformed' });
  });
});
