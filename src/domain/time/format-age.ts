import { type Message, message } from '#domain/language/message';
import { DAY_MS } from './duration.ts';

const UNITS: readonly (readonly [number, (count: number) => Message])[] = [
  [DAY_MS, (count) => message('{count:# day|# days}', { count })],
  [3_600_000, (count) => message('{count:# hour|# hours}', { count })],
  [60_000, (count) => message('{count:# minute|# minutes}', { count })],
];
const SECONDS = (count: number) => message('{count:# second|# seconds}', { count });

/** Formats an age in its largest unit: `3 days`, `1 hour`, `0 seconds`. */
export function formatAge(milliseconds: number): Message {
  const [length, format] = UNITS.find(([size]) => milliseconds >= size) ?? [1000, SECONDS];
  return format(Math.floor(milliseconds / length));
}
