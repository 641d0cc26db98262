import { createSecretKey, type KeyObject } from 'node:crypto';

const MASK = '[secret]';

/**
 * The secret key of a project. However it is printed, logged, serialised or inspected, it shows a mask;
 * only {@link Secret.reveal} gives the text, and only the profile store may call it.
 */
export class Secret {
  readonly #text: string;
  #key: KeyObject | undefined;

  /** Where it came from, in words, for `whoami`. */
  readonly origin: string;

  /** @param text the key as it is: not trimmed, not decoded (platform docs: "Signature"). */
  constructor(text: string, origin = 'given') {
    this.#text = text;
    this.origin = origin;
  }

  /** The key in the form that node:crypto signs with. */
  get key(): KeyObject {
    this.#key ??= createSecretKey(this.#text, 'utf8');
    return this.#key;
  }

  /** Length in characters: safe to show, and enough to see a paste that went wrong. */
  get length(): number {
    return this.#text.length;
  }

  /**
   * What looks wrong with the secret, in words, or undefined. White space at an end counts in the
   * signature, so the platform's signatures will not match.
   */
  get trouble(): string | undefined {
    if (this.#text === '') return 'the secret is empty';
    if (/[\r\n]$/.test(this.#text)) return 'the secret ends in a line end';
    if (this.#text !== this.#text.trim()) return 'the secret has white space at an end';
    return undefined;
  }

  /** The key as it would be with a mistake in it, to find out whether somebody has made that mistake. */
  mistakenKey(mistake: (text: string) => string | Buffer): KeyObject {
    const made = mistake(this.#text);
    return typeof made === 'string' ? createSecretKey(made, 'utf8') : createSecretKey(made);
  }

  /** The text itself, to be written to the profile store and nowhere else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}

/** The secret that the environment holds itself, which beats every other; undefined when it holds none. */
export function environmentSecret(environment: Readonly<Record<string, string | undefined>>): Secret | undefined {
  const text = environment.ROCKETPAY_SECRET_KEY;
  return text ? new Secret(text, 'ROCKETPAY_SECRET_KEY') : undefined;
}
