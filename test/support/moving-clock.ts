import type { Clock } from '#async/clock';
import type { FakeClock } from './fake-clock.ts';

/**
 * A clock for a program whose sleeps move a fake clock, and whatever lives by it: a sandbox, say. While
 * the program does not sleep no time passes, so nothing depends on how fast this machine is.
 */
export const movingClock = (clock: FakeClock): Clock => ({
  now: () => clock.now(),
  elapsed: () => clock.elapsed(),
  sinceBoot: () => clock.sinceBoot(),
  async sleep(milliseconds, signal) {
    signal?.throwIfAborted();
    await clock.advance(milliseconds);
    signal?.throwIfAborted();
  },
});

/** A clock whose sleeps end immediately. */
export function hastyClock(start = Date.UTC(2024, 11, 7, 19, 8, 5)): Clock {
  let now = start;
  return {
    now: () => now,
    elapsed: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      now += milliseconds;
    },
  };
}
