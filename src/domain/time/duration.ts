import { usageError } from '#domain/errors/failure';
import { type Message, message } from '#domain/language/message';

/** A day, in milliseconds. */
export const DAY_MS = 24 * 3_600_000;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Maximum timer of Node in milliseconds: a longer one fires immediately. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * Parses a duration such as `500ms`, `30s`, `5m` or `1h` and returns milliseconds.
 *
 * @throws {Failure} (usage) for anything else, and for zero.
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const exact = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  const milliseconds = Math.round(exact);
  if (!(exact >= 1) || milliseconds > MAX_TIMER) {
    throw usageError(
      message('{text} is not a valid duration.', { text: JSON.stringify(text) }),
      message('Write a number and a unit: 500ms, 30s, 5m, 1h.'),
    );
  }
  return milliseconds;
}

/** Formats a duration for a message: `45 s`, `1 min 20 s`, `2 h 5 min`. A part of a second counts as a whole one. */
export function durationMessage(milliseconds: number): Message {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return message('{seconds} s', { seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60)
    return message('{hours} h {minutes} min', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return seconds % 60 === 0
    ? message('{minutes} min', { minutes })
    : message('{minutes} min {seconds} s', { minutes, seconds: seconds % 60 });
}

/** Formats a duration in English: see {@link durationMessage}. */
export const formatDuration = (milliseconds: number): string => String(durationMessage(milliseconds));
