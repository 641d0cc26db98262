import { describe, expect, it } from 'vitest';
import { formatAge } from '#domain/time/format-age';

describe('an age', () => {
  it.each<[milliseconds: number, text: string]>([
    [0, '0 seconds'],
    [999, '0 seconds'],
    [1000, '1 second'],
    [1999, '1 second'],
    [59_999, '59 seconds'],
    [60_000, '1 minute'],
    [119_999, '1 minute'],
    [120_000, '2 minutes'],
    [3_599_999, '59 minutes'],
    [3_600_000, '1 hour'],
    [86_399_999, '23 hours'],
    [86_400_000, '1 day'],
    [3 * 86_400_000, '3 days'],
    [400 * 86_400_000, '400 days'],
  ])('of %d ms is shown as %s', (milliseconds, text) => {
    expect(formatAge(milliseconds)).toEqual(text);
  });
});
