import type { Context, Gate } from '#context';

/** The end of a wait, on the monotonic clock: a change of the time of day does not move it. */
export interface Deadline {
  /** Milliseconds that are left; 0 when it has passed. */
  remaining(): number;
  /** A Gate whose questions, with all their tries, end with the deadline. */
  bound(gate: Gate): Gate;
}

/** What the last question may take, which is asked just when the time has run out. */
const LAST_QUESTION_MS = 1000;

/** @param milliseconds from now on */
export function createDeadline(milliseconds: number, clock: Context['clock']): Deadline {
  const end = clock.elapsed() + milliseconds;
  const left = () => Math.max(0, end - clock.elapsed());
  return {
    remaining: left,
    bound: (gate) => ({
      ...gate,
      send: (request) => gate.send(request, { withinMilliseconds: Math.max(left(), LAST_QUESTION_MS) }),
    }),
  };
}
