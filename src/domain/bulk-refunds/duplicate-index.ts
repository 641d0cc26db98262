import { hash } from 'node:crypto';

/** Characters of a hash that are kept: 72 bits. A longer slice of a text would keep the whole text in memory. */
const KEPT = 12;

/**
 * The line in which each payment of a file stands first. A file may have a million rows, so payments are known by 72 bits of
 * their SHA-256: whatever the length of an id, an entry takes less than 100 bytes.
 */
export class DuplicateIndex {
  readonly #lines = new Map<string, number>();

  /** Returns the line in which a payment already stands; where there is none, records this one and returns undefined. */
  add(paymentKey: string, line: number): number | undefined {
    const key = hash('sha256', paymentKey, 'base64url').slice(0, KEPT);
    const first = this.#lines.get(key);
    if (first === undefined) this.#lines.set(key, line);
    return first;
  }
}
