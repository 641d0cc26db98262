import type { Clock } from '#async/clock';

/** The platform's time, as far as its answers of this run have told it. */
export interface PlatformClock {
  /** The clocks at this moment, to be taken before a request is sent. */
  mark(): ClockMark;
  /** Keeps the `Date` of an answer. The answer was made after `sent`. */
  tell(date: string | undefined, sent: ClockMark): void;
  /** The time at the platform, epoch milliseconds: never before the truth but for what `Date` cuts. Undefined when unknown. */
  now(): number | undefined;
}

/** The clocks of this machine when a request was sent. */
interface ClockMark {
  readonly wall: number;
  readonly elapsed: number;
}

/** Where the two clocks of this machine differ by more than this since an answer, it slept or its time was set, in milliseconds. */
const MAX_DIFFERENCE_MS = 5000;

/** @param speed how many times as fast as real time the platform's clock runs */
export function createPlatformClock(clock: Clock, speed = 1): PlatformClock {
  let told: { readonly date: number; readonly sent: ClockMark } | undefined;
  return {
    mark: () => ({ wall: clock.now(), elapsed: clock.elapsed() }),
    tell(text, sent) {
      const date = Date.parse(text ?? '');
      if (!Number.isNaN(date)) told = { date, sent };
    },
    now() {
      if (told === undefined) return undefined;
      const { date, sent } = told;
      const elapsed = clock.elapsed() - sent.elapsed;
      if (Math.abs(clock.now() - sent.wall - elapsed) > MAX_DIFFERENCE_MS) return undefined;
      return date + Math.round(elapsed * speed);
    },
  };
}
