import { usageError } from '#domain/errors/failure';
import { DAY_MS } from '#domain/time/duration';
import { parseTimestamp } from '#domain/time/timestamp';
import type { PageParameters } from './page-parameters.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS };

/**
 * Reads when a link is to be over, as the platform takes it (`best_before`): after `30m`, `24h` or `7d`, or at a date.
 *
 * @param now epoch milliseconds
 * @throws {Failure} (usage) for anything else, and for what is not ahead.
 */
export function parseExpiry(text: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const end = count === undefined ? parseTimestamp(text, now) : now + Number(count) * (UNITS[unit] ?? 0);
  if (end > now) return new Date(end).toISOString().replace(/\.\d+Z$/, '+00:00');
  throw usageError(`${JSON.stringify(text)} is not ahead: the link would be over already.`, 'Write 30m, 24h or 7d.');
}

/** When a link is over, epoch milliseconds: never without `best_before`; not a number when that is no time. */
export const parseBestBefore = ({ best_before: text }: PageParameters): number =>
  text === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(text).replace(/([+-]\d\d)$/, '$1:00'));
