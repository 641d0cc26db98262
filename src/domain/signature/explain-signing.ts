import type { Json } from '#domain/json/exact-json';
import { pointerPart, type SignedLine, signedLines, UNSIGNED_KEYS } from './canonical-lines.ts';
import { compareNatural } from './natural-sort.ts';

/** A signed line and the JSON pointer of its value. */
export interface SignedPart {
  readonly line: string;
  readonly origin: string;
}

/** Origin of a string to sign, and where other implementations build another string. */
export function explainSigning(body: Json): { readonly lines: SignedPart[]; readonly warnings: string[] } {
  const leaves = signedLines(body);
  const lines = leaves.map(({ path, value, pointer }) => ({ line: `${path}:${value}`, origin: pointer }));
  return { lines, warnings: listWarnings(leaves, body) };
}

/** Where implementations of the platform's signature are known to differ (platform docs: signature). */
function listWarnings(leaves: readonly SignedLine[], body: Json): string[] {
  return WARNINGS.flatMap(({ where, says }) => {
    const places = where(leaves, body);
    return places.length === 0 ? [] : [`${says} (${named(places)})`];
  });
}

/** A few places by name, and how many more there are. */
const named = (places: readonly string[]): string =>
  places.slice(0, MAX_NAMED).join(', ') + (places.length > MAX_NAMED ? ` and ${places.length - MAX_NAMED} more` : '');

const MAX_NAMED = 3;

interface Warning {
  /** The places in the body that it is about, as JSON pointers; none when it does not apply. The lines stand in natural order. */
  readonly where: (leaves: readonly SignedLine[], body: Json) => readonly string[];
  readonly says: string;
}

const of =
  (applies: (leaf: SignedLine) => boolean): Warning['where'] =>
  (leaves) =>
    leaves.filter(applies).map(({ pointer }) => pointer);

const WARNINGS: readonly Warning[] = [
  {
    where: outOfPlainOrder,
    says: 'natural and plain order differ here: a signer that sorts keys as plain text gives another signature, 10 before 2',
  },
  {
    where: alike,
    says: 'natural order cannot tell these paths apart, and they stay as they stand in the body: their order may differ elsewhere',
  },
  {
    where: of(({ scalar }) => typeof scalar === 'boolean'),
    says: 'true and false are signed as 1 and 0; signers that write the words give another signature',
  },
  {
    where: of(({ scalar }) => scalar === null || scalar === ''),
    says: 'null and empty texts have a line with nothing after ":"; signers that drop them, or write "null", give another signature',
  },
  {
    where: (_, body) => emptyContainers(body, ''),
    says: 'empty lists and objects have no line; signers that give them one give another signature',
  },
  {
    where: of(({ scalar }) => typeof scalar === 'bigint'),
    says: 'there are integers beyond 2^53: readers that use floating point change their last digits',
  },
  {
    where: of(({ scalar }) => typeof scalar === 'number' && !Number.isInteger(scalar)),
    says: 'there are fractions: they are signed as their shortest decimal text, 1.50 as 1.5',
  },
  {
    where: of(({ scalar }) => typeof scalar === 'number' && String(scalar).includes('e')),
    says: 'there are numbers that most languages print with an exponent: they are written out here, and what the platform does with them is not documented',
  },
  {
    where: of(({ scalar, value }) => typeof scalar === 'string' && /^-?\d+\.\d*0$/.test(value)),
    says: 'a text that looks like a number keeps its zeros: "1.50" is signed as 1.50, and as a number it would be 1.5',
  },
  {
    where: of(({ value, path }) => /[^\x00-\x7f]/.test(path + value)),
    says: 'letters beyond ASCII are signed as UTF-8, and not as \\u escapes or in another character set',
  },
  {
    where: of(({ value, path }) => (path + value).normalize('NFC') !== path + value),
    says: 'there is Unicode that is not in normal form (NFC): it is signed as it is, and signers that normalise it give another signature',
  },
  {
    where: of(({ scalar, value }) => typeof scalar === 'string' && value !== value.trim()),
    says: 'there is white space at an end of a value: it is signed too, and signers that trim give another signature',
  },
  {
    where: of(({ value }) => /[\r\n]/.test(value)),
    says: 'a value has a line end: it is signed as it is, and forms turn it into CR LF',
  },
  {
    where: of(({ pointer }) => pointer.includes(':')),
    says: 'a key has a ":", which is doubled; the official JavaScript SDK does not double it',
  },
  {
    where: of(({ value }) => value.includes(';')),
    says: 'a value has a ";": two different bodies can share this signature. It is forbidden in Payment Page values',
  },
];

/** Where the two orders first part. */
function outOfPlainOrder(natural: readonly SignedLine[]): readonly string[] {
  const plain = natural
    .map((leaf) => ({ leaf, bytes: Buffer.from(leaf.path) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ leaf }) => leaf);
  const at = natural.findIndex(({ path }, index) => path !== plain[index]?.path);
  return at < 0 ? [] : [natural[at], plain[at]].flatMap((leaf) => leaf?.pointer ?? []);
}

/** Neighbours of which neither comes first: `01` and `1`, `a b` and `ab`. */
function alike(natural: readonly SignedLine[]): readonly string[] {
  return natural.flatMap((leaf, at) => {
    const next = natural[at + 1];
    const same = next !== undefined && next.path !== leaf.path && compareNatural(leaf.path, next.path) === 0;
    return same ? [leaf.pointer, next.pointer] : [];
  });
}

function emptyContainers(value: Json, pointer: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return pointer === '' ? [] : [pointer];
  return entries.flatMap(([key, item]) =>
    UNSIGNED_KEYS.has(key) ? [] : emptyContainers(item, `${pointer}/${pointerPart(key)}`),
  );
}
