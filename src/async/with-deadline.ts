import type { Context } from '#context';
import type { Failure } from '#domain/errors/failure';

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
