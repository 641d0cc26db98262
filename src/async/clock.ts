import { setImmediate as nextTurnOfNode, setTimeout as sleepFor } from 'node:timers/promises';

/** The only reader of time. Times are epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Milliseconds of a clock that only goes forward, whatever is done to the system's; its zero does not matter. */
  elapsed(): number;
  /** Time since the machine was started, and which start that was; undefined where the system does not tell. */
  sinceBoot?(): { readonly boot: string; readonly milliseconds: number } | undefined;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await sleepFor(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.reason ?? error;
    }
  },
};

/** Resolves after `milliseconds` if the process still runs then: it does not keep the process running. */
export const unreferencedSleep = async (milliseconds: number): Promise<void> =>
  sleepFor(milliseconds, undefined, { ref: false });

/** Lets everything else that is ready have its turn first. It takes no time. */
export const nextTurn = async (): Promise<void> => nextTurnOfNode();

/** A clock that runs `speed` times as fast from now on, for the sandbox. */
export function fasterClock(clock: Clock, speed: number): Clock {
  const start = clock.now();
  return {
    now: () => start + (clock.now() - start) * speed,
    elapsed: () => clock.elapsed() * speed,
    sleep: (milliseconds, signal) => clock.sleep(milliseconds / speed, signal),
  };
}
