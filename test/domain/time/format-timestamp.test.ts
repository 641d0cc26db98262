import { expect, it } from 'vitest';
import { formatLocalTime } from '#domain/time/format-timestamp';

it('shows a time in the zone of this machine, to the second', () => {
  expect(formatLocalTime(new Date(2026, 10, 23, 14, 2, 5, 900).getTime())).toBe('2026-11-23 14:02:05');
});
