import { createSecretKey, type KeyObject } from 'node:crypto';
import { credentialsFailure } from '#domain/errors/failure';

const MASK = '[secret]';

/** Next step for a secret with a problem. */
export const PROBLEM_HINT =
  'Give its one line only. The first line of a command: ' +
  `--secret-command '["sh","-c","pass show rocketpay | head -n 1"]'`;

/**
 * The secret key of a project. When it is printed, logged, serialised or inspected, it shows a mask. Only {@link Secret.reveal}
 * returns the text, and only the profile store may call it.
 */
export class Secret {
  readonly #text: string;
  #key: KeyObject | undefined;

  /** Where it comes from, for `whoami`. */
  readonly origin: string;

  /** Warning if other users can read the file of the secret; else undefined. */
  readonly exposure: string | undefined;

  /** @param text the key, unchanged: not trimmed, not decoded (platform docs: "Signature"). */
  constructor(text: string, origin = 'given', exposure?: string) {
    this.#text = text;
    this.origin = origin;
    this.exposure = exposure;
  }

  /**
   * The key for node:crypto.
   *
   * @throws {Failure} (credentials) for a secret that cannot be one: see {@link Secret.problem}.
   */
  get key(): KeyObject {
    this.checkUsable();
    this.#key ??= createSecretKey(this.#text, 'utf8');
    return this.#key;
  }

  /** Length in characters. It is safe to show, and reveals an incomplete paste. */
  get length(): number {
    return this.#text.length;
  }

  /**
   * Warning about a suspicious text; else undefined. White space at an end is part of the key, so the signatures of the platform
   * will not match.
   */
  get warning(): string | undefined {
    if (this.#text === '') return 'the secret is empty';
    if (/[\r\n]$/.test(this.#text)) return 'the secret ends in a line end';
    if (this.#text !== this.#text.trim()) return 'the secret has white space at an end';
    if (/^(["'])[\s\S]*\1$/.test(this.#text)) return 'the secret begins and ends with a quotation mark';
    return undefined;
  }

  /**
   * The reason why the text cannot be a secret: more than one line, a NUL, or white space only. Undefined if it can be one.
   * Nothing is signed with such a text. Line ends at its end only cause a {@link Secret.warning}.
   */
  get problem(): string | undefined {
    if (this.#text.includes('\0')) return 'The secret contains a NUL character';
    if (this.#text !== '' && this.#text.trim() === '') return 'The secret is white space only';
    if (/[\r\n]+[^\r\n]/.test(this.#text)) return 'The secret has more than one line';
    return undefined;
  }

  /** Refuses a secret with a {@link Secret.problem} before anything is signed with it. @throws {Failure} (credentials) */
  checkUsable(): void {
    if (this.problem === undefined) return;
    throw credentialsFailure('unusable_secret', `${this.problem} (${this.origin}): it is not used.`, PROBLEM_HINT);
  }

  /** Creates the key with a mistake, to find out whether a signer made this mistake. */
  createMistakenKey(mistake: (text: string) => string | Buffer): KeyObject {
    const made = mistake(this.#text);
    return typeof made === 'string' ? createSecretKey(made, 'utf8') : createSecretKey(made);
  }

  /** Returns the text, for the profile store only. */
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

/** Returns the secret of `ROCKETPAY_SECRET_KEY`, which overrides all others; undefined if it is not set. */
export function environmentSecret(environment: Readonly<Record<string, string | undefined>>): Secret | undefined {
  const text = environment.ROCKETPAY_SECRET_KEY;
  return text ? new Secret(text, 'ROCKETPAY_SECRET_KEY') : undefined;
}
