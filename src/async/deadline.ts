import type { Context, Gate } from '#context';

/** The end of a wait, on the monotonic clock. */
export interface Deadline {
  /** Returns the remaining milliseconds; 0 after the deadline. */
  remaining(): number;
  /** Returns a Gate whose requests, with all their attempts, end with the deadline. */
  bound(gate: Gate): Gate;
}

/** Minimum time for a request that starts at the end of the deadline. */
const LAST_REQUEST_MS = 1000;

/** @param milliseconds from now on */
export function createDeadline(milliseconds: number, clock: Context['clock']): Deadline {
  const end = clock.elapsed() + milliseconds;
  const remaining = () => Math.max(0, end - clock.elapsed());
  return {
    remaining,
    bound: (gate) => ({
      ...gate,
      send: (request) => gate.send(request, { withinMilliseconds: Math.max(remaining(), LAST_REQUEST_MS) }),
    }),
  };
}
