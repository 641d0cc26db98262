import type { Clock } from './clock.ts';

/** A clock that can be set to the time of a server, once it is known. */
export interface CorrectedClock extends Clock {
  /** Sets the clock: `time` is the epoch time in milliseconds when the monotonic clock shows `elapsed`. */
  set(time: number, elapsed: number): void;
  /** Returns how far this machine's own clock is ahead of the time in use, in milliseconds. */
  offset(): number;
}

/** A larger difference between the two clocks of a machine means that it was suspended, or that its time was changed. */
const SUSPENDED_MS = 2000;

/**
 * Wraps the clock of this machine. Until it is set both are the same. After that it goes forward with the monotonic clock, so a
 * change of the machine's time changes nothing. The time in which the machine was suspended counts, although the monotonic clock
 * leaves it out: a request that waited that long must not be sent.
 */
export function correctedClock(clock: Clock): CorrectedClock {
  let start:
    | { readonly time: number; readonly elapsed: number; readonly own: number; readonly boot?: number }
    | undefined;
  const now = () => {
    if (start === undefined) return clock.now();
    const elapsed = clock.elapsed() - start.elapsed;
    const own = clock.now() - start.own;
    if (own - elapsed <= SUSPENDED_MS) return start.time + Math.round(elapsed);
    const boot = clock.sinceBoot?.()?.milliseconds;
    return start.time + Math.round(boot === undefined || start.boot === undefined ? own : boot - start.boot);
  };
  return {
    ...clock,
    now,
    set(time, elapsed) {
      const late = clock.elapsed() - elapsed;
      const boot = clock.sinceBoot?.()?.milliseconds;
      start = { time, elapsed, own: clock.now() - late, ...(boot === undefined ? {} : { boot: boot - late }) };
    },
    offset: () => clock.now() - now(),
  };
}
