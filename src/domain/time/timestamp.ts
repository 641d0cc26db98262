import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { DAY_MS, parseDuration } from './duration.ts';

/**
 * Parses a time: a duration before now (`24h`, `7d`), the beginning of a day (`today`, `yesterday`, `2026-11-01`, `01.11.2026`), or a
 * time of day (`2026-11-01T09:30`). Without a zone, such as `Z`, it is in the zone of this machine.
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
    message('{text} is not a valid time.', { text: JSON.stringify(text) }),
    message('Write how long ago, 30m, 24h or 7d, or today, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30.'),
  );
}

/** True of a day that exists: JavaScript reads the 30th of February as the 2nd of March. */
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
