import type { Json, JsonObject } from '#domain/json/exact-json';
import { MAX_JSON_DEPTH } from '#domain/json/json-reader';

/** How much a body may ask for before it counts as too large to be signed or verified. */
export interface SigningLimits {
  /** Values, lists and objects together. */
  readonly values: number;
  /** Keys of all objects together: reading and sorting them takes longer than the items of a list. */
  readonly keys: number;
  /** Characters of the string to sign. */
  readonly characters: number;
  /** Keys of objects in which one has white space, `:` or leading zeros: they take longest to sort. */
  readonly oddKeys: number;
  /** Characters of such keys. */
  readonly oddCharacters: number;
}

/** What the user signs. */
export const OWN_LIMITS: SigningLimits = {
  values: 5_000_000,
  keys: 5_000_000,
  characters: 256 * 1024 * 1024,
  oddKeys: 5_000_000,
  oddCharacters: 256 * 1024 * 1024,
};

/** A body that asks for more than its {@link SigningLimits}. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** Counts what signing a body takes, while it is done. */
export class SigningWork {
  readonly #limits: SigningLimits;
  #values = 0;
  #characters = 0;
  #keys = 0;
  #oddKeys = 0;
  #oddCharacters = 0;

  constructor(limits: SigningLimits = OWN_LIMITS) {
    this.#limits = limits;
  }

  /**
   * Counts one value.
   *
   * @param characters the length of its line, or of its path
   * @throws {BodyTooLarge}
   */
  add(characters: number): void {
    this.#values += 1;
    this.#characters += characters + 1;
    const { values, characters: most } = this.#limits;
    if (this.#values > values) throw new BodyTooLarge(`it has more than ${values} values`);
    if (this.#characters > most) throw new BodyTooLarge(`its string to sign is longer than ${most} characters`);
  }

  /**
   * Refuses a list or an object with too many items before anything is done with them.
   *
   * @throws {BodyTooLarge}
   */
  checkKeys(keys: number): void {
    const { values } = this.#limits;
    // Two of them may be unsigned ones.
    if (this.#values + keys > values + 2) throw new BodyTooLarge(`it has more than ${values} values`);
  }

  /**
   * Counts the keys of an object, before they are sorted.
   *
   * @throws {BodyTooLarge}
   */
  addKeys(keys: number): void {
    this.checkKeys(keys);
    this.#keys += keys;
    // Two of them may be unsigned ones.
    if (this.#keys > this.#limits.keys + 2) throw new BodyTooLarge(`it has more than ${this.#limits.keys} keys`);
  }

  /**
   * Counts keys that take long to sort, before they are sorted.
   *
   * @param characters the length of all of them
   * @throws {BodyTooLarge}
   */
  addOddKeys(keys: number, characters: number): void {
    this.#oddKeys += keys;
    this.#oddCharacters += characters;
    const { oddKeys, oddCharacters } = this.#limits;
    if (this.#oddCharacters > oddCharacters) {
      throw new BodyTooLarge(
        `keys beside ones with white space, ":" or leading zeros are longer than ${oddCharacters} characters`,
      );
    }
    if (this.#oddKeys > oddKeys) {
      throw new BodyTooLarge(`it has more than ${oddKeys} keys beside ones with white space, ":" or leading zeros`);
    }
  }
}

/**
 * Counts the values of a body that `JSON.parse` has read, and the characters of its string to sign, without making it.
 *
 * @returns false when `JSON.parse` may have changed a number, or the body is nested too deep: its text must be read by `parseJson`
 * @throws {BodyTooLarge}
 */
export function measure(body: Json, limits: SigningLimits): boolean {
  return measureValue(body, -1, new SigningWork(limits), 0);
}

/** @param length of the path that leads here; -1 at the top, where nothing separates it from a key */
function measureValue(value: Json, length: number, work: SigningWork, depth: number): boolean {
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_JSON_DEPTH) return false;
  let kept = true;
  const add = (child: Json, key: number): void => {
    const path = length + 1 + key;
    work.add(path + (typeof child === 'string' ? child.length : 0));
    if (!measureValue(child, path, work, depth + 1)) kept = false;
  };
  if (Array.isArray(value)) {
    work.checkKeys(value.length);
    for (let at = 0; at < value.length; at += 1) add(value[at] as Json, String(at).length);
  } else {
    const keys = Object.keys(value);
    work.addKeys(keys.length);
    for (const key of keys) add((value as JsonObject)[key] as Json, key.length);
  }
  return kept;
}
