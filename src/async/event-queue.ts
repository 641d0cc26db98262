import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { createDeadline } from './deadline.ts';

/** Things that come in by themselves, and can be waited for. Each is taken once. */
export interface EventQueue<T> {
  put(item: T): void;
  /** The next item that `wanted` wants, come or yet to come; others are left where they are. */
  take(wanted: (item: T) => boolean): Promise<T>;
}

/**
 * @param patienceMilliseconds how long `take` waits; then it fails with exit code 8
 */
export function createEventQueue<T>(
  patienceMilliseconds: number,
  { clock, signal }: Pick<Context, 'clock' | 'signal'>,
): EventQueue<T> {
  const items: T[] = [];
  let arrived = new AbortController();

  const pick = (wanted: (item: T) => boolean): T | undefined => {
    const at = items.findIndex(wanted);
    return at < 0 ? undefined : items.splice(at, 1)[0];
  };

  return {
    put(item) {
      items.push(item);
      const waiting = arrived;
      arrived = new AbortController();
      waiting.abort();
    },
    async take(wanted) {
      const deadline = createDeadline(patienceMilliseconds, clock);
      for (;;) {
        const item = pick(wanted);
        if (item !== undefined) return item;
        if (deadline.remaining() === 0)
          throw new Failure(EXIT.pending, 'pending', 'Something that was waited for did not come.');
        await clock
          .sleep(deadline.remaining(), AbortSignal.any([arrived.signal, signal]))
          .catch(() => signal.throwIfAborted());
      }
    },
  };
}
