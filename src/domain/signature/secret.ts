import { createSecretKey, type KeyObject } from 'node:crypto';
import { credentialsFailure } from '#domain/errors/failure';

const MASK = '[secret]';

/** What to do about a secret with a flaw. */
export const PROBLEM_HINT =
  'Give its one line only. The first line of a command: ' +
  `--secret-command '["sh","-c","pass show rocketpay | head -n 1"]'`;

/**
 * The secret key of a project. However it is printed, logged, serialised or inspected, it shows a mask;
 * only {@link Secret.reveal} gives the text, and only the profile store may call it.
 */
export class Secret {
  readonly #text: string;
  #key: KeyObject | undefined;

  /** Where it came from, in words, for `whoami`. */
  readonly origin: string;

  /** That others may read the place where it is kept, in words, or undefined. */
  readonly exposure: string | undefined;

  /** @param text the key as it is: not trimmed, not decoded (platform docs: "Signature"). */
  constructor(text: string, origin = 'given', exposure?: string) {
    this.#text = text;
    this.origin = origin;
    this.exposure = exposure;
  }

  /**
   * The key in the form that node:crypto signs with.
   *
   * @throws {Failure} (credentials) for a secret that cannot be one: see {@link Secret.flaw}.
   */
  get key(): KeyObject {
    this.refuseFlaw();
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
    if (/^(["'])[\s\S]*\1$/.test(this.#text)) return 'the secret begins and ends with a quotation mark';
    return undefined;
  }

  /**
   * Why the text cannot be the secret of a project, in words, or undefined: more than one line, a NUL, or white space only. Nothing is ever
   * signed with such a text. Line ends at its end alone are only a {@link Secret.trouble}.
   */
  get flaw(): string | undefined {
    if (this.#text.includes('\0')) return 'The secret contains a NUL character';
    if (this.#text !== '' && this.#text.trim() === '') return 'The secret is white space only';
    if (/[\r\n]+[^\r\n]/.test(this.#text)) return 'The secret has more than one line';
    return undefined;
  }

  /** @throws {Failure} (credentials) for a secret that has a {@link Secret.flaw}, before anything is signed with it. */
  refuseFlaw(): void {
    if (this.flaw === undefined) return;
    throw credentialsFailure('unusable_secret', `${this.flaw} (${this.origin}): it is not used.`, PROBLEM_HINT);
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
