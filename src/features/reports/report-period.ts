import { usageError } from '#domain/errors/failure';
import { parseTimestamp } from '#domain/time/timestamp';

/** Options that select the period of a report. */
export interface PeriodOptions {
  readonly day?: string;
  readonly week?: boolean;
  readonly month?: boolean;
  readonly since?: string;
  readonly until?: string;
}

/**
 * Returns the period of a report in epoch milliseconds. Days begin at midnight in the zone of this machine.
 *
 * @throws {Failure} (usage) for two periods, an invalid time, and a period that ends before it begins.
 */
export function selectPeriod(
  { day, week, month, since, until }: PeriodOptions,
  now: number,
): { readonly since: number; readonly until: number } {
  const given = [day !== undefined, week === true, month === true, since !== undefined || until !== undefined];
  if (given.filter((isGiven) => isGiven).length > 1) {
    throw usageError('A report has one period.', 'Give one of --day, --week, --month, or --since with --until.');
  }
  if (since !== undefined || until !== undefined) {
    const period = {
      since: parseTimestamp(since ?? 'today', now),
      until: until === undefined ? now : parseTimestamp(until, now),
    };
    if (period.since < period.until) return period;
    throw usageError('The period ends before it begins.', 'For example: --since 2026-11-01 --until 2026-11-08');
  }
  if (week === true || month === true)
    return { since: midnight(now, week === true ? -6 : -29), until: midnight(now, 1) };
  const start = parseTimestamp(day ?? 'today', now);
  return { since: midnight(start, 0), until: midnight(start, 1) };
}

/** Returns the midnight that begins a day, some days later. */
function midnight(time: number, days: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
