import type { Context } from '#context';

/** Lets one pass at a time, so that no more than so many do in a second; 0 is no limit. */
export function createRateLimiter(
  perSecond: number,
  { clock }: Pick<Context, 'clock'>,
): (signal: AbortSignal) => Promise<void> {
  let next = clock.elapsed();
  return async (signal) => {
    signal.throwIfAborted();
    if (perSecond === 0) return;
    const now = clock.elapsed();
    const turn = Math.max(now, next);
    next = turn + 1000 / perSecond;
    if (turn > now) await clock.sleep(turn - now, signal);
  };
}
