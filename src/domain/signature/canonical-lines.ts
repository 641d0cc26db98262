import type { Json, JsonObject } from '#domain/json/exact-json';
import { formatNumberForSigning } from '#domain/json/exact-number';
import { sortNaturally } from './natural-sort.ts';

/** One `path:value` line of the string to sign. */
export interface SignedLine {
  /** The key path as it is signed: parts joined by `:`, a `:` inside a key doubled. */
  readonly path: string;
  readonly value: string;
  /** The value in the body. */
  readonly scalar: Scalar;
  /** JSON pointer of the value in the body: `/payment/sum/amount`. */
  readonly pointer: string;
}

type Scalar = null | boolean | number | bigint | string;

/** Keys that are never signed, at any depth (platform docs: "Signature"). */
export const UNSIGNED_KEYS: ReadonlySet<string> = new Set(['signature', 'frame_mode']);

/**
 * The lines that a body is signed by, in the order in which they are signed (platform docs: "Signature").
 * Each scalar leaf is one line: booleans are 1 and 0, null and '' are empty, strings stand as they are;
 * an empty array or object is no line at all. The lines stand in natural order of their whole paths; two
 * paths that this order cannot tell apart stay as they stand in the body (but a key that looks like an
 * index, `1` beside `01`, comes first: JavaScript's objects keep it so).
 */
export function signedLines(body: Json): SignedLine[] {
  return sortNaturally(unsortedLines(body), ({ path }) => path);
}

/** The same lines in the order of the body. */
function unsortedLines(body: Json): SignedLine[] {
  const lines: SignedLine[] = [];
  if (typeof body === 'object' && body !== null) collect(body, '', '', lines);
  return lines;
}

function collect(container: readonly Json[] | JsonObject, above: string, parent: string, lines: SignedLine[]): void {
  for (const [key, value] of Object.entries(container)) {
    if (UNSIGNED_KEYS.has(key)) continue;
    const path = joinPath(above, escapeKey(key));
    const pointer = `${parent}/${pointerPart(key)}`;
    if (typeof value === 'object' && value !== null) collect(value, path, pointer, lines);
    else lines.push({ path, value: valueText(value), scalar: value, pointer });
  }
}

/** A path with one more part. An empty path adds no separator: `{"":{"a":1}}` is signed as `a:1`. */
export const joinPath = (path: string, part: string): string => (path === '' ? part : `${path}:${part}`);

/** A key as a part of a path: `a:b` → `a::b`. */
export function escapeKey(key: string): string {
  return key.includes(':') ? key.split(':').join('::') : key;
}

/** A key as a part of a JSON pointer: `a/b` → `a~1b`. */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** A value as it is signed. */
export function valueText(value: Scalar): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? value : formatNumberForSigning(value);
}
