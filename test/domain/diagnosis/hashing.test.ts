import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { body, hmac, LINES, named, RIGHT, SECRET, sign } from '../callbacks/signed-callback.ts';

it.each<[string, string, readonly MistakeName[]]>([
  ['SHA-256', hmac(LINES, SECRET, 'sha256').digest('base64'), ['wrong_hash']],
  ['SHA-256 in hex', hmac(LINES, SECRET, 'sha256').digest('hex'), ['hex_instead_of_base64', 'wrong_hash']],
  ['SHA-1', hmac(LINES, SECRET, 'sha1').digest('base64'), ['wrong_hash']],
  ['MD5 in hex', hmac(LINES, SECRET, 'md5').digest('hex'), ['hex_instead_of_base64', 'wrong_hash']],
  [
    'a hash and no HMAC',
    createHash('sha512')
      .update(LINES.join(';') + SECRET)
      .digest('base64'),
    ['not_an_hmac'],
  ],
  ['an HMAC of an HMAC', sign(RIGHT), ['hashed_twice']],
  ['an HMAC of a hash', sign(createHash('sha256').update(LINES.join(';')).digest('hex')), ['hashed_twice']],
  ['the secret in the string', sign(`${LINES.join(';')};${SECRET}`), ['secret_in_string']],
  [
    'UTF-16',
    createHmac('sha512', SECRET)
      .update(Buffer.from(LINES.join(';'), 'utf16le'))
      .digest('base64'),
    ['wrong_charset'],
  ],
  ['an HMAC the wrong way round', hmac(SECRET, LINES.join(';')).digest('base64'), ['not_an_hmac']],
])('names what was computed instead of the HMAC: %s', (_case, signature, names) => {
  expect(named(body(signature))).toEqual(names);
});
