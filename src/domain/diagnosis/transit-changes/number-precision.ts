import type { Mistake } from '#domain/diagnosis/model/mistake';
import type { Leaf, LeafKind } from '#domain/diagnosis/model/signing-scheme';
import { formatNumberForSigning } from '#domain/json/exact-number';
import { type BodyChange, dottedPath, withText } from './body-change.ts';

/** More than this many numbers are not tried for those that were lost. */
const MAX_TRIED = 20_000;

/** The body with the integers that it may have had before something read them as floating point. */
export function* withBigIntegers(leaves: readonly Leaf[]): Generator<BodyChange> {
  const literals = [...new Set(leaves.filter(({ kind }) => kind === 'number').map(({ text }) => text))];
  const lost = literals.flatMap((literal) => roundingOf(literal) ?? []).filter(({ unit }) => unit <= MAX_TRIED);
  const count = lost.reduce((product, { unit }) => product * (unit + 1), 1);
  // One after the other where all at once would be too many.
  const groups = count <= MAX_TRIED ? [lost] : lost.map((one) => [one]);
  for (const group of groups) {
    for (const chosen of choices(group)) {
      const changed = leaves.map((leaf) => withText(leaf, leaf.kind === 'number' ? chosen.get(leaf.text) : undefined));
      const fields = changed.filter((leaf, at) => leaf !== leaves[at]);
      if (fields.length === 0) continue;
      yield {
        leaves: changed,
        mistake: {
          name: 'big_integer_lost',
          if: `${fields.map(({ steps, text }) => `${dottedPath(steps)} were ${text}`).join(' and ')}`,
          advice:
            'Something read a big integer as floating point and lost its last digits: verify the bytes that came in.',
        },
      };
    }
  }
}

/** A number that may have been rounded, and how far apart its neighbours stand. */
interface Lost {
  readonly literal: string;
  readonly value: bigint;
  readonly unit: number;
}

function* choices([first, ...rest]: readonly Lost[]): Generator<ReadonlyMap<string, string>> {
  if (first === undefined) {
    yield new Map();
    return;
  }
  const half = BigInt(first.unit) / 2n + 1n;
  for (const others of choices(rest)) {
    for (let number = first.value - half; number <= first.value + half; number++) {
      yield new Map([...others, [first.literal, String(number)]]);
    }
  }
}

/** Undefined where nothing looks rounded to whole numbers. */
function roundingOf(literal: string): Lost | undefined {
  const match = /^(-?\d+)(?:\.(\d+))?(?:[eE]\+?(\d+))?$/.exec(literal);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', power = '0'] = match;
  const zeros = Number(power) - fraction.length;
  if (zeros < 0 || zeros > 30) return undefined;
  const value = BigInt(whole + fraction) * 10n ** BigInt(zeros);
  const digits = String(value).replace('-', '').length;
  const double = Number(literal);
  if (digits < 15 || !Number.isFinite(double) || !isOfDouble(double, value)) return undefined;
  const ofDouble = 2 ** (Math.floor(Math.log2(Number(value < 0n ? -value : value))) - 52);
  const trailing = /0*$/.exec(String(value))?.[0].length ?? 0;
  const ofDecimals = trailing >= 2 && trailing <= 4 ? 10 ** trailing : 1;
  const unit = Math.max(ofDouble, ofDecimals);
  return unit > 1 ? { literal, value, unit } : undefined;
}

/** True of what a program writes of a double: its exact value, or its shortest text. */
const isOfDouble = (double: number, value: bigint): boolean =>
  BigInt(double) === value || formatNumberForSigning(double) === String(value) || value % 100n === 0n;

/** How a number may have been spelt before something wrote it again. */
const NUMBER_FORMS: readonly ((literal: string) => string)[] = [
  (text) => (/[.eE]/.test(text) ? shortestSingle(Number(text)) : text),
  ...[0, 1, 2, 3, 4].map(
    (digits) => (text: string) => (/[.eE]/.test(text) ? trimmed(Number(text).toFixed(digits)) : text),
  ),
  ...[15, 12, 7, 6].map(
    (digits) => (text: string) => (/[.eE]/.test(text) ? trimmed(Number(text).toPrecision(digits)) : text),
  ),
];

const trimmed = (text: string): string =>
  text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;

/** The shortest text of the same single-precision number: `0.10000000149011612` was `0.1`. */
function shortestSingle(value: number): string {
  for (let digits = 1; digits < 10; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** How a text may have been spelt before something took it for a number. */
const TEXT_FORMS: readonly ((literal: string) => string)[] = [
  (text) => `${text}.00`,
  (text) => `${text}.0`,
  (text) => `${text}0`,
  (text) => Number(text).toFixed(2),
  (text) => `+${text}`,
  (text) => dateOf(text) ?? text,
  ...Array.from({ length: 8 }, (_, at) => (text: string) => '0'.repeat(at + 1) + text),
];

/** The platform's spelling of a moment that was counted from 1970, in seconds or milliseconds. */
function dateOf(text: string): string | undefined {
  if (!/^1\d{9}(?:\d{3})?$/.test(text)) return undefined;
  const moment = new Date(Number(text) * (text.length === 10 ? 1000 : 1));
  return `${moment.toISOString().slice(0, 19)}+0000`;
}

/** The body with its fractions as they may have been before something wrote them again. */
export const withOtherFractions = (leaves: readonly Leaf[]): Generator<BodyChange> =>
  withOtherNumbers(leaves, 'number', NUMBER_FORMS, numberChanged);

/** The body with its numbers as the texts that they may have been. */
export const withTextsForNumbers = (leaves: readonly Leaf[]): Generator<BodyChange> =>
  withOtherNumbers(leaves, 'text', TEXT_FORMS, tookForNumber);

/** Each form for all numbers, and for each alone. */
function* withOtherNumbers(
  leaves: readonly Leaf[],
  kind: LeafKind,
  forms: readonly ((literal: string) => string)[],
  mistake: (fields: readonly Leaf[]) => Mistake,
): Generator<BodyChange> {
  for (const write of forms) {
    const changed = leaves.map((leaf) =>
      leaf.kind === 'number' ? { ...withText(leaf, write(leaf.text)), kind } : leaf,
    );
    const places = changed.flatMap((leaf, at) => (leaf.text === leaves[at]?.text ? [] : [at]));
    const fields = places.flatMap((at) => changed[at] ?? []);
    if (fields.length > 0) {
      // A form that changes nothing of a number leaves it a number.
      const all = changed.map((leaf, at) => (leaf.text === leaves[at]?.text ? (leaves[at] ?? leaf) : leaf));
      yield { leaves: all, mistake: mistake(fields) };
    }
    if (fields.length < 2) continue;
    for (const [at, field] of fields.entries())
      yield { leaves: leaves.with(places[at] ?? 0, field), mistake: mistake([field]) };
  }
}

const some = (fields: readonly Leaf[], write: (text: string) => string): string =>
  fields
    .slice(0, 3)
    .map(({ steps, text }) => `${dottedPath(steps)} were ${write(text)}`)
    .join(' and ');

const numberChanged = (fields: readonly Leaf[]): Mistake => ({
  name: 'float_changed',
  if: some(fields, (text) => text),
  advice: 'Something read a fraction as floating point and wrote it again: verify the bytes that came in.',
});

const tookForNumber = (fields: readonly Leaf[]): Mistake => ({
  name: 'float_changed',
  if: some(fields, (text) => `the text ${JSON.stringify(text)}`),
  advice: 'Something took a text for a number and changed its digits: verify the bytes that came in.',
});
