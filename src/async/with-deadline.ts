import type { Context } from '#context';
import type { Failure } from '#domain/errors/failure';

/** Does something that gets a signal, which is aborted by Ctrl-C, and with `late` when the time is over. */
export async function withDeadline<T>(
  milliseconds: number,
  late: Failure,
  context: Pick<Context, 'clock' | 'signal'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const ended = new AbortController();
  context.clock.sleep(milliseconds, ended.signal).then(
    () => over.abort(late),
    () => {},
  );
  try {
    return await work(AbortSignal.any([context.signal, over.signal]));
  } finally {
    ended.abort();
  }
}
