import { usageError } from '#domain/errors/failure';
import { DAY_MS } from '#domain/time/duration';
import { parseTimestamp } from '#domain/time/timestamp';
import type { PageParameters } from './page-parameters.ts';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS };

/**
 * Parses the expiry of a link (`30m`, `24h`, `7d` or a date) and returns it in the format of `best_before`.
 *
 * @param now epoch milliseconds
 * @throws {Failure} (usage) for any other text, and for a time in the past.
 */
export function parseExpiry(text: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const end = count === undefined ? parseTimestamp(text, now) : now + Number(count) * (UNITS[unit] ?? 0);
  if (end > now) return new Date(end).toISOString().replace(/\.\d+Z$/, '+00:00');
  throw usageError(`${JSON.stringify(text)} is in the past, so the link would have expired.`, 'Write 30m, 24h or 7d.');
}

/** Returns the expiry of a link in epoch milliseconds: Infinity without `best_before`, NaN for an invalid one. */
export const parseBestBefore = ({ best_before: text }: PageParameters): number =>
  text === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(text).replace(/([+-]\d\d)$/, '$1:00'));
