import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { documentOf, environment, rocketpay } from '../../support/session.ts';

const env = environment('https://gate.test');

const signed = async (...words: readonly string[]) =>
  documentOf(await rocketpay(['request', ...words, '--no-send', '--json'], { env }));

describe('request puts the project id and the signature', () => {
  it.each([
    ['/v2/info/available_methods_for_merchant/list', '{}'],
    ['/v2/info/available_methods_for_merchant/list/', '{}'],
    ['/v2/payment/status/request', '{"request_id":"r"}'],
    ['/v2/payment/status/request', '{}'],
    ['/v2/anything', '{"request_id":"r"}'],
  ])('at the top of a flat body: %s %s', async (path, body) => {
    const document = await signed(path, body);
    expect(document).toMatchObject({ project_id: expect.any(Number), signature: expect.stringMatching(/==$/) });
    expect(document).not.toHaveProperty('general');
  });

  it.each([
    ['/v2/info/mobile/sale/list', '{}'],
    ['/v2/payment/status', '{"general":{"payment_id":"p"}}'],
    ['/v2/info/available_methods_for_merchant/list', '{"general":{"x":1}}'],
  ])('into "general" of any other: %s %s', async (path, body) => {
    const document = await signed(path, body);
    expect(document).toMatchObject({
      general: { project_id: expect.any(Number), signature: expect.stringMatching(/==$/) },
    });
    expect(document).not.toHaveProperty('signature');
  });
});

describe('a byte order mark before a body', () => {
  it('is left out, from a file and from standard input', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rocketpay-mark-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'body.json');
    writeFileSync(file, '\ufeff{"a":1}');
    expect(await signed('v2/x', `@${file}`)).toMatchObject({ a: 1 });
    const piped = await rocketpay(['sign', '--body', '-'], { env, input: '\ufeff{"a":1}' });
    expect(piped.exit).toBe(0);
  });
});
