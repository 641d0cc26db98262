import { createDeadline } from '#async/deadline';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';

/** A queue of events. Each event is taken once. */
export interface EventQueue<T> {
  put(event: T): void;
  /** Removes and returns the next matching event, and waits for it if necessary. Other events stay in the queue. */
  take(matches: (event: T) => boolean): Promise<T>;
}

/** @param timeoutMilliseconds maximum time of `take`; then it fails with exit code 8 */
export function createEventQueue<T>(
  timeoutMilliseconds: number,
  { clock, signal }: Pick<Context, 'clock' | 'signal'>,
): EventQueue<T> {
  const events: T[] = [];
  let arrived = new AbortController();
  return {
    put(event) {
      events.push(event);
      const waiting = arrived;
      arrived = new AbortController();
      waiting.abort();
    },
    async take(matches) {
      const deadline = createDeadline(timeoutMilliseconds, clock);
      for (;;) {
        const at = events.findIndex(matches);
        if (at >= 0) return events.splice(at, 1)[0] as T;
        if (deadline.remaining() === 0) throw new Failure(EXIT.pending, 'pending', 'Timed out waiting for an event.');
        await clock
          .sleep(deadline.remaining(), AbortSignal.any([arrived.signal, signal]))
          .catch(() => signal.throwIfAborted());
      }
    },
  };
}
