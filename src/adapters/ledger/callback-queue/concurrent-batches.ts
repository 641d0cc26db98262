import type { StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';

/**
 * Batches of callbacks that are stored at the same time: the next one is encrypted and sent while the server writes the one before to
 * its disk. Callbacks of one payment are never in two of them, so they stay in their order.
 */
export class ConcurrentBatches {
  readonly #running = new Set<Promise<void>>();
  /** Payments of the running batches. */
  readonly #payments = new Set<string>();

  get size(): number {
    return this.#running.size;
  }

  /** Stores a batch. @param store never fails */
  start(batch: readonly StoredCallback[], store: () => Promise<void>): void {
    const payments = batch.map(toPayment);
    for (const payment of payments) this.#payments.add(payment);
    const running = store().then(() => {
      for (const payment of payments) this.#payments.delete(payment);
      this.#running.delete(running);
    });
    this.#running.add(running);
  }

  /** True where no running batch has a callback of the same payment. */
  readonly isFree = (callback: StoredCallback): boolean =>
    this.#running.size === 0 || !this.#payments.has(toPayment(callback));

  /** Resolves when a running batch is stored, or when none is running. */
  async nextEnd(): Promise<void> {
    if (this.#running.size > 0) await Promise.race(this.#running);
  }
}

const toPayment = ({ id, paymentId }: StoredCallback): string =>
  paymentId === undefined ? id : comparablePaymentId(paymentId);
