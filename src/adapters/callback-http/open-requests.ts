import type { ServerResponse } from 'node:http';
import { systemClock } from '#async/clock';

/**
 * Counts the callbacks that were received and are not answered yet. It keeps no response: a set of them, which is old, would make the
 * garbage collector move most requests into old memory, and take a third more time for each callback.
 */
export class OpenRequests {
  #count = 0;
  #isDraining = false;
  #onEnded: () => void = () => {};

  add(): void {
    this.#count += 1;
  }

  /** Prepares the answer to a callback before it is written. */
  prepare(response: ServerResponse): void {
    if (this.#isDraining && !response.headersSent) response.setHeader('connection', 'close');
  }

  /** Removes a callback when its answer has left this process. */
  remove(response: ServerResponse): void {
    const isSent = (response.socket?.writableLength ?? 0) === 0;
    if (isSent) this.#end();
    else response.once('close', () => this.#end());
  }

  /** From now on closes each connection after its answer. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Resolves when every callback is answered, or after a time in milliseconds. */
  async ended(milliseconds: number): Promise<void> {
    if (this.#count === 0) return;
    const ended = new AbortController();
    this.#onEnded = () => ended.abort();
    await systemClock.sleep(milliseconds, ended.signal).catch(() => {});
  }

  #end(): void {
    this.#count -= 1;
    if (this.#count === 0) this.#onEnded();
  }
}
