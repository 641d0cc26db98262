import { neutralJson } from '#domain/encoding/invisible-characters';
import { parseExactNumber } from './exact-number.ts';
import { JsonReader, type JsonReviver } from './json-reader.ts';
import type { Json, JsonObject } from './json-value.ts';

export { isJsonObject, type Json, type JsonObject } from './json-value.ts';

/** Objects are not filled by assignment, so that a key named __proto__ stays a key. */
const EXACT: JsonReviver = { number: parseExactNumber, object: Object.fromEntries };

/**
 * Parses JSON text without losing a digit. When an object has the same key twice, the last value is used,
 * as in every common parser.
 *
 * @param reviver receives the spelling of each number, and all entries of each object
 * @throws {JsonSyntaxError} for text that is not one JSON value of well-formed Unicode, for nesting
 * deeper than 512 levels, and for a number of more than 1000 characters.
 */
export function parseJson(text: string, reviver: JsonReviver = EXACT): Json {
  return new JsonReader(text, reviver).readDocument();
}

/** Parses JSON text as {@link parseJson} does; returns undefined for text that is not JSON. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * Formats a value as JSON text: compact, or on several lines with `indent` spaces. Characters that `JSON.stringify`
 * leaves and a terminal could obey (DEL, the C1 set, line separators, marks of direction) are escaped.
 */
export function formatJson(value: Json, indent = 0): string {
  const fast = indent === 0 && isStringifiable(value) ? JSON.stringify(value) : undefined;
  return fast !== undefined && PRINTABLE.test(fast) ? fast : write(value, indent, '\n');
}

const PRINTABLE = /^[ -~]*$/;

/** True of a value that `JSON.stringify` writes without a loss: it has no `bigint` and no -0. */
function isStringifiable(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint' && !Object.is(value, -0);
  for (const key in value) {
    const item = (value as JsonObject)[key] as Json;
    // Most values are texts: without a call for each, it takes half the time.
    if (typeof item !== 'string' && !isStringifiable(item)) return false;
  }
  return true;
}

function write(value: Json, indent: number, newline: string): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  // A message is its English text.
  if (typeof value === 'object' && 'toJSON' in value && typeof value.toJSON === 'function') return quote(String(value));
  const inner = newline + ' '.repeat(indent);
  const items = Array.isArray(value)
    ? value.map((item) => write(item, indent, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${quote(key)}:${indent > 0 ? ' ' : ''}${write(item, indent, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  if (indent === 0) return `${open}${items.join(',')}${close}`;
  return `${open}${inner}${items.join(`,${inner}`)}${newline}${close}`;
}

/** Text without a character that needs an escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

const quote = (text: string): string => (PLAIN.test(text) ? `"${text}"` : neutralJson(JSON.stringify(text)));
