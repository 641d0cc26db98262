import { usageError } from '#domain/errors/failure';
import { DAY_MS, parseDuration } from './duration.ts';

/**
 * Reads a moment: a duration before now, `24h`; the beginning of `today`, `yesterday` or a date of this machine's zone,
 * `2026-11-01` or `01.11.2026`; a time of it, `2026-11-01T09:30`. A zone of its own, `2026-11-01T09:30:00Z`, counts.
 *
 * @param now epoch milliseconds
 * @returns epoch milliseconds
 * @throws {Failure} (usage) for anything else.
 */
export function parseTimestamp(text: string, now: number): number {
  if (/^\d+(\.\d+)?(ms|s|m|h)$/.test(text)) return now - parseDuration(text);
  const days = /^(\d{1,4})d$/.exec(text);
  if (days !== null) return now - Number(days[1]) * DAY_MS;
  if (text === 'today' || text === 'yesterday') {
    const day = new Date(now);
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() - (text === 'today' ? 0 : 1)).getTime();
  }
  const iso = text.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$3-$2-$1');
  const date = /^\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T00:00:00` : iso;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(date) ? Date.parse(date) : Number.NaN;
  if (!Number.isNaN(time) && isDay(date.slice(0, 10))) return time;
  throw usageError(
    `${JSON.stringify(text)} is not a time.`,
    'Write how long ago, 30m, 24h or 7d, or today, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30.',
  );
}

/** True of a day that there is: the 30th of February would be read as the 2nd of March. */
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);

/** The offset of this machine's zone at a time: `UTC+05:00`. */
export function formatZone(time: number): string {
  const minutes = -new Date(time).getTimezoneOffset();
  const two = (number: number) => String(Math.trunc(number)).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** The same time with its zone, for a line of its own: `2026-11-23 14:02:05 UTC+05:00`. */
export const formatZonedTimestamp = (time: number): string => `${formatLocalTime(time)} ${formatZone(time)}`;

/** A time for people, in the zone of this machine: `2026-11-23 14:02:05`. */
export function formatLocalTime(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
