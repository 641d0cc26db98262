import { hash } from 'node:crypto';
import { comparablePaymentId } from '#domain/payments/payment-id';

/** Returns the first 64 bits of the SHA-256 of a payment id. The platform compares payment ids without regard to case. */
const hashPaymentId = (paymentId: string): bigint =>
  hash('sha256', comparablePaymentId(paymentId), 'buffer').readBigUInt64LE();

/**
 * Finds payments that occur more than once in a file. A file may have a million rows, so each payment takes 8 bytes, outside
 * the heap that the garbage collector manages.
 */
export class RepeatedPayments {
  #hashes = new BigUint64Array(1024);
  #count = 0;

  add(paymentId: string): void {
    if (this.#count === this.#hashes.length) {
      const larger = new BigUint64Array(2 * this.#count);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#count] = hashPaymentId(paymentId);
    this.#count += 1;
  }

  /** Returns the hashes of the payments that were added more than once. */
  find(): ReadonlySet<bigint> {
    const sorted = this.#hashes.slice(0, this.#count).sort();
    return new Set(sorted.filter((one, at) => one === sorted[at + 1]));
  }
}

/**
 * Returns a function for the rows of a file, in order. It returns the line of the first row for the same payment; undefined for
 * the first row itself.
 *
 * @param repeated hashes from {@link RepeatedPayments.find}
 */
export function createFirstLineFinder(
  repeated: ReadonlySet<bigint>,
): (paymentId: string, line: number) => number | undefined {
  const firstLines = new Map<bigint, number>();
  return (paymentId, line) => {
    if (repeated.size === 0) return undefined;
    const payment = hashPaymentId(paymentId);
    const firstLine = firstLines.get(payment);
    if (firstLine === undefined && repeated.has(payment)) firstLines.set(payment, line);
    return firstLine;
  };
}
