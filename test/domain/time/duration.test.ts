import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import {
  DEFAULT_DEADLINE,
  DEFAULT_DEADLINE_MS,
  DEFAULT_TIMEOUT,
  DEFAULT_TIMEOUT_MS,
} from '#domain/time/default-timeouts';
import { formatDuration, parseDuration } from '#domain/time/duration';
import { failureOf } from '../../support/failures.ts';

/** The longest time that a timer of Node.js can wait; for a longer one it does not wait at all. */
const MAX_TIMER = 2 ** 31 - 1;

describe('a duration', () => {
  it.each<[text: string, milliseconds: number]>([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1.5s', 1500],
    ['0.5m', 30_000],
    ['1ms', 1],
    ['0.001s', 1],
    ['1.4ms', 1],
    ['007s', 7000],
    ['24h', 86_400_000],
    ['2147483647ms', MAX_TIMER],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '30',
    's',
    '0s',
    '0ms',
    '0.5ms',
    '-5s',
    '+5s',
    '5 s',
    ' 5s',
    '5s ',
    '5S',
    '5sec',
    '5d',
    '1m30s',
    '1e3s',
    '.5s',
    '5.s',
    '5,5s',
    '٥s',
    'Infinitys',
    'NaNs',
    '1000h',
    '9'.repeat(400).concat('h'),
    '5toString',
  ])('%j is refused with the right form', (text) => {
    expect(failureOf(() => parseDuration(text))).toMatchObject({
      exit: EXIT.usage,
      hint: 'Write a number and a unit: 500ms, 30s, 5m, 1h.',
    });
  });

  it.each(['2147483648ms', '2147483647.6ms'])('%s is refused: no timer can wait that long', (text) => {
    expect(failureOf(() => parseDuration(text))).toMatchObject({ exit: EXIT.usage });
  });
});

describe('the text of a duration', () => {
  it.each<[milliseconds: number, text: string]>([
    [0, '0 s'],
    [1, '1 s'],
    [999, '1 s'],
    [1000, '1 s'],
    [1001, '2 s'],
    [45_000, '45 s'],
    [59_001, '1 min'],
    [60_000, '1 min'],
    [80_000, '1 min 20 s'],
    [90_000, '1 min 30 s'],
    [3_599_000, '59 min 59 s'],
    [3_600_000, '1 h 0 min'],
    [7_500_000, '2 h 5 min'],
    [90_000_000, '25 h 0 min'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('is never less than the duration, up to one hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_599_000 }), (milliseconds) => {
        const [, minutes = 0, seconds = 0] = (
          /^(?:(\d+) min)? ?(?:(\d+) s)?$/.exec(formatDuration(milliseconds)) ?? []
        ).map((part) => Number(part ?? 0));
        expect(minutes * 60 + seconds).toBe(Math.ceil(milliseconds / 1000));
      }),
    );
  });
});

describe('a default duration', () => {
  it.each([
    [DEFAULT_TIMEOUT, DEFAULT_TIMEOUT_MS],
    [DEFAULT_DEADLINE, DEFAULT_DEADLINE_MS],
  ])('is shown as it is used: %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
