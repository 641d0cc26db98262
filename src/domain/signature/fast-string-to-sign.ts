import type { Json, JsonObject } from '#domain/json/exact-json';
import { MAX_JSON_DEPTH } from '#domain/json/json-reader';
import { type SigningLimits, SigningWork } from './signing-limits.ts';

/**
 * The string to sign of an ordinary body, fast; undefined for a body that wants a closer look. What it
 * gives is always what joining `signedLines` gives.
 *
 * It sorts siblings instead of whole paths. That is the same order as long as two sibling keys part at
 * letters, for then the letters decide, whatever follows them. Where keys part at a digit, at white
 * space or at anything else up to `:`, natural order has rules of its own and this function gives up. So
 * it does for numbers that `JSON.parse` may have changed and for text that is not well-formed Unicode.
 *
 * @throws {BodyTooLarge}
 */
export function fastStringToSign(body: Json, limits?: SigningLimits): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  try {
    const lines = writeChildren(body, ';', '', 1, new SigningWork(limits)).slice(1);
    return lines.isWellFormed() ? lines : undefined;
  } catch (error) {
    if (error === WANTS_CARE) return undefined;
    throw error;
  }
}

/** Thrown and caught in this file: the short way out of the recursion. */
const WANTS_CARE = Symbol('wants care');

function writeChildren(
  container: readonly Json[] | JsonObject,
  prefix: string,
  lines: string,
  depth: number,
  work: SigningWork,
): string {
  if (depth > MAX_JSON_DEPTH) throw WANTS_CARE;
  let written = lines;
  if (isArray(container)) {
    for (let index = 0; index < container.length; index++) {
      written = writeValue(container[index], prefix + index, written, depth, work);
    }
    return written;
  }
  for (const key of sortedKeys(container, work)) {
    if (key === 'signature' || key === 'frame_mode') continue;
    if (key === '' || key.includes(':')) throw WANTS_CARE;
    written = writeValue(container[key], prefix + key, written, depth, work);
  }
  return written;
}

function writeValue(value: Json | undefined, path: string, lines: string, depth: number, work: SigningWork): string {
  if (typeof value === 'object' && value !== null) {
    work.add(path.length);
    return writeChildren(value, `${path}:`, lines, depth + 1, work);
  }
  // Made whole before it is added: a short text is copied faster than it is linked.
  const line = `${path}:${leafText(value)}`;
  work.add(line.length);
  return lines + line;
}

function leafText(value: Json | undefined): string | number {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value === null) return '';
  throw WANTS_CARE;
}

const isArray = (container: readonly Json[] | JsonObject): container is readonly Json[] => Array.isArray(container);

/** An object of this platform has a handful of keys; for these, calling a sort costs more than inserting. */
const FEW_KEYS = 12;

function sortedKeys(container: JsonObject, work: SigningWork): string[] {
  const keys = Object.keys(container);
  work.addKeys(keys.length);
  if (keys.length > FEW_KEYS) return keys.sort((a, b) => (comesAfter(a, b) ? 1 : -1));
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as string;
    let place = index;
    while (place > 0 && comesAfter(keys[place - 1] as string, key)) {
      keys[place] = keys[place - 1] as string;
      place -= 1;
    }
    keys[place] = key;
  }
  return keys;
}

function comesAfter(a: string, b: string): boolean {
  let at = 0;
  let left = a.charCodeAt(0);
  let right = b.charCodeAt(0);
  while (left === right) {
    at += 1;
    left = a.charCodeAt(at);
    right = b.charCodeAt(at);
  }
  if (isLetter(left) && isLetter(right)) return left > right;
  if (isLetter(left) && at === b.length) return true;
  if (isLetter(right) && at === a.length) return false;
  throw WANTS_CARE;
}

/** Sorts after the `:` that ends a part of a path, and by UTF-16 unit as it does by UTF-8 byte. */
function isLetter(unit: number): boolean {
  return unit > 0x3a && unit < 0xd800;
}
