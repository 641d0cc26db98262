import type { Clock } from './clock.ts';

/** A clock that can be set to the time of a server, once it is known. */
export interface CorrectedClock extends Clock {
  /** Sets the clock: `time` is the epoch time in milliseconds when the monotonic clock shows `elapsed`. */
  set(time: number, elapsed: number): void;
  /** How far this machine's own clock is ahead of the time in use, in milliseconds. */
  offset(): number;
}

/**
 * Wraps the clock of this machine. Until it is set it is the same. After that it goes forward with the monotonic clock, so a step of
 * the machine's own clock changes nothing.
 */
export function correctedClock(clock: Clock): CorrectedClock {
  let base: { readonly time: number; readonly elapsed: number } | undefined;
  const now = () => (base === undefined ? clock.now() : base.time + Math.round(clock.elapsed() - base.elapsed));
  return {
    ...clock,
    now,
    set(time, elapsed) {
      base = { time, elapsed };
    },
    offset: () => clock.now() - now(),
  };
}
