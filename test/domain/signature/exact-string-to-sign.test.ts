import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { signedLines } from '#domain/signature/canonical-lines';
import { exactStringToSign } from '#domain/signature/exact-string-to-sign';
import { RECEIVED_LIMITS } from '#domain/signature/received-limits';
import { Secret } from '#domain/signature/secret';
import { sign, verifySigned } from '#domain/signature/signature';
import { BodyTooLarge } from '#domain/signature/signing-limits';
import { caseCount } from '../../support/suite/case-count.ts';
import { objectsOf, wildBody, wildScalar } from '../json/arbitraries.ts';

const byWholePaths = (body: Json): string =>
  signedLines(body)
    .map(({ path, value }) => `${path}:${value}`)
    .join(';');

describe('exact string to sign, sorted by the keys of each object', () => {
  const keysOf = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 4 });
  const trees = (letters: string): fc.Arbitrary<JsonObject> => {
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Json>(1, 'x', null, 1.5),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keysOf(letters), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    return fc.dictionary(keysOf(letters), tree, { maxKeys: 5 });
  };

  it.each(['ab', 'ab01', '0129', 'a1 ', '01 \t', 'a:!', 'a0:', 'aéж😀\uffee', 'a\u0000 1:'])(
    'has the order of whole paths for keys of %j',
    (letters) => {
      fc.assert(
        fc.property(trees(letters), (body) => {
          expect(exactStringToSign(body)).toBe(byWholePaths(body));
        }),
        { numRuns: caseCount(1500) },
      );
    },
  );

  it('has the order of whole paths for bodies with any keys and values', () => {
    fc.assert(
      fc.property(fc.oneof(wildBody, objectsOf(keysOf('ab_1'), wildScalar)), (body) => {
        expect(exactStringToSign(body)).toBe(byWholePaths(body));
      }),
      { numRuns: caseCount(3000) },
    );
  });
});

describe('body from an unknown sender', () => {
  const secret = new Secret('secret');
  const plausible = `${'A'.repeat(86)}==`;
  const resultOf = (body: object) => {
    const { valid, ...rest } = verifySigned(JSON.stringify({ ...body, signature: plausible }), secret);
    return valid ? 'valid' : 'problem' in rest && rest.problem;
  };
  const list = (length: number, last: unknown = 0) => [...Array<number>(length - 1).fill(0), last];

  it.each<[string, object]>([
    ['a long key over many zeros', { ['k'.repeat(1060)]: list(500_000) }],
    ['a longer key over a list with a fraction', { ['k'.repeat(40_000)]: list(20_000, 1.5) }],
    ['an even longer one', { ['k'.repeat(60_000)]: list(50_000, 1.5) }],
    ['more values than any callback has', { a: list(50_001) }],
    ['as many empty lists', { a: Array(50_001).fill([]) }],
    ['numbers that become long', { a: Array(50_000).fill(1e300) }],
    [
      'keys that only their children tell apart',
      {
        a: Object.fromEntries(list(20_000).map((_, at) => [`f${at}`, 1])),
        'a ': Object.fromEntries(list(20_000).map((_, at) => [`f${at}`, 1])),
      },
    ],
    ['keys with white space', Object.fromEntries(list(6000).map((_, at) => [`f ${at}`, 1]))],
    ['keys with colons', { a: Object.fromEntries(list(6000).map((_, at) => [`${':'.repeat(60)}${at}`, 1])) }],
    ['many objects with such keys', { a: list(3000).map(() => ({ 'a ': 1, '01': 2 })) }],
    ['keys with leading zeros', Object.fromEntries(list(6000).map((_, at) => [`f0${at}`, 1]))],
    ['more keys than any callback has', Object.fromEntries(list(30_010).map((_, at) => [`field_${at}`, 1]))],
    ['as many in small objects', { a: list(10_010).map(() => ({ b: 1.5, c: 2, d: 3 })) }],
    ['as many that need no care', { a: list(10_010).map(() => ({ b: 1, c: 2, d: 3 })) }],
    ['long keys with white space', Object.fromEntries(list(900).map((_, at) => [`f${' '.repeat(150)}${at}`, 1]))],
    ['long keys with leading zeros', Object.fromEntries(list(900).map((_, at) => [`f${'0'.repeat(150)}${at}`, 1]))],
  ])('stops reading a body that has %s', (_, body) => {
    expect(resultOf(body)).toBe('malformed');
  });

  it('refuses a body that is too large, and says what is too large', () => {
    const verification = verifySigned(JSON.stringify({ a: list(50_001), signature: plausible }), secret);
    expect(verification).toMatchObject({ valid: false, reason: expect.stringContaining('more than 50000 values') });
  });

  it('builds no string for a signature that cannot be one', () => {
    const body = { ['k'.repeat(1060)]: list(500_000) };
    expect(verifySigned(JSON.stringify({ ...body, signature: 'A'.repeat(88) }), secret)).toMatchObject({
      problem: 'mismatch',
    });
    expect(verifySigned(JSON.stringify(body), secret)).toMatchObject({ problem: 'no_signature' });
  });
});

describe('body that JSON.parse may have changed', () => {
  const secret = new Secret('secret');
  it.each([
    ['an integer beyond 2^53', '"n 1":9007199254740993', 'n 1:9007199254740993'],
    ['an integer beyond 2^53 in a list', '"n 1":[[-9007199254740993]]', 'n 1:0:0:-9007199254740993'],
    ['an integer of 300 digits', `"n 1":${'7'.repeat(300)}`, `n 1:${'7'.repeat(300)}`],
    ['fractions', '"n 1":1.50,"n 2":-0.0,"n 3":1e-7', 'n 1:1.5;n 2:0;n 3:0.0000001'],
    ['a key that stands twice', '"n 1":9007199254740993,"n 1":2.50', 'n 1:2.5'],
    ['a key named __proto__', '"__proto__":{"a b":1.5}', '__proto__:a b:1.5'],
  ])('verifies a body by its text when JSON.parse changes it: %s', (_, fields, string) => {
    const signature = createHmac('sha512', 'secret').update(string).digest('base64');
    expect(verifySigned(`{${fields},"signature":"${signature}"}`, secret).valid).toBe(true);
  });

  it.each([
    ['half of a surrogate pair', '"n 1":"\\ud800"'],
    ['half of one in a key', '"n \\udc00":1'],
    ['a number that is too large', '"n 1":1e999'],
    ['deep nesting', `"n 1":${'['.repeat(2000)}1.5${']'.repeat(2000)}`],
  ])('calls a body malformed when it cannot be read exactly: %s', (_, fields) => {
    expect(verifySigned(`{${fields},"signature":"${'A'.repeat(86)}=="}`, secret)).toMatchObject({
      problem: 'malformed',
    });
  });
});

describe('large genuine body', () => {
  const secret = new Secret('secret');
  it.each<[string, JsonObject]>([
    [
      'ten thousand numbered fields',
      Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field_${at}`, at / 8])),
    ],
    [
      'twenty-nine thousand values under numbered keys',
      Object.fromEntries(Array.from({ length: 29_000 }, (_, at) => [`field_${29_000 - at}`, 1])),
    ],
    [
      'thirty thousand keys in descending order',
      Object.fromEntries(
        Array.from({ length: 30_000 }, (_, at) => [
          [0, 1, 2, 3].map((digit) => String.fromCharCode(122 - (Math.floor(at / 26 ** (3 - digit)) % 26))).join(''),
          1,
        ]),
      ),
    ],
    ['long texts', { a: 'x'.repeat(900_000), b: 1.5 }],
    [
      'ids beyond 2^53',
      { operations: Array.from({ length: 500 }, (_, at) => ({ id: 5028800010128225000n + BigInt(at) })) },
    ],
  ])('verifies a large genuine body: %s', (_, body) => {
    const text = JSON.stringify({ ...body, signature: sign(body, secret) }, (_key, value) =>
      typeof value === 'bigint' ? `<${value}>` : value,
    ).replace(/"<(\d+)>"/g, '$1');
    expect(verifySigned(text, secret).valid).toBe(true);
  });
});

it('stops counting a body when it is too large', () => {
  expect(() => exactStringToSign({ a: Array(60_000).fill('x') }, RECEIVED_LIMITS)).toThrow(BodyTooLarge);
});
