import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/**
 * Parses a TCP port; 0 means any free port.
 *
 * @throws {Failure} (usage) for anything else.
 */
export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw usageError(
    message('{text} is not a port.', { text: JSON.stringify(text) }),
    message('A number from 0 to 65535; 0 means any free port.'),
  );
}

/**
 * Parses a maximum number of lines.
 *
 * @throws {Failure} (usage) for anything but a whole number from 1 to 999999999.
 */
export function parseLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usageError(message('{text} is not a number of lines.', { text: JSON.stringify(text) }));
}

/** Returns a parser for a speed as a multiple of real time, from `min` to `max`. */
export const createSpeedParser =
  (min: number, max: number) =>
  (text: string): number => {
    const speed = Number(text);
    if (speed >= min && speed <= max) return speed;
    throw usageError(`${JSON.stringify(text)} is not a speed.`, `A number from ${min} to ${max}.`);
  };
