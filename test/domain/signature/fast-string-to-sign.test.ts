import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { signedLines } from '#domain/signature/canonical-lines';
import { fastStringToSign } from '#domain/signature/fast-string-to-sign';
import { caseCount } from '../../support/suite/case-count.ts';
import { objectsOf, tidyBody, tidyScalar, wildBody, wildScalar } from '../json/arbitraries.ts';
import { callbackVectors, requestVectors } from './vectors.ts';

const exactly = (body: Json): string =>
  signedLines(body)
    .map(({ path, value }) => `${path}:${value}`)
    .join(';');

const agrees = (bodies: fc.Arbitrary<JsonObject>, numRuns = caseCount(2000)): void =>
  fc.assert(
    fc.property(bodies, (body) => {
      const fast = fastStringToSign(body);
      if (fast !== undefined) expect(fast).toBe(exactly(body));
    }),
    { numRuns },
  );

/** Short keys of few letters meet often, and where they part is what the fast way has to decide. */
const keysOf = (letters: string): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength: 4 });

describe('fast string to sign, compared with the exact one', () => {
  it.each([
    ['letters', 'abAB'],
    ['letters and digits', 'ab0129'],
    ['digits', '0129'],
    ['letters and colons', 'ab:'],
    ['letters and what sorts around them', 'aZ[_~-:'],
    ['letters and white space', 'ab \t\n'],
    ['digits and white space', '019 '],
    ['Latin and Cyrillic letters', 'aбжЁ_'],
    ['letters on both sides of the surrogates', 'a\ud7ff\ue000\uff5e😀'],
    ['control characters', 'a\u0000\u001f\u007f\u0085'],
  ])('equals the exact string for keys of %s', (_kind, letters) => {
    agrees(objectsOf(keysOf(letters), tidyScalar));
  });

  it('equals the exact string for bodies with any keys and values', () => {
    agrees(wildBody, 5000);
    agrees(objectsOf(keysOf('ab_'), wildScalar));
  });

  it('equals the exact string for any JSON text, read by JSON.parse or by parseJson', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const fast = fastStringToSign(JSON.parse(text) as Json);
        if (fast !== undefined) expect(fast).toBe(exactly(parseJson(text)));
      }),
      { numRuns: caseCount(2000) },
    );
  });
});

describe('fast string to sign', () => {
  it('is built for the bodies of this platform', () => {
    const names = [
      'seed-sale',
      'seed-refund-partial',
      'status-request',
      'published-34',
      'seed-callback-gate-sale-success',
    ];
    for (const vector of [...requestVectors, ...callbackVectors].filter(({ name }) => names.includes(name))) {
      expect(fastStringToSign(JSON.parse(vector.body))).toBe(vector.stringToSign);
    }
  });

  it('is built for most bodies with ordinary keys', () => {
    const bodies = fc.sample(tidyBody, 500);
    const served = bodies.filter((body) => fastStringToSign(body) !== undefined);
    expect(served.length).toBeGreaterThan(100);
  });

  it.each<[string, Json]>([
    ['keys that part at a digit', { a1: 1, a2: 2 }],
    ['keys that part at a digit and a letter', { a1: 1, ab: 2 }],
    ['keys that part at white space', { 'a b': 1, ac: 2 }],
    ['a key that ends where another has a digit', { a: 1, a1: 2 }],
    ['a colon in a key', { 'a:b': 1 }],
    ['keys that part beyond U+D7FF', { '\uff5e': 1, '😀': 2 }],
    ['a whole number that JSON.parse may have changed', { a: 9007199254740992 }],
    ['a large whole number', { a: 9007199254740993n }],
    ['a fraction', { a: 1.5 }],
    ['an empty key', { '': { a: 1 } }],
    ['half of a surrogate pair in a value', { a: '\ud800' }],
    ['half of a surrogate pair in a key', { '\udc00': 1 }],
    ['a body that is no object', 'text'],
    ['null', null],
  ])('is not built when the exact way is needed: %s', (_case, body) => {
    expect(fastStringToSign(body)).toBeUndefined();
  });

  it('is not built for very deep bodies', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as Json;
    expect(fastStringToSign(deep)).toBeUndefined();
  });
});
