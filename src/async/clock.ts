import { hrtime } from 'node:process';
// Node.js has always loaded `node:timers`. The build loads `node:timers/promises` at its first use, which few runs need.
import { setImmediate, setTimeout } from 'node:timers';
import { setTimeout as sleepFor } from 'node:timers/promises';

/** Reads the time and waits. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds of a monotonic clock, which does not depend on the wall clock. Its zero has no meaning. */
  elapsed(): number;
  /** Time since the start of the machine, and the id of this start; undefined where the system does not show it. */
  sinceBoot?(): { readonly boot: string; readonly milliseconds: number } | undefined;
  /** Resolves after `milliseconds`, or rejects with the reason of an aborted signal. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => {
    const [seconds, nanoseconds] = hrtime();
    return seconds * 1e3 + nanoseconds / 1e6;
  },
  sleep: (milliseconds, signal) =>
    // Without a signal it takes a fraction of the time, which a listener needs for each batch of callbacks.
    signal === undefined
      ? new Promise((resolve) => void setTimeout(resolve, milliseconds))
      : sleepUntilAborted(milliseconds, signal),
};

async function sleepUntilAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleepFor(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal.reason ?? error;
  }
}

/** Resolves after `milliseconds` without keeping the process alive until then. */
export const unreferencedSleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());

/** Resolves after all other events that are ready. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Returns a clock that runs `speed` times as fast from now on, for the sandbox. */
export function fasterClock(clock: Clock, speed: number): Clock {
  const start = clock.now();
  return {
    now: () => start + (clock.now() - start) * speed,
    elapsed: () => clock.elapsed() * speed,
    sleep: (milliseconds, signal) => clock.sleep(milliseconds / speed, signal),
  };
}
