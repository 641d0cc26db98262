/** How often the platform tries to deliver a callback, at most (platform docs: callbacks, delivery). */
export const MAX_ATTEMPTS = 120;

/**
 * The pause after a try that failed: 10 s six times, then growing to 4 h, so that 120 tries take about
 * 11 days (platform docs: callbacks, delivery).
 *
 * @param tries how often it was tried
 */
export function retryDelay(tries: number): number {
  return tries <= 6 ? 10_000 : Math.min(4 * 3_600_000, (tries - 6) * 150_000);
}
