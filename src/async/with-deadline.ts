import type { Context } from '#context';
import type { Failure } from '#domain/errors/failure';

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
