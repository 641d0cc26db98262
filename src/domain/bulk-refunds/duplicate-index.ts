import { hash } from 'node:crypto';

/** Slots are filled to this part at most, so that a free one is soon found. */
const FULL = 0.6;

/**
 * The line in which each payment of a file stands first, in 20 bytes or so a payment: a file may have a
 * million. It knows payments by 64 bits of their SHA-256: of a million, two are taken for one with a chance of
 * 1 in 30 million, and then a row too few is refunded, never one too many.
 */
export class DuplicateIndex {
  #size = 0;
  /** Two numbers a slot. */
  #hashes = new Uint32Array(2 * 1024);
  /** 0 where a slot is free. */
  #lines = new Uint32Array(1024);

  /** The line in which a payment stands already; when in none, it stands in this one from now on. */
  add(paymentKey: string, line: number): number | undefined {
    if (this.#size >= this.#lines.length * FULL) this.#grow();
    const digest = hash('sha256', paymentKey, 'buffer');
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
    const slot = this.#slotOf(high, low);
    const first = this.#lines[slot] ?? 0;
    if (first > 0) return first;
    this.#put(slot, high, low, line);
    this.#size += 1;
    return undefined;
  }

  /** Where a payment stands, or is to stand. */
  #slotOf(high: number, low: number): number {
    const last = this.#lines.length - 1;
    let slot = high & last;
    while (this.#lines[slot] !== 0 && (this.#hashes[2 * slot] !== high || this.#hashes[2 * slot + 1] !== low)) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #put(slot: number, high: number, low: number, line: number): void {
    this.#hashes[2 * slot] = high;
    this.#hashes[2 * slot + 1] = low;
    this.#lines[slot] = line;
  }

  #grow(): void {
    const [hashes, lines] = [this.#hashes, this.#lines];
    this.#hashes = new Uint32Array(2 * hashes.length);
    this.#lines = new Uint32Array(2 * lines.length);
    for (const [old, line] of lines.entries()) {
      if (line === 0) continue;
      const [high = 0, low = 0] = [hashes[2 * old], hashes[2 * old + 1]];
      this.#put(this.#slotOf(high, low), high, low, line);
    }
  }
}
