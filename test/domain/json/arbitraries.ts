import fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json/exact-json';

/** Keys that two natural orders cannot disagree on: letters, then a number without a leading zero. */
export const tidyKey = fc
  .tuple(fc.stringMatching(/^[a-zA-Z_]{1,4}$/), fc.option(fc.integer({ min: 1, max: 30 }), { nil: '' }))
  .map(([name, number]) => `${name}${number}`)
  .filter((key) => key !== 'signature' && key !== 'frame_mode');

/** Keys near the platform's own, and near the edges of the sort: digits, colons, white space, Cyrillic. */
export const wildKey = fc.oneof(
  { weight: 3, arbitrary: tidyKey },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'abAB_019:жЁ'), maxLength: 4 }) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'a1 \t0;é\uff5e😀'), maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom('signature', 'frame_mode', '__proto__', 'constructor', 'general', '') },
);

/** Any character a user may write in a value, but `;` and `:`, which make the string to sign ambiguous. */
const plainText = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/[;:]/g, '.'));

/** Scalars without `;` and `:`; with whole numbers beyond 2^53. */
export const tidyScalar: fc.Arbitrary<Json> = fc.oneof(
  plainText,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 22n }),
);

/** Scalars of every kind, fractions and exponents too. */
export const wildScalar: fc.Arbitrary<Json> = fc.oneof(
  tidyScalar,
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...';:a1'), maxLength: 4 }),
  // A whole number beyond 2^53 is a bigint, and a number of more than 21 digits is written with an exponent.
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 1e21),
);

/** JSON objects of these keys and scalars, a few levels deep. */
export function objectsOf(key: fc.Arbitrary<string>, scalar: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc.letrec<{ value: Json; object: JsonObject; array: Json[] }>((tie) => ({
    value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie('object'), tie('array')),
    // Not fc.dictionary: a key named __proto__ must become a key, as JSON.parse makes it.
    object: fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    array: fc.array(tie('value'), { maxLength: 4 }),
  })).object;
}

/** Bodies whose paths have one order only and whose string to sign can be read in one way only. */
export const tidyBody = objectsOf(tidyKey, tidyScalar);

/** Bodies of anything. */
export const wildBody = objectsOf(wildKey, wildScalar);

/** Choices that {@link spell} makes, one after the other, from the start again when they run out. */
export const spelling = fc.array(fc.nat(999), { minLength: 5, maxLength: 40 });

/**
 * JSON text of a value, written as no tidy program would: white space anywhere, keys in any order,
 * characters as escapes. What it says is the same.
 */
export function spell(value: Json, choices: readonly number[]): string {
  let taken = 0;
  const choose = (count: number): number => (choices[taken++ % choices.length] ?? 0) % count;
  const space = (): string => ['', '', ' ', '\n', '\t', '\r\n  '][choose(6)] ?? '';
  const character = (unit: string): string => {
    const code = unit.charCodeAt(0);
    const hex = `\\u${code.toString(16).padStart(4, '0')}`;
    const plain = code < 0x20 || unit === '"' || unit === '\\' ? JSON.stringify(unit).slice(1, -1) : unit;
    return [plain, plain, hex, unit === '/' ? '\\/' : hex.toUpperCase().replace('U', 'u')][choose(4)] ?? plain;
  };
  // A surrogate pair is escaped as a whole or not at all.
  const pair = (point: string): string => (choose(2) === 0 ? point : escaped(point));
  const text = (words: string): string =>
    `"${[...words].map((point) => (point.length > 1 ? pair(point) : character(point))).join('')}"`;
  const write = (inner: Json): string => space() + bare(inner) + space();
  const bare = (inner: Json): string => {
    if (typeof inner === 'string') return text(inner);
    if (typeof inner !== 'object' || inner === null) return String(inner);
    if (isArray(inner)) return `[${inner.map(write).join(',') || space()}]`;
    const entries = shuffled(Object.entries(inner), choose).map(
      ([key, item]) => `${space()}${text(key)}${space()}:${write(item)}`,
    );
    return `{${entries.join(',') || space()}}`;
  };
  return write(value);
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

const escaped = (point: string): string =>
  point
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
    .join('');

function shuffled<T>(items: readonly T[], choose: (count: number) => number): T[] {
  const rest = [...items];
  const mixed: T[] = [];
  while (rest.length > 0) mixed.push(...rest.splice(choose(rest.length), 1));
  return mixed;
}
