import type { Context } from '#context';

/**
 * Returns a function that resolves at most `perSecond` times a second.
 *
 * @param perSecond 0: no limit
 */
export function createRateLimiter(
  perSecond: number,
  { clock }: Pick<Context, 'clock'>,
): (signal: AbortSignal) => Promise<void> {
  let next = clock.elapsed();
  return async (signal) => {
    signal.throwIfAborted();
    if (perSecond === 0) return;
    const now = clock.elapsed();
    const start = Math.max(now, next);
    next = start + 1000 / perSecond;
    if (start > now) await clock.sleep(start - now, signal);
  };
}
