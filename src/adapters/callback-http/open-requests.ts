import type { ServerResponse } from 'node:http';
import { systemClock } from '#async/clock';

/** The callbacks that were received and are not answered yet. */
export class OpenRequests {
  readonly #open = new Set<ServerResponse>();
  #isDraining = false;
  #onEnded: () => void = () => {};

  add(response: ServerResponse): void {
    if (this.#isDraining) response.setHeader('connection', 'close');
    this.#open.add(response);
    response.on('close', () => {
      this.#open.delete(response);
      if (this.#open.size === 0) this.#onEnded();
    });
  }

  /** From now on closes each connection after its answer. */
  drain(): void {
    this.#isDraining = true;
    for (const response of this.#open) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  /** Resolves when every callback is answered, or after a time in milliseconds. */
  async ended(milliseconds: number): Promise<void> {
    if (this.#open.size === 0) return;
    const ended = new AbortController();
    this.#onEnded = () => ended.abort();
    await systemClock.sleep(milliseconds, ended.signal).catch(() => {});
  }
}
