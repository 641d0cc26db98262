import type { Clock } from '#async/clock';

/** The time of the platform, by its answers in this run. */
export interface PlatformClock {
  /** Returns the current times of this machine. Call it before a request is sent. */
  mark(): ClockMark;
  /** Records the `Date` of an answer, which was created after `sent`. */
  record(date: string | undefined, sent: ClockMark): void;
  /** Returns the time of the platform in epoch milliseconds, undefined if it is not known. It is late by at most a round trip. */
  now(): number | undefined;
}

/** The times of this machine when a request was sent. */
interface ClockMark {
  readonly wall: number;
  readonly elapsed: number;
}

/** Maximum difference of the two clocks since an answer, in milliseconds. After a larger one the machine slept or was set. */
const MAX_DIFFERENCE_MS = 5000;

/** @param speed speed of the clock of the platform, as a multiple of real time */
export function createPlatformClock(clock: Clock, speed = 1): PlatformClock {
  let recorded: { readonly date: number; readonly sent: ClockMark } | undefined;
  return {
    mark: () => ({ wall: clock.now(), elapsed: clock.elapsed() }),
    record(text, sent) {
      const date = Date.parse(text ?? '');
      if (!Number.isNaN(date)) recorded = { date, sent };
    },
    now() {
      if (recorded === undefined) return undefined;
      const { date, sent } = recorded;
      const elapsed = clock.elapsed() - sent.elapsed;
      if (Math.abs(clock.now() - sent.wall - elapsed) > MAX_DIFFERENCE_MS) return undefined;
      return date + Math.round(elapsed * speed);
    },
  };
}
