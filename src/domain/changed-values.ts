import type { EarlierBody } from './changed-fields.ts';
import { dotted } from './changed-fields.ts';
import type { Mistake } from './signing-mistake.ts';
import type { Leaf, LeafKind } from './signing-scheme.ts';

/** More than this many numbers are not tried for those that were lost. */
const MOST_TRIED = 20_000;

/** The body with the integers that it may have had before something read them as floating point. */
export function* withBigIntegers(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const literals = [...new Set(leaves.filter(({ kind }) => kind === 'number').map(({ text }) => text))];
  const lost = literals
    .map((literal) => ({ literal, tried: beforeRounding(literal) }))
    .filter(({ tried }) => tried.length > 0);
  const count = lost.reduce((product, { tried }) => product * tried.length, 1);
  // One after the other where both at once would be too many.
  const groups = count <= MOST_TRIED ? [lost] : lost.map((one) => [one]);
  for (const group of groups) {
    for (const chosen of choices(group)) {
      const changed = leaves.map((leaf) => withText(leaf, leaf.kind === 'number' ? chosen.get(leaf.text) : undefined));
      const fields = changed.filter((leaf, at) => leaf !== leaves[at]);
      if (fields.length === 0) continue;
      yield {
        leaves: changed,
        mistake: {
          name: 'big_integer_lost',
          if: `${fields.map(({ steps, text }) => `${dotted(steps)} were ${text}`).join(' and ')}`,
          advice:
            'Something read a big integer as floating point and lost its last digits: verify the bytes that came in.',
        },
      };
    }
  }
}

const withText = (leaf: Leaf, text: string | undefined): Leaf =>
  text === undefined || text === leaf.text ? leaf : { ...leaf, text };

interface Lost {
  readonly literal: string;
  readonly tried: readonly string[];
}

function* choices([first, ...rest]: readonly Lost[]): Generator<Map<string, string>> {
  if (first === undefined) {
    yield new Map();
    return;
  }
  for (const others of choices(rest)) {
    for (const text of first.tried) yield new Map([...others, [first.literal, text]]);
  }
}

/** The integers that a rounded number may have been; none where nothing looks rounded. */
function beforeRounding(literal: string): string[] {
  const step = roundingOf(literal);
  if (step === undefined || step.unit > MOST_TRIED) return [];
  const half = BigInt(step.unit) / 2n + 1n;
  const middle = step.value;
  const texts: string[] = [];
  for (let number = middle - half; number <= middle + half; number++) texts.push(String(number));
  return texts;
}

/** The value of a number and how far apart its neighbours stand, where it may have been rounded to whole ones. */
function roundingOf(literal: string): { readonly value: bigint; readonly unit: number } | undefined {
  const match = /^(-?\d+)(?:\.(\d+))?(?:[eE]\+?(\d+))?$/.exec(literal);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', power = '0'] = match;
  const zeros = Number(power) - fraction.length;
  if (zeros < 0 || zeros > 30) return undefined;
  const value = BigInt(whole + fraction) * 10n ** BigInt(zeros);
  const digits = String(value).replace('-', '').length;
  if (digits < 15) return undefined;
  const ofDouble = 2 ** (Math.floor(Math.log2(Number(value < 0n ? -value : value))) - 52);
  const trailing = /0*$/.exec(String(value))?.[0].length ?? 0;
  const ofDecimals = trailing >= 2 && trailing <= 4 ? 10 ** trailing : 1;
  const unit = Math.max(ofDouble, ofDecimals);
  return unit > 1 ? { value, unit } : undefined;
}

/** How a number may have been spelt before something wrote it anew. */
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
  ...Array.from({ length: 8 }, (_, at) => (text: string) => '0'.repeat(at + 1) + text),
];

/** The body with its fractions as they may have been before something wrote them anew. */
export const withOtherFractions = (leaves: readonly Leaf[]): Generator<EarlierBody> =>
  withOtherNumbers(leaves, 'number', NUMBER_FORMS, numberChanged);

/** The body with its numbers as the texts that they may have been. */
export const withTextsForNumbers = (leaves: readonly Leaf[]): Generator<EarlierBody> =>
  withOtherNumbers(leaves, 'text', TEXT_FORMS, tookForNumber);

/** Each form for all numbers, and for each alone. */
function* withOtherNumbers(
  leaves: readonly Leaf[],
  kind: LeafKind,
  forms: readonly ((literal: string) => string)[],
  mistake: (fields: readonly Leaf[]) => Mistake,
): Generator<EarlierBody> {
  const numbers = leaves.filter((leaf) => leaf.kind === 'number');
  for (const write of forms) {
    for (const chosen of [numbers, ...numbers.map((one) => [one])]) {
      const changed = leaves.map((leaf) => (chosen.includes(leaf) ? { ...leaf, text: write(leaf.text), kind } : leaf));
      const fields = changed.filter(({ text }, at) => text !== leaves[at]?.text);
      if (fields.length > 0) yield { leaves: changed, mistake: mistake(fields) };
    }
  }
}

const some = (fields: readonly Leaf[], write: (text: string) => string): string =>
  fields
    .slice(0, 3)
    .map(({ steps, text }) => `${dotted(steps)} were ${write(text)}`)
    .join(' and ');

const numberChanged = (fields: readonly Leaf[]): Mistake => ({
  name: 'float_changed',
  if: some(fields, (text) => text),
  advice: 'Something read a fraction as floating point and wrote it anew: verify the bytes that came in.',
});

const tookForNumber = (fields: readonly Leaf[]): Mistake => ({
  name: 'float_changed',
  if: some(fields, (text) => `the text ${JSON.stringify(text)}`),
  advice: 'Something took a text for a number and changed its digits: verify the bytes that came in.',
});

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#039': "'",
  '#34': '"',
  '#47': '/',
};

/** What happens to texts between the wire and a verifier, and how it was before. */
const TEXT_CHANGES: readonly { readonly was: string; readonly before: (text: string) => string }[] = [
  {
    was: 'a "+" in a date or number had not become a space',
    before: (text) => text.replace(/(?<=\d) (?=\d{4}$|\d\d:\d\d$)|^ (?=\d)/, '+'),
  },
  { was: 'every "+" had not become a space', before: (text) => text.replaceAll(' ', '+') },
  { was: 'dates were spelt as they came: +0000', before: platformDate },
  {
    was: 'texts held no HTML entities (&amp;, &quot;)',
    before: (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole),
  },
  { was: 'texts had no "\\" before "/" or quotes', before: (text) => text.replace(/\\([/"'\\])/g, '$1') },
  { was: 'texts were not URL-encoded', before: percentDecoded },
  { was: 'Unicode had not been normalised', before: (text) => text.normalize('NFD') },
  { was: 'Unicode had not been normalised', before: (text) => text.normalize('NFC') },
  { was: 'the body had been read as UTF-8, and not as Latin-1', before: fromLatin1 },
  { was: 'true, false and null had not become the words for them', before: withoutWords },
  { was: 'line ends were as they came', before: (text) => text.replaceAll('\r\n', '\n') },
  { was: 'line ends were as they came', before: (text) => text.replace(/(?<!\r)\n/g, '\r\n') },
];

function platformDate(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return text;
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? text : `${new Date(time).toISOString().slice(0, 19)}+0000`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fromLatin1(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

const WORDS: Readonly<Record<string, string>> = {
  true: '1',
  True: '1',
  false: '0',
  False: '0',
  null: '',
  None: '',
  NULL: '',
};

function withoutWords(text: string): string {
  return WORDS[text] ?? text;
}

/** The body with its texts as they may have been. */
export function* withOtherTexts(leaves: readonly Leaf[]): Generator<EarlierBody> {
  for (const { was, before } of TEXT_CHANGES) {
    const changed = leaves.map((leaf) => withText(leaf, leaf.kind === 'text' ? before(leaf.text) : undefined));
    if (changed.every((leaf, at) => leaf === leaves[at])) continue;
    const advice = 'Something changed texts on their way to where they are verified: verify the bytes that came in.';
    yield { leaves: changed, mistake: { name: 'text_changed', if: was, advice } };
  }
}
