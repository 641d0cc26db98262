import { createHmac } from 'node:crypto';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { Secret } from '#domain/signature/secret';

const TEXT = 'p4ssw0rd-of-the-shop';

/** A secret that has signed already, so that what it keeps for signing is looked at too. */
function usedSecret(): Secret {
  const secret = new Secret(TEXT);
  createHmac('sha512', secret.key).update('x').digest();
  return secret;
}

const thoroughly = {
  showHidden: true,
  depth: Infinity,
  getters: true,
  showProxy: true,
  maxStringLength: null,
} as const;

describe('text of a secret', () => {
  it.each<[way: string, show: (secret: Secret) => unknown]>([
    ['String()', (secret) => String(secret)],
    ['a template', (secret) => `${secret}`],
    ['joining with text', (secret) => 'key: '.concat(secret as unknown as string)],
    ['adding to text', (secret) => (secret as unknown as number) + 1],
    ['joining a list', (secret) => [secret, secret].join()],
    ['JSON.stringify', (secret) => JSON.stringify(secret)],
    ['JSON.stringify of what holds it', (secret) => JSON.stringify({ profile: [{ secret }] }, null, 2)],
    ['inspect', (secret) => inspect(secret)],
    ['inspect, thoroughly', (secret) => inspect(secret, thoroughly)],
    ['inspect without its own view', (secret) => inspect(secret, { ...thoroughly, customInspect: false })],
    ['inspect of what holds it', (secret) => inspect({ a: [new Map([[secret, secret]])] }, thoroughly)],
    ['inspect of its prototype', (secret) => inspect(Object.getPrototypeOf(secret), thoroughly)],
    ['inspect behind a proxy', (secret) => inspect(new Proxy(secret, {}), thoroughly)],
    ['inspect of the key that it signs with', (secret) => inspect(secret.key, { ...thoroughly, customInspect: false })],
    ['JSON.stringify of the key that it signs with', (secret) => JSON.stringify(secret.key)],
    ['format', (secret) => format('%s %o %O %j %d %i %f', secret, secret, secret, secret, secret, secret, secret)],
    ['format without a template', (secret) => format(secret, { secret })],
    ['an error that has it as its cause', (secret) => inspect(new Error('x', { cause: secret }), thoroughly)],
    [
      'an error that has it deep in its cause',
      (secret) => inspect(new Error('x', { cause: new Error('y', { cause: { secret } }) }), thoroughly),
    ],
    [
      'a failure that has it as its cause',
      (secret) => inspect(new Failure(EXIT.bug, 'x', 'x', { cause: secret }), thoroughly),
    ],
    ['an error whose message holds it', (secret) => new Error(`no ${secret}`).stack],
    ['its own properties', (secret) => JSON.stringify(Object.getOwnPropertyDescriptors(secret))],
    ['a copy by spreading', (secret) => JSON.stringify({ ...secret })],
    ['a copy by structuredClone', (secret) => inspect(structuredClone(secret), thoroughly)],
    ['a copy to another thread', (secret) => serialize(secret).toString('latin1')],
    ['its own names', (secret) => Reflect.ownKeys(secret).join()],
    [
      'for … in',
      (secret) => {
        const found: string[] = [];
        for (const key in secret) found.push(key, String(secret[key as keyof Secret]));
        return found.join();
      },
    ],
  ])('is not shown by %s', (_way, show) => {
    const shown = String(show(usedSecret()));
    expect(shown).not.toContain(TEXT);
    expect(shown).not.toContain(Buffer.from(TEXT).toString('base64').slice(0, 20));
    expect(shown).not.toContain(Buffer.from(TEXT).toString('hex'));
  });

  it('is shown as a mask', () => {
    const secret = usedSecret();
    expect(String(secret)).toBe('[secret]');
    expect(inspect({ secret })).toBe('{ secret: [secret] }');
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
  });

  it('is revealed to the profile store unchanged', () => {
    expect(new Secret(' x\n').reveal()).toBe(' x\n');
  });
});

describe('key of a secret', () => {
  it.each([TEXT, '', ' x\n', 'ключ 😀', 'x'.repeat(300)])('has the bytes of the secret, unchanged: %j', (text) => {
    expect(createHmac('sha512', new Secret(text).key).update('a').digest('hex')).toBe(
      createHmac('sha512', text).update('a').digest('hex'),
    );
  });

  it('is created once', () => {
    const secret = new Secret(TEXT);
    expect(secret.key).toBe(secret.key);
  });
});

describe('warning about a secret', () => {
  it.each<[text: string, length: number, warning: string | undefined]>([
    ['secret', 6, undefined],
    ['two words', 9, undefined],
    ['', 0, 'the secret is empty'],
    ['secret\n', 7, 'the secret ends in a line end'],
    ['secret\r\n', 8, 'the secret ends in a line end'],
    ['\n', 1, 'the secret ends in a line end'],
    ['secret ', 7, 'the secret has white space at an end'],
    ['\tsecret', 7, 'the secret has white space at an end'],
    ['\nsecret', 7, 'the secret has white space at an end'],
    ['\ufeffsecret', 7, 'the secret has white space at an end'],
  ])('warns only about a secret that was pasted wrongly: %j: %d characters, %s', (text, length, warning) => {
    expect(new Secret(text).length).toBe(length);
    expect(new Secret(text).warning).toBe(warning);
  });
});
