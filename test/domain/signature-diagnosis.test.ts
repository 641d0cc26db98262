import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readReceived } from '../../src/domain/received-text.ts';
import { Secret } from '../../src/domain/secret.ts';
import { verifySigned } from '../../src/domain/signature.ts';
import { diagnose, diagnoseWithOthers } from '../../src/domain/signature-diagnosis.ts';
import type { MistakeName } from '../../src/domain/signing-mistake.ts';
import { readLeaves } from '../../src/domain/signing-scheme.ts';

const SECRET = 'the-secret-of-the-shop';
const secret = new Secret(SECRET);

/** The lines of a body as the platform signs them, written down by hand: nothing of ours makes them. */
const LINES = [
  'account:number:77071234567',
  'customer:id:customer_123',
  'operation:code:0',
  'operation:date:2024-12-07T19:08:45+0000',
  'operation:id:95028800010128225',
  'operation:provider:auth_code:',
  'operation:provider:id:',
  'operation:rate:1.5',
  'operation:request_id:1a23456bc7890de',
  'operation:status:success',
  'operation:sum_initial:amount:100000',
  'operation:sum_initial:currency:KZT',
  'operation:test:0',
  'payment:description:Кітап',
  'payment:id:payment_47',
  'payment:is_new:1',
  'payment:status:success',
  'payment:sum:amount:100000',
  'payment:sum:currency:KZT',
  'positions:2:1',
  'positions:10:2',
  'project_id:1234',
];

/** The body of these lines, with a hole for the signature. */
const body = (signature: string | undefined): string =>
  `{"project_id":1234,"payment":{"id":"payment_47","status":"success","is_new":true,"sum":{"amount":100000,"currency":"KZT"},` +
  `"description":"Кітап"},"customer":{"id":"customer_123"},"operation":{"id":95028800010128225,"status":"success",` +
  `"date":"2024-12-07T19:08:45+0000","request_id":"1a23456bc7890de","sum_initial":{"amount":100000,"currency":"KZT"},` +
  `"code":"0","rate":1.5,"test":false,"provider":{"id":null,"auth_code":""}},"positions":{"2":1,"10":2},` +
  `"account":{"number":"77071234567"}${signature === undefined ? '' : `,"signature":${JSON.stringify(signature)}`}}`;

const hmac = (lines: readonly string[] | string, key: string | Buffer = SECRET, hash = 'sha512') =>
  createHmac(hash, key).update(typeof lines === 'string' ? lines : lines.join(';'));

const sign = (lines: readonly string[] | string, key: string | Buffer = SECRET): string =>
  hmac(lines, key).digest('base64');

const RIGHT = sign(LINES);

/** Lines with some of them written in another way. */
const swap = (...pairs: readonly (readonly [string, string | undefined])[]): string[] =>
  pairs.reduce<string[]>(
    (lines, [from, to]) => {
      expect(lines).toContain(from);
      return lines.flatMap((line) => (line !== from ? [line] : to === undefined ? [] : [to]));
    },
    [...LINES],
  );

/** The names of what makes a text verify, all of it together. */
const named = (text: string): readonly MistakeName[] => {
  expect(verifySigned(text, secret).valid).toBe(false);
  const { proven, mistakes } = diagnose(readReceived(text), secret);
  expect({ proven, mistakes }).toMatchObject({ proven: true });
  for (const { if: clause, advice } of mistakes) expect(`${clause}${advice}`).not.toContain(SECRET);
  return mistakes.map(({ name }) => name);
};

it('stands on a body that verifies', () => {
  expect(verifySigned(body(RIGHT), secret).valid).toBe(true);
  expect(readLeaves(body(undefined))).toHaveLength(LINES.length);
});

describe('a secret that is not the one', () => {
  it.each([
    ['a line end after it', `${SECRET}\n`],
    ['a Windows line end after it', `${SECRET}\r\n`],
    ['a space after it', `${SECRET} `],
    ['a space before it', ` ${SECRET}`],
  ])('is named: with %s', (_case, other) => {
    expect(named(body(sign(LINES, other)))).toEqual(['secret_white_space']);
  });

  it.each([`${SECRET}\n`, `${SECRET} `, ` ${SECRET}`])('is named when the white space is on this side: %j', (own) => {
    const { proven, mistakes } = diagnose(readReceived(body(RIGHT)), new Secret(own));
    expect({ proven, names: mistakes.map(({ name }) => name) }).toEqual({
      proven: true,
      names: ['secret_white_space'],
    });
    expect(mistakes[0]?.if).toContain('the secret here');
  });

  it('is named when it is the one of another profile, also with a line end after it', () => {
    const others = [
      { profile: 'same', secret },
      { profile: 'test', secret: new Secret('another secret') },
    ];
    expect(
      diagnoseWithOthers(readReceived(body(sign(LINES, 'another secret'))), secret, others)?.mistakes,
    ).toMatchObject([{ name: 'secret_of_another_profile', if: expect.stringContaining('profile test') }]);
    expect(
      diagnoseWithOthers(readReceived(body(sign(LINES, 'another secret\n'))), secret, others)?.mistakes,
    ).toMatchObject([{ name: 'secret_of_another_profile' }, { name: 'secret_white_space' }]);
    expect(diagnoseWithOthers(readReceived(body(sign(LINES, 'a third secret'))), secret, others)).toBeUndefined();
  });

  it('is named when it was decoded, quoted or empty', () => {
    expect(named(body(sign(LINES, `"${SECRET}"`)))).toEqual(['secret_quoted']);
    expect(named(body(sign(LINES, '')))).toEqual(['secret_not_used']);
    for (const other of [
      SECRET.toUpperCase(),
      Buffer.from(SECRET).toString('base64'),
      SECRET.slice(0, -1),
      SECRET.slice(0, 16),
      createHash('sha1').update(SECRET).digest('hex'),
      `1234:${SECRET}`,
      'undefined',
    ])
      expect(named(body(sign(LINES, other)))).toEqual(['secret_changed']);
    for (const other of ['your_secret_key', '1234', 'payment_47', 'ROCKETPAY_SECRET_KEY'])
      expect(named(body(sign(LINES, other)))).toEqual(['secret_not_used']);
    const hex = 'aa00bb11cc22';
    const { mistakes } = diagnose(readReceived(body(sign(LINES, Buffer.from(hex, 'hex')))), new Secret(hex));
    expect(mistakes.map(({ name }) => name)).toEqual(['secret_decoded']);
  });
});

describe('a signature that was spelt in another way', () => {
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
  ])('is named: %s', (_case, signature, names) => {
    expect(named(body(signature))).toEqual(names);
  });

  it('is named when "+" has become a space', () => {
    const lines = swap(['payment:id:payment_47', 'payment:id:payment_49']);
    const signature = sign(lines);
    expect(signature).toContain('+');
    expect(named(body(signature.replaceAll('+', ' ')).replace('payment_47', 'payment_49'))).toEqual(['plus_as_space']);
  });
});

/** The body with the signature of a string that is not the right one. */
const other = (lines: readonly string[] | string): string => body(sign(lines));

describe('a string that was made in another way', () => {
  const float = 'operation:id:95028800010128225';
  it.each<[string, string, readonly MistakeName[]]>([
    ['plain order', other([...LINES].sort()), ['plain_order']],
    [
      'words for booleans',
      other(swap(['operation:test:0', 'operation:test:false'], ['payment:is_new:1', 'payment:is_new:true'])),
      ['boolean_words'],
    ],
    [
      'Python words',
      other(swap(['operation:test:0', 'operation:test:False'], ['payment:is_new:1', 'payment:is_new:True'])),
      ['boolean_words'],
    ],
    [
      'words of 1C for booleans',
      other(swap(['operation:test:0', 'operation:test:Нет'], ['payment:is_new:1', 'payment:is_new:Да'])),
      ['boolean_words'],
    ],
    ['false as nothing', other(swap(['operation:test:0', 'operation:test:'])), ['boolean_words']],
    [
      'Python words, None too',
      other(
        swap(
          ['operation:test:0', 'operation:test:False'],
          ['payment:is_new:1', 'payment:is_new:True'],
          ['operation:provider:id:', 'operation:provider:id:None'],
        ),
      ),
      ['boolean_words'],
    ],
    ['null as a word', other(swap(['operation:provider:id:', 'operation:provider:id:null'])), ['null_words']],
    ['nulls dropped', other(swap(['operation:provider:id:', undefined])), ['empty_fields_dropped']],
    ['empty texts dropped', other(swap(['operation:provider:auth_code:', undefined])), ['empty_fields_dropped']],
    [
      'both dropped',
      other(swap(['operation:provider:id:', undefined], ['operation:provider:auth_code:', undefined])),
      ['empty_fields_dropped'],
    ],
    [
      'big integers through floating point',
      other(swap([float, 'operation:id:95028800010128220'])),
      ['big_integer_lost'],
    ],
    [
      'big integers as PHP floats',
      other(swap([float, 'operation:id:9.5028800010128E+16'], ['operation:rate:1.5', 'operation:rate:1.5'])),
      ['big_integer_lost'],
    ],
    ['a query string', other(LINES.map((line) => line.replace(/:(2024.*|[^:]*)$/, '=$1')).join('&')), ['separators']],
    ['a ";" at the beginning', other(`;${LINES.join(';')}`), ['separators']],
    ['a line end at the end', other(`${LINES.join(';')}\n`), ['separators']],
    ['"root" before each path', other(LINES.map((line) => `root:${line}`)), ['separators']],
    ['a comma between lines', other(LINES.join(',')), ['separators']],
    ['a ";" at the end', other(`${LINES.join(';')};`), ['separators']],
    [
      'values alone',
      other(
        swap(['operation:date:2024-12-07T19:08:45+0000', 'operation:date:x'])
          .map((line) =>
            line === 'operation:date:x' ? '2024-12-07T19:08:45+0000' : line.slice(line.lastIndexOf(':') + 1),
          )
          .join(''),
      ),
      ['separators'],
    ],
    [
      'plain order and words for booleans',
      other(swap(['operation:test:0', 'operation:test:false'], ['payment:is_new:1', 'payment:is_new:true']).sort()),
      ['plain_order', 'boolean_words'],
    ],
    ['sorted downwards', other([...LINES].reverse()), ['wrong_order']],
    ['nothing at all', other(''), ['nothing_signed']],
    [
      'a thousands separator',
      other(
        swap(
          ['operation:sum_initial:amount:100000', 'operation:sum_initial:amount:100,000'],
          ['payment:sum:amount:100000', 'payment:sum:amount:100,000'],
          ['operation:id:95028800010128225', 'operation:id:95,028,800,010,128,225'],
          ['project_id:1234', 'project_id:1,234'],
        ),
      ),
      ['number_format'],
    ],
    [
      'amounts in major units',
      other(
        swap(
          ['operation:sum_initial:amount:100000', 'operation:sum_initial:amount:1000'],
          ['payment:sum:amount:100000', 'payment:sum:amount:1000'],
        ),
      ),
      ['amount_units'],
    ],
    [
      'dates in another form',
      other(swap(['operation:date:2024-12-07T19:08:45+0000', 'operation:date:2024-12-07T19:08:45Z'])),
      ['values_changed'],
    ],
    [
      'Python: False, None, and the rest',
      other(
        swap(
          ['operation:test:0', 'operation:test:False'],
          ['payment:is_new:1', 'payment:is_new:True'],
          ['operation:provider:id:', 'operation:provider:id:None'],
        ).sort(),
      ),
      ['plain_order', 'boolean_words'],
    ],
    [
      'the body as Python writes it',
      other(
        JSON.stringify(JSON.parse(body(undefined)), null, 1)
          .replaceAll('95028800010128220', '95028800010128225')
          .replace(/\n */g, ' ')
          .replace(/([{[]) | ([}\]])/g, '$1$2')
          .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
      ),
      ['raw_body_signed'],
    ],
    ['its own empty signature', other([...LINES, 'signature:']), ['signature_left_in']],
    ['its own signature of before', other([...LINES, `signature:${RIGHT}`]), ['signature_left_in']],
    [
      'general.signature',
      other([...LINES.slice(0, 2), 'general:signature:', ...LINES.slice(2)]),
      ['signature_left_in'],
    ],
    ['the raw body', other(body(undefined)), ['raw_body_signed']],
    [
      'escaped letters',
      other(swap(['payment:description:Кітап', `payment:description:${'\\u041a\\u0456\\u0442\\u0430\\u043f'}`])),
      ['values_changed'],
    ],
  ])('is named: %s', (_case, text, names) => {
    expect(named(text)).toEqual(names);
  });

  it('is named when general.signature is there and was signed too', () => {
    const lines = [...LINES.slice(0, 2), 'general:signature:old', ...LINES.slice(2)];
    const text = body(sign(lines)).replace('{"project_id"', '{"general":{"signature":"old"},"project_id"');
    expect(named(text)).toEqual(['signature_left_in']);
  });

  it('is named when a colon in a key was not doubled', () => {
    const text = `{"a:b":1,"c":2,"signature":"${sign('a:b:1;c:2')}"}`;
    expect(named(text)).toEqual(['colon_in_key']);
  });
});

describe('a body that changed on its way', () => {
  const good = body(RIGHT);
  it.each<[string, string, readonly MistakeName[]]>([
    ['a field that was added', good.replace('"customer":{', '"customer":{"vip":"yes",'), ['added_field']],
    [
      'an object that was added',
      good.replace('{"project_id"', '{"meta":{"at":1,"by":"x"},"project_id"'),
      ['added_field'],
    ],
    ['a null that was dropped', good.replace('"id":null,', ''), ['empty_fields_dropped']],
    [
      'empty fields that were dropped',
      good.replace(',"provider":{"id":null,"auth_code":""}', ''),
      ['empty_fields_dropped'],
    ],
    ['a big integer that was rounded', good.replace('95028800010128225', '95028800010128220'), ['big_integer_lost']],
    [
      'a big integer that became a float',
      good.replace('95028800010128225', '9.502880001012822e16'),
      ['big_integer_lost'],
    ],
    [
      'a fraction of single precision',
      body(sign(swap(['operation:rate:1.5', 'operation:rate:0.1']))).replace(
        '"rate":1.5',
        '"rate":0.10000000149011612',
      ),
      ['float_changed'],
    ],
    [
      'a fraction with noise',
      body(sign(swap(['operation:rate:1.5', 'operation:rate:19.99']))).replace(
        '"rate":1.5',
        '"rate":19.990000000000002',
      ),
      ['float_changed'],
    ],
    [
      'a text with decimals that became a number',
      body(sign(swap(['operation:rate:1.5', 'operation:rate:1.50']))),
      ['number_format'],
    ],
    [
      'leading zeros that were lost',
      body(sign(swap(['operation:code:0', 'operation:code:007']))).replace('"code":"0"', '"code":7'),
      ['float_changed'],
    ],
    ['booleans that became words', good.replace('"is_new":true', '"is_new":"true"'), ['text_changed']],
    [
      'HTML entities',
      body(sign(swap(['payment:description:Кітап', 'payment:description:A & B']))).replace('Кітап', 'A &amp; B'),
      ['text_changed'],
    ],
    ['letters read as Latin-1', good.replace('Кітап', Buffer.from('Кітап').toString('latin1')), ['text_changed']],
    ['letters read as windows-1252', good.replace('Кітап', 'ÐšÑ–Ñ‚Ð°Ð¿'), ['text_changed']],
    ['dates that were written anew', good.replace('45+0000', '45+00:00'), ['text_changed']],
    ['another status', good.replaceAll('"success"', '"decline"'), ['field_changed']],
    ['two fields that were added', good.replace('"customer":{', '"customer":{"vip":1,"level":2,'), ['added_field']],
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
      'names of fields',
      good.replace('"project_id"', '"projectId"').replace('"request_id"', '"requestId"'),
      ['field_names_changed'],
    ],
    [
      'a key that stands twice',
      good.replace('"customer":{"id":"customer_123"}', '"customer":{"id":"customer_123","id":"x"}'),
      ['duplicate_key'],
    ],
    [
      'an object that was a text',
      body(sign([...LINES.slice(0, 2), 'extra:{"a":1}', ...LINES.slice(2)])).replace(
        '{"project_id"',
        '{"extra":{"a":1},"project_id"',
      ),
      ['text_changed'],
    ],
  ])('is named: %s', (_case, text, names) => {
    expect(named(text)).toEqual(names);
  });

  it('is named when it came as a form', () => {
    const fields = LINES.map((line) => {
      const [, path = '', value = ''] = /^(.*?):((?:2024.*)|[^:]*)$/.exec(line) ?? [];
      const [first, ...rest] = path.split(':');
      return `${first}${rest.map((key) => `[${key}]`).join('')}=${encodeURIComponent(value)}`;
    });
    const form = [...fields, `signature=${encodeURIComponent(RIGHT)}`].join('&');
    expect(named(form)).toEqual(['form_encoded']);
  });

  it('names the field, and what it was', () => {
    const { mistakes } = diagnose(readReceived(good.replace('"customer":{', '"customer":{"vip":"yes",')), secret);
    expect(mistakes[0]?.if).toContain('customer.vip');
    expect(
      diagnose(readReceived(good.replace('95028800010128225', '95028800010128220')), secret).mistakes[0]?.if,
    ).toContain('95028800010128225');
  });
});
