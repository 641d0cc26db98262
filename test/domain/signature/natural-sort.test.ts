import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNatural, plainOrderText } from '#domain/signature/natural-sort';
import { caseCount } from '../../support/suite/case-count.ts';

const order = (a: string, b: string): number => Math.sign(compareNatural(a, b));

describe('natural order of keys', () => {
  it.each<[rule: string, first: string, second: string]>([
    ['a run of digits is a number', 'item2', 'item10'],
    ['a longer number is larger, whatever its digits', 'item9', 'item10'],
    ['of equally long numbers the first different digit decides', 'item129', 'item131'],
    ['numbers inside a path count too', 'a:2:z', 'a:10:a'],
    ['a number before a letter', 'item1', 'itema'],
    ['index 0 before index 10', 'a:0', 'a:10'],
    ['two numbers, the first decides', 'a1b9', 'a2b1'],
    ['two numbers, the second decides', 'a1b2', 'a1b10'],
    ['numbers too large for any number type', 'a99999999999999999998', 'a99999999999999999999'],
    ['a leading zero inside a string makes both a fraction', 'a05', 'a1'],
    ['a fraction compares digit by digit', 'a05', 'a051'],
    ['a fraction against a number compares digit by digit', 'a010', 'a02'],
    ['a fraction decides by its first different digit', 'a019', 'a02'],
    ['the zero on either side is enough', 'a09', 'a10'],
    ['zeros at the very start are skipped', '002', '10'],
    ['zeros at the very start are skipped on the right too', '2', '0010'],
    ['a lone zero at the very start is kept', '0', '1'],
    ['a zero before a letter is kept', '0a', '1a'],
    ['zeros at the start of a later part are not skipped', 'a:002', 'a:1'],
    ['upper case before lower', 'B', 'a'],
    ['upper case before the underscore before lower case', 'Z', '_'],
    ['the underscore before lower case', '_', 'a'],
    ['the colon that ends a part before any letter', 'a:b', 'ab'],
    ['digits before the colon', 'a1', 'a:'],
    ['the hyphen before digits', 'a-1', 'a1'],
    ['the shorter string first', 'ab', 'abc'],
    ['the shorter string first, after a number', 'a1', 'a1b'],
    ['the empty string first', '', 'a'],
    ['the empty string before a zero', '', '0'],
    ['white space is skipped before it counts', 'a b', 'ac'],
    ['white space is skipped before a number', 'a 2', 'a10'],
    ['tabs and line ends are white space', 'a\t\n\v\f\r2', 'a10'],
    ['white space after zeros at the start', '00 2', '0 10'],
    ['a white space at the end weighs more than nothing', 'a', 'a '],
    ['a no-break space is no white space', 'ab', 'a\u00a0'],
    ['ASCII before everything else', 'z', 'é'],
    ['Latin before Cyrillic', 'é', 'ж'],
    ['Cyrillic by code point, Ё before А', 'Ё', 'А'],
    ['by UTF-8 bytes, where UTF-16 has it the other way', '\uff5e', '😀'],
    ['digits of other scripts are no digits', '٢', '٣'],
  ])('sorts keys in natural order: %s: %j before %j', (_rule, first, second) => {
    expect(order(first, second)).toBe(-1);
    expect(order(second, first)).toBe(1);
  });

  it.each<[rule: string, a: string, b: string]>([
    ['zeros at the very start', '01', '1'],
    ['many zeros at the very start', '0001:a', '1:a'],
    ['white space inside', 'a b', 'ab'],
    ['white space of another kind', 'a b', 'a\tb'],
    ['every kind of white space', 'a\t\n\v\f\r b', 'ab'],
    ['a line end of each kind', 'a\rb', 'a\nb'],
    ['white space at the start', ' a', 'a'],
    ['white space before a number', 'a 1', 'a1'],
    ['nothing', '', ''],
  ])('compares keys as equal: %s, %j and %j', (_rule, a, b) => {
    expect(order(a, b)).toBe(0);
    expect(order(b, a)).toBe(0);
  });
});

describe('natural order of any keys', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('0', '1', '2', '9', ' ', '\t', 'a', 'B', ':', '_', 'é', '😀'),
    maxLength: 7,
  });

  it('gives opposite results when two keys are exchanged', () => {
    fc.assert(fc.property(nasty, nasty, (a, b) => order(a, b) + order(b, a) === 0));
  });

  it('compares a key as equal to itself', () => {
    fc.assert(fc.property(nasty, (a) => compareNatural(a, a) === 0));
  });

  it('sorts keys as the published algorithm does', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        expect(order(a, b)).toBe(reference(a, b));
      }),
      { numRuns: caseCount(20_000) },
    );
  });

  it('sorts keys with the same beginning as the published algorithm does', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (start, a, b) => {
        expect(order(start + a, start + b)).toBe(reference(start + a, start + b));
      }),
      { numRuns: caseCount(20_000) },
    );
  });
});

/** A second reading of the platform docs ("Signature", sorting): nothing shared, UTF-8 bytes as characters. */
function reference(first: string, second: string): number {
  const a = Buffer.from(first, 'utf8').toString('latin1');
  const b = Buffer.from(second, 'utf8').toString('latin1');
  if (a === '' || b === '') return Math.sign(a.length - b.length);
  return compareRest(a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, ''));
}

function compareRest(left: string, right: string): number {
  const a = left.replace(/^[\t\n\v\f\r ]+/, '');
  const b = right.replace(/^[\t\n\v\f\r ]+/, '');
  const [x, y] = [digits(a), digits(b)];
  if (x === '' || y === '') return compareFirst(a, b);
  if (x !== y) return compareRuns(x, y);
  const [restOfA, restOfB] = [a.slice(x.length), b.slice(y.length)];
  return ended(restOfA, restOfB) ?? compareFirst(restOfA, restOfB);
}

function compareRuns(x: string, y: string): number {
  // As text '2' > '10' and '1' < '10', which is just how fractions without their point compare.
  if (x.startsWith('0') || y.startsWith('0')) return x < y ? -1 : 1;
  return BigInt(x) < BigInt(y) ? -1 : 1;
}

function compareFirst(a: string, b: string): number {
  const [x, y] = [a.charAt(0) || '\0', b.charAt(0) || '\0'];
  if (x !== y) return x < y ? -1 : 1;
  return ended(a.slice(1), b.slice(1)) ?? compareRest(a.slice(1), b.slice(1));
}

/** The shorter first, once one is at its end. */
const ended = (a: string, b: string): number | undefined =>
  a === '' || b === '' ? Number(a !== '') - Number(b !== '') : undefined;

const digits = (bytes: string): string => /^\d*/.exec(bytes)?.[0] ?? '';

const PHP = `foreach (json_decode(stream_get_contents(STDIN)) as [$a, $b]) {
  $keys = [$a => 1, $b => 2];
  ksort($keys, SORT_NATURAL);
  echo json_encode([strnatcmp($a, $b), (string) array_key_first($keys)]), "\\n";
}`;

it.runIf(spawnSync('php', ['--version']).status === 0)('sorts thousands of keys as PHP does', () => {
  const part = fc.constantFrom(
    ...['0', '00', '1', '2', '9', '10', 'a', 'b', 'A', ' ', '\t', ':', '-', '_', '.', '/', 'é', 'ә', '😀'],
  );
  const path = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
  const pairs = fc.sample(fc.tuple(path, path), 5000);
  const lines = execFileSync('php', ['-r', PHP], { input: JSON.stringify(pairs), encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const [at, [a, b]] of pairs.entries()) {
    const first = compareNatural(a, b) > 0 ? b : a;
    expect([a, b, JSON.parse(lines[at] ?? '')]).toEqual([a, b, [order(a, b), first]]);
  }
});

describe('sort key of a key', () => {
  it.each(['ab019', 'a10_', '0123456789', 'a1-.~', 'é1ж9'])(
    'makes sort keys that sort as the keys do: %s',
    (letters) => {
      const key = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(key, key, (a, b) => {
          const [left, right] = [plainOrderText(a), plainOrderText(b)];
          if (left === undefined || right === undefined) return;
          expect(Number(left > right) - Number(left < right)).toBe(order(a, b));
        }),
        { numRuns: caseCount(3000) },
      );
    },
  );

  it.each(['a b', 'a\t', 'a:b', 'a01', '01', '\u{1f600}', '\uffee'])('makes no sort key for %j', (key) => {
    expect(plainOrderText(key)).toBeUndefined();
  });

  it.each(['field_10', '0', 'a0', '10', 'a0b'])('makes a sort key for %j', (key) => {
    expect(plainOrderText(key)).toBeDefined();
  });
});
