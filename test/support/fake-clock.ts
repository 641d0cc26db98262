import type { Clock } from '#async/clock';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop after which a request to a server of this machine has come and been answered. */
const TURNS = 40;

/** Gives promises and local connections the time that they need; no clock is involved. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #jumped = 0;
  #sleepers: Sleeper[] = [];

  /** @param start epoch milliseconds */
  constructor(start = Date.UTC(2024, 11, 7, 19, 8, 5)) {
    this.#now = start;
  }

  now(): number {
    return this.#now + this.#jumped;
  }

  elapsed(): number {
    return this.#now;
  }

  /** No set time of day changes it, and no test restarts the machine unless it says so. */
  sinceBoot() {
    return { boot: 'boot-1', milliseconds: this.#now };
  }

  /** Sets the time of day as a user or a time server does; wakes no sleeper. */
  jump(milliseconds: number): void {
    this.#jumped += milliseconds;
  }

  /** How many sleeps are in progress: 0 after everything that uses the clock was closed. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (milliseconds <= 0) return resolve();
      const leave = (): void => {
        signal?.removeEventListener('abort', abort);
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      };
      const abort = (): void => {
        leave();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        at: this.#now + milliseconds,
        wake: () => {
          leave();
          resolve();
        },
      };
      signal?.addEventListener('abort', abort);
      this.#sleepers.push(sleeper);
    });
  }

  /** Lets time pass: wakes who is due, in order, and after each lets what follows from it happen. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      await this.#wake(next);
    }
    this.#now = end;
  }

  /**
   * Lets time pass from sleeper to sleeper until a promise is settled, and gives its result.
   *
   * @param limitMilliseconds how far the clock may go; the next sleeper beyond it is an error
   */
  async until<T>(promise: Promise<T>, limitMilliseconds = 24 * 3_600_000): Promise<T> {
    const end = this.#now + limitMilliseconds;
    let settled = false;
    const done = (): void => {
      settled = true;
    };
    promise.then(done, done);
    for (;;) {
      await settle();
      if (settled) return promise;
      const next = this.#next();
      if (next === undefined) continue;
      if (next.at > end) throw new Error(`the promise is not settled after ${limitMilliseconds} ms of the fake clock`);
      await this.#wake(next);
    }
  }

  /** Who is due first; of two with the same time, who went to sleep first. */
  #next(): Sleeper | undefined {
    return this.#sleepers.reduce<Sleeper | undefined>(
      (first, sleeper) => (first === undefined || sleeper.at < first.at ? sleeper : first),
      undefined,
    );
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.#now = Math.max(this.#now, sleeper.at);
    sleeper.wake();
    await settle();
  }
}
