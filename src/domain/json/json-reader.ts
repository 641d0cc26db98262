import type { Json, JsonObject } from './json-value.ts';

/** Error for text that is not JSON, with its line and column, which count characters from 1. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';

  constructor(problem: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    super(`${problem} at line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}`);
  }
}

/** Maximum depth of nested arrays and objects, which is also the limit of PHP's json_decode. */
export const MAX_JSON_DEPTH = 512;

/** Creates the values of number literals and of objects. */
export interface JsonReviver {
  readonly number: (literal: string) => Json;
  readonly object: (entries: readonly [string, Json][]) => JsonObject;
}

/** Maximum length of a number: the time to parse one grows with the square of its length. */
const MAX_DIGITS = 1000;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const STRING_PART = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const [QUOTE, BACKSLASH, SPACE] = [0x22, 0x5c, 0x20];

/** Reads one JSON value; its errors name the line and column. */
export class JsonReader {
  readonly #text: string;
  readonly #reviver: JsonReviver;
  #at = 0;
  #depth = 0;

  constructor(text: string, reviver: JsonReviver) {
    this.#text = text;
    this.#reviver = reviver;
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
    const word = this.#match(WORD);
    if (word === undefined) this.#fail(`expected a value, found ${this.#found()}`);
    return word === 'null' ? null : word === 'true';
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
    return this.#reviver.object(entries);
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
    if (literal === undefined || /[\d.]/.test(this.#text[this.#at] ?? '')) this.#fail('a number that is not JSON');
    if (literal.length > MAX_DIGITS) this.#fail('a number that is too large', start);
    const number = this.#reviver.number(literal);
    if (typeof number === 'number' && !Number.isFinite(number)) this.#fail('a number that is too large');
    return number;
  }

  #readString(): string {
    const start = this.#at;
    const end = this.#endOfString();
    if (end === undefined) this.#failInString();
    this.#at = end + 1;
    const raw = this.#text.slice(start + 1, end);
    let value = raw;
    if (raw.includes('\\')) {
      try {
        value = JSON.parse(this.#text.slice(start, end + 1));
      } catch {
        this.#at = start;
        this.#failInString();
      }
    }
    if (!value.isWellFormed()) this.#fail('half of a surrogate pair in a string', start);
    return value;
  }

  /** Returns the position of the closing quote; undefined without one, or after a control character. */
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

  #failInString(): never {
    const start = this.#at;
    this.#at += 1;
    while (this.#match(STRING_PART) !== undefined);
    const [character, next] = this.#text.slice(this.#at, this.#at + 2);
    if (character === undefined || character === '"') this.#fail('a string without its closing quote', start);
    if (character !== '\\') this.#fail(`a control character (${codePoint(character)}) in a string`);
    if (next !== 'u') this.#fail('an unknown escape after "\\"');
    this.#fail('\\u without four hexadecimal digits', this.#at + 2);
  }

  #match(pattern: RegExp): string | undefined {
    const start = this.#at;
    pattern.lastIndex = start;
    if (!pattern.test(this.#text)) return undefined;
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
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

const codePoint = (character: string): string =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
