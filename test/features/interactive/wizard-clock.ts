import { FakeClock, settle } from '../../support/fake-clock.ts';

/** A clock that moves on by itself, and never while a request is in progress. */
export class WizardClock extends FakeClock {
  readonly #due = new Set<{ readonly at: number }>();
  #inProgress = 0;

  override sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0) return super.sleep(milliseconds, signal);
    const entry = { at: this.elapsed() + milliseconds };
    this.#due.add(entry);
    return super.sleep(milliseconds, signal).finally(() => this.#due.delete(entry));
  }

  /** Stops the clock until work of the network or the disk has ended, however long it takes. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#inProgress += 1;
    return work.finally(() => {
      this.#inProgress -= 1;
    });
  }

  override async until<T>(promise: Promise<T>, limit = 4 * 3_600_000): Promise<T> {
    const end = this.elapsed() + limit;
    let settled = false;
    const done = (): void => {
      settled = true;
    };
    promise.then(done, done);
    for (;;) {
      await settle();
      if (settled) return promise;
      if (this.#inProgress > 0 || this.#due.size === 0) continue;
      const next = Math.min(...[...this.#due].map(({ at }) => at));
      if (next > end) throw new Error(`the promise is not settled after ${limit} ms of the fake clock`);
      await this.advance(Math.max(0, next - this.elapsed()));
    }
  }
}
