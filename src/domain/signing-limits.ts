import { type Json, type JsonObject, MAX_JSON_DEPTH } from './json.ts';

/** How much a body may ask for before it counts as too large to be signed or verified. */
export interface SigningLimits {
  /** Values, lists and objects together. */
  readonly values: number;
  /** Characters of the string to sign. */
  readonly characters: number;
  /** Keys of objects in which one has white space, `:` or leading zeros: they take longest to sort. */
  readonly oddKeys: number;
}

/**
 * What anybody may send: a few hundred times a callback of the platform. Paths repeat in each line, so that the string to sign may
 * be far longer than the body.
 */
export const RECEIVED_LIMITS: SigningLimits = { values: 50_000, characters: 4 * 1024 * 1024, oddKeys: 5000 };

/** What the user signs. */
export const OWN_LIMITS: SigningLimits = { values: 5_000_000, characters: 256 * 1024 * 1024, oddKeys: 5_000_000 };

/** A body that asks for more than its {@link SigningLimits}. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** Counts what signing a body takes, while it is done. */
export class SigningWork {
  readonly #limits: SigningLimits;
  #values = 0;
  #characters = 0;
  #oddKeys = 0;

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
   * Refuses an object with too many keys before they are sorted.
   *
   * @throws {BodyTooLarge}
   */
  checkKeys(keys: number): void {
    const { values } = this.#limits;
    // Two of them may be unsigned ones.
    if (this.#values + keys > values + 2) throw new BodyTooLarge(`it has more than ${values} values`);
  }

  /**
   * Counts keys that take long to sort, before they are sorted.
   *
   * @throws {BodyTooLarge}
   */
  addOddKeys(keys: number): void {
    this.#oddKeys += keys;
    const { oddKeys } = this.#limits;
    if (this.#oddKeys > oddKeys) {
      throw new BodyTooLarge(`it has more than ${oddKeys} keys beside ones with white space, ":" or leading zeros`);
    }
  }
}

/**
 * Counts the values of a body and the characters of its string to sign, without making it.
 *
 * @throws {BodyTooLarge}
 */
export function measure(body: Json, limits: SigningLimits): void {
  measureValues(body, -1, new SigningWork(limits), 0);
}

/** @param above the length of the path that leads here; -1 at the top, where nothing separates it from a key */
function measureValues(body: Json, above: number, work: SigningWork, depth: number): void {
  if (typeof body !== 'object' || body === null || depth > MAX_JSON_DEPTH) return;
  const add = (value: Json, key: number): void => {
    const path = above + 1 + key;
    work.add(path + (typeof value === 'string' ? value.length : 0));
    measureValues(value, path, work, depth + 1);
  };
  if (Array.isArray(body)) {
    work.checkKeys(body.length);
    for (const [at, value] of body.entries()) add(value, String(at).length);
  } else {
    const keys = Object.keys(body);
    work.checkKeys(keys.length);
    for (const key of keys) add((body as JsonObject)[key] as Json, key.length);
  }
}
