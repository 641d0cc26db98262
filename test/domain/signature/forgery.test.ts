import { describe, expect, it } from 'vitest';
import { diagnose } from '#domain/diagnosis/diagnose';
import { parseReceived } from '#domain/diagnosis/received-body';
import { type Json, parseJson } from '#domain/json/exact-json';
import { signedLines } from '#domain/signature/canonical-lines';
import { Secret } from '#domain/signature/secret';
import { findSignature, verifySigned } from '#domain/signature/signature';
import { caseCount } from '../../support/suite/case-count.ts';
import { callbackVectors } from './vectors.ts';

/** How many mutations: a few in each run of the tests, a million in `npm run test:fuzz`. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? caseCount(4000));
const SEED = Number(process.env.FUZZ_SEED ?? 20_241_207);

const bodies = callbackVectors.filter(({ valid }) => valid);

/** Numbers from 0 to below 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What decides whether a changed text is genuine: it has the same lines and the same signature as the one it was made from. */
function sameAs(original: string, changed: string): boolean {
  const [was, is] = [parseJson(original), readTolerantly(changed)];
  const text = (body: typeof was) =>
    JSON.stringify(
      signedLines(body)
        .map(({ path, value }) => `${path}:${value}`)
        .join(';'),
    );
  return findSignature(was) === findSignature(is) && text(was) === text(is);
}

/** What stands in a place that is not signed may be something that a strict reader does not take. */
function readTolerantly(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return JSON.parse(text);
  }
}

const ODD = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '1',
  '-',
  'e',
  '.',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '\ufeff',
  'null',
  'true',
  '__proto__',
  '"a":',
  '1e999',
  '9'.repeat(400),
];

function mutated(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const odd = ODD[Math.floor(random() * ODD.length)] ?? '';
  const other = Math.floor(random() * text.length);
  const ways = [
    () => text.slice(0, at) + String.fromCharCode(Math.floor(random() * 128)) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + odd + text.slice(at),
    () => text.slice(0, at) + odd + text.slice(at + 1),
    () => text.slice(0, Math.min(at, other)) + text.slice(Math.max(at, other)),
    () => text.slice(0, at) + text.slice(Math.min(at, other), Math.max(at, other)) + text.slice(at),
  ];
  return ways[Math.floor(random() * ways.length)]?.() ?? text;
}

describe('forged callback', () => {
  it('refuses a callback with any change in it', { timeout: 3_600_000 }, () => {
    const random = randomOf(SEED);
    let genuine = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { body, secret } = bodies[round % bodies.length] ?? { body: '', secret: '' };
      const changed = mutated(random() < 0.2 ? mutated(body, random) : body, random);
      const verification = verifySigned(changed, new Secret(secret));
      if (!verification.valid) continue;
      genuine += 1;
      if (!sameAs(body, changed)) throw new Error(`seed ${SEED}, round ${round} was taken: ${JSON.stringify(changed)}`);
    }
    // Some changes change nothing that is signed: white space, escapes.
    expect(genuine).toBeGreaterThan(0);
    expect(genuine).toBeLessThan(ROUNDS / 2);
  });

  it('refuses a callback when any byte of its body or signature changes', () => {
    const { body, secret, signature } = bodies[0] ?? { body: '', secret: '', signature: '' };
    const compact = JSON.stringify(JSON.parse(body));
    const start = compact.indexOf(signature);
    for (let at = 0; at < compact.length; at++) {
      const changed = compact.slice(0, at) + (compact[at] === 'x' ? 'y' : 'x') + compact.slice(at + 1);
      const { valid } = verifySigned(changed, new Secret(secret));
      // Nothing else than the characters of what is signed, and of the signature, stands in a compact body.
      expect({ at, valid }).toEqual({ at, valid: false });
    }
    expect(start).toBeGreaterThan(0);
  });
});

const secret = new Secret('secret');
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const large = (unit: string) =>
  `{"signature":"${'x'.repeat(86)}==","a":[${Array.from({ length: 1_000_000 }, () => unit).join()}]}`;

describe('unusual body', () => {
  it.each<[string, string]>([
    ['ten megabytes of numbers', large('1')],
    ['a number of ten million digits', `{"a":${'9'.repeat(10_000_000)}}`],
    ['a number of a million digits, with a fraction', `{"a":0.${'9'.repeat(1_000_000)}}`],
    ['an exponent that is too large', '{"a":1e999999}'],
    ['nesting a million deep', nested(1_000_000)],
    ['nesting as deep as is read', nested(511)],
    ['a million keys that are the same', `{${'"a":1,'.repeat(1_000_000)}"a":2}`],
    ['__proto__', '{"__proto__":{"signature":"x","valid":true},"constructor":{"prototype":1}}'],
    ['half of a surrogate pair', '{"a":"\\ud800"}'],
    ['half of a surrogate pair as it is', '{"a":"\ud800"}'],
    ['NULs', `{"a":"${'\\u0000'.repeat(1000)}"}`],
    ['a signature of ten megabytes', `{"signature":"${'x'.repeat(10_000_000)}"}`],
    ['a signature that is no text', '{"signature":{"length":88},"general":{"signature":[1]}}'],
    ['nothing', ''],
    ['white space', ' '.repeat(1_000_000)],
  ])('refuses and explains an unusual body: %s', (_case, text) => {
    expect(verifySigned(text, secret)).toMatchObject({ valid: false });
    expect(diagnose(parseReceived(text), secret).proven).toBe(false);
  });

  it('does not change Object.prototype when a body names __proto__', () => {
    diagnose(parseReceived('{"__proto__":{"polluted":1},"signature":"x"}'), secret);
    diagnose(parseReceived('__proto__[polluted]=1&constructor[prototype][polluted]=1&signature=x'), secret);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
