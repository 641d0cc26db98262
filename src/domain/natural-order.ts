/**
 * Compares two key paths the way the platform sorts them before signing: PHP's SORT_NATURAL, over
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
  return compareBytes(Buffer.from(a), Buffer.from(b));
}

/** Items by a text of each, as {@link compareNatural} orders them; what it cannot tell apart stays as it stands. */
export function sortNaturally<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, bytes: Buffer.from(textOf(item)) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ item }) => item);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const left = new Cursor(a);
  const right = new Cursor(b);
  if (left.atEnd || right.atEnd) return left.length - right.length;

  left.skipLeadingZeros();
  right.skipLeadingZeros();
  for (;;) {
    left.skipSpace();
    right.skipSpace();
    const order = compareDigits(left, right);
    if (order !== 0) return order;
    if (left.atEnd || right.atEnd) return Number(right.atEnd) - Number(left.atEnd);
    if (left.byte !== right.byte) return left.byte - right.byte;
    left.advance();
    right.advance();
    if (left.atEnd || right.atEnd) return Number(right.atEnd) - Number(left.atEnd);
  }
}

const ZERO = 0x30;

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Compares and passes the runs of digits that both stand at; 0 when one does not stand at a digit. */
function compareDigits(left: Cursor, right: Cursor): number {
  if (!isDigit(left.byte) || !isDigit(right.byte)) return 0;
  const fraction = left.byte === ZERO || right.byte === ZERO;
  return fraction ? compareAsFractions(left, right) : compareAsNumbers(left, right);
}

/** The longer run is the larger number; of two equally long ones the first different digit decides. */
function compareAsNumbers(left: Cursor, right: Cursor): number {
  let bias = 0;
  for (;;) {
    const inLeft = isDigit(left.byte);
    const inRight = isDigit(right.byte);
    if (!inLeft || !inRight) return inLeft === inRight ? bias : Number(inLeft) - Number(inRight);
    if (bias === 0) bias = left.byte - right.byte;
    left.advance();
    right.advance();
  }
}

/** The first different digit decides; else the shorter run comes first. */
function compareAsFractions(left: Cursor, right: Cursor): number {
  for (;;) {
    const inLeft = isDigit(left.byte);
    const inRight = isDigit(right.byte);
    if (!inLeft || !inRight) return Number(inLeft) - Number(inRight);
    if (left.byte !== right.byte) return left.byte - right.byte;
    left.advance();
    right.advance();
  }
}

/** A place in a string's UTF-8 bytes; past the end it reads 0, as a C string does. */
class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  get byte(): number {
    return this.#bytes[this.#at] ?? 0;
  }

  advance(): void {
    this.#at += 1;
  }

  skipSpace(): void {
    while (isSpace(this.byte)) this.advance();
  }

  skipLeadingZeros(): void {
    while (this.byte === ZERO && isDigit(this.#bytes[this.#at + 1] ?? 0)) this.advance();
  }
}
