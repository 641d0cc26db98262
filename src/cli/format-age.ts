import { DAY_MS } from '#domain/time/duration';

export { formatLocalTime as formatTime, formatZonedTimestamp as formatZonedTime } from '#domain/time/format-timestamp';

const UNITS = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** Formats an age in its largest unit: `3 days`, `1 hour`, `0 seconds`. */
export function formatAge(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => milliseconds >= size) ?? ['second', 1000];
  const count = Math.floor(milliseconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
