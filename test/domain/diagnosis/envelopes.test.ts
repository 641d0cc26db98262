import { expect, it } from 'vitest';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { body, hmac, LINES, named, RIGHT } from '../callbacks/signed-callback.ts';

const good = body(RIGHT);

it.each<[string, string, readonly MistakeName[]]>([
  ['a signature under another name', good.replace('"signature"', '"checksum"'), ['signature_elsewhere']],
  [
    'a signature in an object',
    body(RIGHT).replace(/"signature":"(.*)"/, '"signature":{"value":"$1"}'),
    ['signature_elsewhere'],
  ],
  ['its last bracket cut off', good.slice(0, -1), ['body_cut_off']],
  ['the body twice', good + good, ['stray_bytes']],
  ['lines that a mail broke', good.replace(/.{76}/g, '$&\n'), ['stray_bytes']],
  ['keys without quotes', good.replace(/"(\w+)":/g, '$1:'), ['not_json']],
  [
    'Base64 in an envelope',
    JSON.stringify({ isBase64Encoded: true, body: Buffer.from(good).toString('base64') }),
    ['double_encoded'],
  ],
  ['a byte order mark', `\ufeff${good}`, ['byte_order_mark']],
  ['bytes before it', `)]}'\n${good}`, ['stray_bytes']],
  ['bytes after it', `${good}\0`, ['stray_bytes']],
  ['a wrapper', `{"event":"callback","data":${good}}`, ['wrapped_body']],
  ['a wrapper that holds it as text', `{"body":${JSON.stringify(good)}}`, ['double_encoded']],
  ['JSON in a text', JSON.stringify(good), ['double_encoded']],
  ['a form with the JSON in a field', `data=${encodeURIComponent(good)}`, ['form_encoded']],
  [
    'a wrapper, inside of which a field was added',
    `{"data":${good.replace('"customer":{', '"customer":{"vip":"yes",')}}`,
    ['wrapped_body', 'added_field'],
  ],
  [
    'the log of nginx',
    good.replace(/[^ -!#-~]/gu, (sign) =>
      [...Buffer.from(sign)].map((byte) => `\\x${byte.toString(16).toUpperCase()}`).join(''),
    ),
    ['double_encoded'],
  ],
  [
    'a list of bytes for a signature',
    good.replace(JSON.stringify(RIGHT), JSON.stringify([...hmac(LINES).digest()])),
    ['signature_not_base64'],
  ],
  [
    'what Node prints of a Buffer for a signature',
    good.replace(JSON.stringify(RIGHT), JSON.stringify(hmac(LINES).digest())),
    ['signature_not_base64'],
  ],
])('names what was around the body of a callback: %s', (_case, text, names) => {
  expect(named(text)).toEqual(names);
});

it('names a callback that was received as a form', () => {
  const fields = LINES.map((line) => {
    const [, path = '', value = ''] = /^(.*?):((?:2024.*)|[^:]*)$/.exec(line) ?? [];
    const [first, ...rest] = path.split(':');
    return `${first}${rest.map((key) => `[${key}]`).join('')}=${encodeURIComponent(value)}`;
  });
  const form = [...fields, `signature=${encodeURIComponent(RIGHT)}`].join('&');
  expect(named(form)).toEqual(['form_encoded']);
});
