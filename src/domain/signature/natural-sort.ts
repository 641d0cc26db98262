import { OWN_LIMITS, SigningWork } from './signing-limits.ts';

/**
 * Compares two key paths of well-formed Unicode the way the platform sorts them before signing: PHP's SORT_NATURAL, over
 * UTF-8 bytes (platform docs: "Signature", sorting).
 *
 * - leading zeros at the very start of a string are skipped when a digit follows;
 * - white space before a character is skipped;
 * - two runs of digits compare as whole numbers, or digit by digit like fractions if one starts with 0;
 * - every other byte compares by value, so upper case comes before lower case;
 * - at the end the shorter string comes first.
 *
 * Two different strings can compare as equal (`01` and `1`, `a b` and `ab`): 0 then.
 *
 * @returns a negative number, 0 or a positive number, as a sort callback does.
 */
export function compareNatural(a: string, b: string): number {
  return compareTexts(a, b);
}

/**
 * Sorts items by a text of each, as {@link compareNatural} orders them. Items that compare as equal keep their order.
 *
 * @param limits each text is compared with many, so all of them together may have a part of the characters only
 * @throws {BodyTooLarge}
 */
export function sortNaturally<T>(items: readonly T[], getText: (item: T) => string, limits = OWN_LIMITS): T[] {
  const work = new SigningWork({ ...limits, characters: limits.characters / COMPARISONS });
  return items
    .map((item) => {
      const text = getText(item);
      work.add(text.length);
      return { item, text };
    })
    .sort((a, b) => compareTexts(a.text, b.text))
    .map(({ item }) => item);
}

/** How often each of ten thousand texts is compared while they are sorted, roughly. */
const COMPARISONS = 16;

/** Compares two paths after their common start. */
function compareTexts(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return a.length - b.length;
  const start = commonStart(a, b);
  return compareFrom(a, b, start, start > 0 ? start : afterZeros(a), start > 0 ? start : afterZeros(b));
}

/**
 * Compares two keys of one object, each with the `:` that ends it where it has children. What it says of the keys
 * holds for all paths through them.
 *
 * @param first true at the top of a body, where leading zeros are skipped
 * @returns undefined when the order of the paths depends on what follows the keys
 */
export function compareSiblings(a: Sibling, b: Sibling, first: boolean): number | undefined {
  const start = commonStart(a.text, b.text);
  const skips = first && start === 0;
  const [left, right] = skips ? [afterZeros(a.text), afterZeros(b.text)] : [start, start];
  const order = compareFrom(a.text, b.text, start, left, right);
  if (order === 0) return a.parent || b.parent ? undefined : 0;
  // A key with children that is the beginning of the other: its children decide.
  return (order === -SHORTER && a.parent) || (order === SHORTER && b.parent) ? undefined : order;
}

/** A key of an object. */
export interface Sibling {
  readonly text: string;
  /** True when it has children, and its text ends with `:`. */
  readonly parent: boolean;
}

/** What a comparison gives when the right one is the beginning of the left one; no other difference is as small. */
const SHORTER = 0.5;

/**
 * A text for a key, so that the order of such texts by UTF-16 unit is the natural order of the keys: a run of digits becomes a
 * digit, its length and itself. Undefined for a key with white space, `:`, leading zeros or anything beyond UTF-16 units that sort
 * like UTF-8 bytes: there natural order has rules of its own.
 */
export function plainOrderText(key: string): string | undefined {
  let text = '';
  let copied = 0;
  for (let at = 0; at < key.length; ) {
    const unit = key.charCodeAt(at);
    if (unit >= 0xd800 || unit === COLON || isSpace(unit)) return undefined;
    if (!isDigit(unit)) {
      at += 1;
      continue;
    }
    let end = at + 1;
    while (isDigit(key.charCodeAt(end))) end += 1;
    if (unit === ZERO && end > at + 1) return undefined;
    text += key.slice(copied, at) + ANY_DIGIT + String.fromCharCode(Math.min(end - at, 0xffff)) + key.slice(at, end);
    copied = end;
    at = end;
  }
  return copied === 0 ? key : text + key.slice(copied);
}

const COLON = 0x3a;

/** Compares with what is no digit as every digit does. */
const ANY_DIGIT = '5';

/** How many characters are the same at the beginning, up to where a run of digits or white space that may continue begins. */
function commonStart(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  while (at > 0 && isDigitOrSpace(a.charCodeAt(at - 1))) at -= 1;
  return at;
}

function afterZeros(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === ZERO && isDigit(text.charCodeAt(at + 1))) at += 1;
  return at;
}

function compareFrom(a: string, b: string, start: number, fromLeft: number, fromRight: number): number {
  let left = fromLeft;
  let right = fromRight;
  for (let begun = start > 0; ; begun = true) {
    if (begun && (left >= a.length || right >= b.length)) return shorter(a.length - left, b.length - right);
    left = afterSpace(a, left);
    right = afterSpace(b, right);
    const runs = compareRuns(a, left, b, right);
    if (runs.order !== 0) return runs.order;
    left += runs.length;
    right += runs.length;
    if (left >= a.length || right >= b.length) return shorter(a.length - left, b.length - right);
    const order = rankUnit(a.charCodeAt(left)) - rankUnit(b.charCodeAt(right));
    if (order !== 0) return order;
    left += 1;
    right += 1;
  }
}

const shorter = (left: number, right: number): number => SHORTER * (Number(right <= 0) - Number(left <= 0));

const NO_RUNS = { order: 0, length: 0 };

/** Compares the runs of digits at the current positions; equal ones have the same length. */
function compareRuns(a: string, left: number, b: string, right: number): { order: number; length: number } {
  if (!isDigit(a.charCodeAt(left)) || !isDigit(b.charCodeAt(right))) return NO_RUNS;
  const fraction = a.charCodeAt(left) === ZERO || b.charCodeAt(right) === ZERO;
  let length = 0;
  let bias = 0;
  while (isDigit(a.charCodeAt(left + length)) && isDigit(b.charCodeAt(right + length))) {
    if (bias === 0) bias = a.charCodeAt(left + length) - b.charCodeAt(right + length);
    if (fraction && bias !== 0) break;
    length += 1;
  }
  // The first different digit decides between fractions, and between equally long numbers.
  if (fraction && bias !== 0) return { order: bias, length };
  const longer = Number(isDigit(a.charCodeAt(left + length))) - Number(isDigit(b.charCodeAt(right + length)));
  return { order: longer === 0 ? bias : longer, length };
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Puts UTF-16 units into the order of UTF-8 bytes: halves of surrogate pairs come after everything else. */
const rankUnit = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

const ZERO = 0x30;

/** Past the end of a text the unit is not a number, which is none of these. */
const isDigit = (unit: number): boolean => unit >= ZERO && unit <= 0x39;

const isSpace = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);

const isDigitOrSpace = (unit: number): boolean => isDigit(unit) || isSpace(unit);
