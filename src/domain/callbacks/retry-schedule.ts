/** Maximum number of deliveries of a callback by the platform (platform docs: callbacks, delivery). */
export const MAX_ATTEMPTS = 120;

/**
 * Returns the delay after a failed delivery, in milliseconds: 10 s six times, then growing to 4 h, so that 120 deliveries take about
 * 11 days (platform docs: callbacks, delivery).
 *
 * @param tries number of failed deliveries
 */
export function retryDelay(tries: number): number {
  return tries <= 6 ? 10_000 : Math.min(4 * 3_600_000, (tries - 6) * 150_000);
}
