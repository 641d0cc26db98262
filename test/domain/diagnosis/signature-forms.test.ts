import { expect, it } from 'vitest';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { body, hmac, LINES, named, RIGHT, SECRET, sign, swap } from '../callbacks/signed-callback.ts';

it.each<[string, string, readonly MistakeName[]]>([
  ['hex', hmac(LINES).digest('hex'), ['hex_instead_of_base64']],
  ['HEX', hmac(LINES).digest('hex').toUpperCase(), ['hex_instead_of_base64']],
  ['Base64 of hex', Buffer.from(hmac(LINES).digest('hex')).toString('base64'), ['base64_of_hex']],
  ['Base64 for URLs', hmac(LINES).digest('base64url'), ['base64url']],
  ['no padding', RIGHT.slice(0, -2), ['base64url']],
  ['a line end after it', `${RIGHT}\n`, ['signature_white_space']],
  ['URL-encoded', encodeURIComponent(RIGHT), ['url_encoded_signature']],
  ['URL-encoded twice', encodeURIComponent(encodeURIComponent(RIGHT)), ['url_encoded_signature']],
  ['cut off', RIGHT.slice(0, 64), ['signature_cut_off']],
  ['in small letters', RIGHT.toLowerCase(), ['signature_letter_case']],
  ['a prefix', `sha512=${RIGHT}`, ['signature_prefixed']],
  [
    'a prefix, hex and SHA-256',
    `sha256=${hmac(LINES, SECRET, 'sha256').digest('hex')}`,
    ['signature_prefixed', 'hex_instead_of_base64', 'wrong_hash'],
  ],
  ['HTML entities', RIGHT.replaceAll('=', '&#61;'), ['signature_escaped']],
  ['twice', `${RIGHT}, ${RIGHT}`, ['signature_repeated']],
  ['Base64 of Base64', Buffer.from(RIGHT).toString('base64'), ['signature_encoded_twice']],
  [
    'hex with dashes',
    hmac(LINES)
      .digest('hex')
      .replace(/..(?=.)/g, '$&-'),
    ['signature_white_space', 'hex_instead_of_base64'],
  ],
  ['bytes of Python', `b'${RIGHT}'`, ['signature_white_space']],
  ['without its beginning', RIGHT.slice(3), ['signature_cut_off']],
  ['without every "+"', `${sign(LINES)}`.replaceAll('+', ''), ['plus_as_space']],
  ['the bytes themselves', hmac(LINES).digest().toString('latin1'), ['signature_not_base64']],
  ['the bytes as far as they are UTF-8', hmac(LINES).digest().toString(), ['signature_not_base64']],
  [
    'Base64 of the bytes as a text',
    Buffer.from(hmac(LINES).digest().toString('latin1')).toString('base64'),
    ['signature_encoded_twice'],
  ],
  ['a list of bytes in a text', `[${[...new Int8Array(hmac(LINES).digest())].join(', ')}]`, ['signature_not_base64']],
])('names the wrong form of a signature: %s', (_case, signature, names) => {
  expect(named(body(signature))).toEqual(names);
});

it('names a "+" of the signature that became a space', () => {
  const lines = swap(['payment:id:payment_47', 'payment:id:payment_49']);
  const signature = sign(lines);
  expect(signature).toContain('+');
  expect(named(body(signature.replaceAll('+', ' ')).replace('payment_47', 'payment_49'))).toEqual(['plus_as_space']);
});
