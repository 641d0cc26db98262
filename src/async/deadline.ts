import type { Context, Gate } from '#context';
import type { Failure } from '#domain/errors/failure';

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

/** Resolves as `work` does, unless the signal is aborted first: then it rejects with the signal's reason. */
export const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });

/** Runs `work` with a signal that Ctrl-C aborts, and that is aborted with `late` after `milliseconds`. */
export async function withDeadline<T>(
  milliseconds: number,
  late: Failure,
  context: Pick<Context, 'clock' | 'signal'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const expired = new AbortController();
  const ended = new AbortController();
  context.clock.sleep(milliseconds, ended.signal).then(
    () => expired.abort(late),
    () => {},
  );
  try {
    return await work(AbortSignal.any([context.signal, expired.signal]));
  } finally {
    ended.abort();
  }
}
