import { describe, expect, it } from 'vitest';
import { retryDelay } from '#domain/callbacks/retry-schedule';

describe('the delays between attempts', () => {
  const delays = Array.from({ length: 119 }, (_, index) => retryDelay(index + 1));

  it('are 10 s for the first six attempts, then grow to 4 h', () => {
    expect(delays.slice(0, 6)).toEqual(Array(6).fill(10_000));
    const growing = delays.slice(6);
    expect(growing).toEqual(growing.toSorted((a, b) => a - b));
    expect(growing.at(-1)).toBe(4 * 3_600_000);
  });

  it('have a sum of 11 days', () => {
    const days = delays.reduce((sum, delay) => sum + delay, 0) / (24 * 3_600_000);
    expect(days).toBeGreaterThan(10.5);
    expect(days).toBeLessThan(11);
  });
});
