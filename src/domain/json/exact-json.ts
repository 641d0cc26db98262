import { neutralJson } from '#domain/encoding/neutral-text';
import { parseExactNumber } from './exact-number.ts';

/**
 * A JSON value that lost nothing on the way in: integers beyond 2^53 are `bigint`, all other numbers
 * are `number`. `JSON.parse` would change the last digits of the operation ids that the platform sends.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object, the form of every request, answer and callback of the platform. */
export type JsonObject = { readonly [key: string]: Json };

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text that is not JSON: what is wrong, and where (line and column count from 1, in characters). */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly line: number;
  readonly column: number;

  constructor(problem: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = [...(before.at(-1) ?? '')].length + 1;
    super(`${problem} at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
  }
}

/** How deep arrays and objects may stand in each other: the limit of PHP's json_decode too. */
export const MAX_JSON_DEPTH = 512;

/** What a reader makes of numbers and objects. */
export interface JsonReviver {
  readonly number: (literal: string) => Json;
  readonly object: (entries: readonly [string, Json][]) => JsonObject;
}

/** Objects not by assignment: a key named __proto__ must stay a key. */
const EXACT: JsonReviver = { number: parseExactNumber, object: Object.fromEntries };

/**
 * Reads JSON text without losing a digit. Of a key that stands twice in an object the last value counts,
 * as in every common reader.
 *
 * @param shapes for anyone who wants to see the spelling of a number, or what stood twice
 * @throws {JsonSyntaxError} for anything that is not one JSON value of well-formed Unicode, for nesting
 * deeper than {@link MAX_JSON_DEPTH}, and for a number that takes more than {@link MAX_DIGITS} characters.
 */
export function parseJson(text: string, shapes: JsonReviver = EXACT): Json {
  return new Reader(text, shapes).readDocument();
}

/** Reads JSON text as {@link parseJson} does; undefined for what is not JSON. */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** No number of this platform comes near it, and reading one takes time that grows with its square. */
const MAX_DIGITS = 1000;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const PLAIN_CHARACTERS = /[^"\\\u0000-\u001f]*/y;
const HEX = /[0-9a-fA-F]{4}/y;
const LITERALS = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES = '"\\/bfnrtu';
const [QUOTE, BACKSLASH, SPACE] = [0x22, 0x5c, 0x20];

class Reader {
  readonly #text: string;
  readonly #shapes: JsonReviver;
  #at = 0;
  #depth = 0;

  constructor(text: string, shapes: JsonReviver) {
    this.#text = text;
    this.#shapes = shapes;
  }

  readDocument(): Json {
    if (this.#text.startsWith('\ufeff')) this.#fail('a byte order mark (BOM) before the JSON');
    const value = this.#readValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail(`unexpected ${this.#found()} after the end of the JSON`);
    return value;
  }

  #readValue(): Json {
    this.#skipSpace();
    const character = this.#text[this.#at];
    if (character === '{') return this.#nested(() => this.#readObject());
    if (character === '[') return this.#nested(() => this.#readArray());
    if (character === '"') return this.#readString();
    if (character !== undefined && /[-\d]/.test(character)) return this.#readNumber();
    for (const [word, value] of LITERALS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#fail(`expected a value, found ${this.#found()}`);
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_JSON_DEPTH) this.#fail(`nested deeper than ${MAX_JSON_DEPTH} levels`);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #readObject(): JsonObject {
    const entries: [string, Json][] = [];
    this.#at += 1;
    if (!this.#accept('}')) {
      do {
        this.#skipSpace();
        if (this.#text[this.#at] !== '"') this.#fail(`expected a key in double quotes, found ${this.#found()}`);
        const key = this.#readString();
        if (!this.#accept(':')) this.#fail(`expected ":" after the key, found ${this.#found()}`);
        entries.push([key, this.#readValue()]);
      } while (this.#accept(','));
      if (!this.#accept('}')) this.#fail(`expected "," or "}", found ${this.#found()}`);
    }
    return this.#shapes.object(entries);
  }

  #readArray(): Json[] {
    const items: Json[] = [];
    this.#at += 1;
    if (this.#accept(']')) return items;
    do items.push(this.#readValue());
    while (this.#accept(','));
    if (!this.#accept(']')) this.#fail(`expected "," or "]", found ${this.#found()}`);
    return items;
  }

  #readNumber(): Json {
    const start = this.#at;
    const literal = this.#match(NUMBER);
    if (literal === undefined) this.#fail('a number that is not JSON');
    if (/[\d.]/.test(this.#text[this.#at] ?? '')) this.#fail('a number that is not JSON');
    if (literal.length > MAX_DIGITS) this.#fail('a number that is too large', start);
    const number = this.#shapes.number(literal);
    if (typeof number === 'number' && !Number.isFinite(number)) this.#fail('a number that is too large');
    return number;
  }

  #readString(): string {
    const start = this.#at;
    const end = this.#endOfString();
    if (end === undefined) return this.#readBadString();
    this.#at = end + 1;
    const raw = this.#text.slice(start + 1, end);
    let value = raw;
    if (raw.includes('\\')) {
      try {
        value = JSON.parse(this.#text.slice(start, end + 1));
      } catch {
        this.#at = start;
        return this.#readBadString();
      }
    }
    if (!value.isWellFormed()) this.#fail('half of a surrogate pair in a string', start);
    return value;
  }

  /** Where the quote stands that closes the string; undefined when there is none, or a control character before it. */
  #endOfString(): number | undefined {
    const text = this.#text;
    for (let at = this.#at + 1; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) return at;
      if (unit === BACKSLASH) at += 1;
      else if (unit < SPACE) return undefined;
    }
    return undefined;
  }

  /** Finds out what is wrong with a string. */
  #readBadString(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN_CHARACTERS);
      const character = this.#text[this.#at];
      if (character === undefined || character === '"') this.#fail('a string without its closing quote', start);
      if (character !== '\\') this.#fail(`a control character (${codePoint(character)}) in a string`);
      this.#readEscape();
    }
  }

  #readEscape(): void {
    const letter = this.#text[this.#at + 1] ?? '';
    if (!ESCAPES.includes(letter) || letter === '') this.#fail('an unknown escape after "\\"');
    this.#at += 2;
    if (letter === 'u' && this.#match(HEX) === undefined) this.#fail('\\u without four hexadecimal digits');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #accept(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== SPACE && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at += 1;
    }
  }

  #found(): string {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#text.length) return 'the end';
    return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `"${character}"` : codePoint(character);
  }

  #fail(problem: string, offset = this.#at): never {
    throw new JsonSyntaxError(problem, this.#text, offset);
  }
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Writes JSON text: compact, or over several lines with `indent` spaces. What `JSON.stringify` lets through
 * and a terminal could obey (DEL, the C1 set, line separators, marks of direction) is escaped.
 */
export function formatJson(value: Json, indent = 0): string {
  return write(value, indent, '\n');
}

function write(value: Json, indent: number, newline: string): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : JSON.stringify(value);
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

/** Nothing in it needs an escape; most texts are so. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return neutralJson(JSON.stringify(text));
}
