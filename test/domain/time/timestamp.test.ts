import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { formatLocalTime } from '#domain/time/format-timestamp';
import { parseTimestamp } from '#domain/time/timestamp';
import { failureOf } from '../../support/failures.ts';
import { HOUR, MINUTE, NOON } from '../ledger/intents.ts';

describe('a time ago', () => {
  it.each<[text: string, ago: number]>([
    ['30s', 30_000],
    ['30m', 30 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['24h', 24 * HOUR],
    ['500ms', 500],
    ['1d', 24 * HOUR],
    ['7d', 7 * 24 * HOUR],
    ['90d', 90 * 24 * HOUR],
    ['0d', 0],
  ])('%s', (text, ago) => {
    expect(parseTimestamp(text, NOON)).toBe(NOON - ago);
  });
});

describe('a date', () => {
  it.each<[text: string, time: number]>([
    ['2026-11-01', new Date(2026, 10, 1).getTime()],
    ['2026-11-01T09:30', new Date(2026, 10, 1, 9, 30).getTime()],
    ['2026-11-01T09:30:15', new Date(2026, 10, 1, 9, 30, 15).getTime()],
    ['2024-02-29', new Date(2024, 1, 29).getTime()],
    ['01.11.2026', new Date(2026, 10, 1).getTime()],
    ['today', new Date(new Date(NOON).setHours(0, 0, 0, 0)).getTime()],
    ['yesterday', new Date(new Date(NOON - 24 * HOUR).setHours(0, 0, 0, 0)).getTime()],
  ])('%s is in the zone of this machine', (text, time) => {
    expect(parseTimestamp(text, NOON)).toBe(time);
  });

  it.each<[text: string, time: number]>([
    ['2026-11-01T09:30:00Z', Date.UTC(2026, 10, 1, 9, 30)],
    ['2026-11-01T09:30Z', Date.UTC(2026, 10, 1, 9, 30)],
    ['2026-11-01T09:30:00+05:00', Date.UTC(2026, 10, 1, 4, 30)],
    ['2026-11-01T09:30:00.250Z', Date.UTC(2026, 10, 1, 9, 30, 0, 250)],
  ])('%s has a zone of its own', (text, time) => {
    expect(parseTimestamp(text, NOON)).toBe(time);
  });

  it.each([
    '',
    ' ',
    'Yesterday',
    'now',
    '2026',
    '2026-11',
    '1.11.2026',
    '31.02.2026',
    '01.13.2026',
    '11/01/2026',
    '2026-13-01',
    '2026-11-01 09:30',
    '2026-11-01T9:30',
    '2026-11-01T25:00',
    '2026-11-01T09:30 foo',
    '20261101',
    '1793525400000',
    '-1d',
    '1.5d',
    '12345d',
    '7D',
    '1w',
    '0s',
    '24',
  ])('%j is refused', (text) => {
    expect(failureOf(() => parseTimestamp(text, NOON))).toMatchObject({ exit: EXIT.usage });
  });

  it.each(['2026-02-30', '2025-02-29', '2026-11-31', '2026-11-31T09:30', '2026-02-30T09:30:00Z'])(
    '%s does not exist, and is not taken for another day',
    (text) => {
      expect(failureOf(() => parseTimestamp(text, NOON))).toMatchObject({ exit: EXIT.usage });
    },
  );

  it('that is not a valid time is refused with the right form', () => {
    expect(failureOf(() => parseTimestamp('last week', NOON))).toMatchObject({
      message: '"last week" is not a valid time.',
      hint: expect.stringMatching(/24h or 7d.*2026-11-01T09:30/),
    });
  });
});

describe('the text of a time', () => {
  it.each<[time: Date, text: string]>([
    [new Date(2026, 10, 23, 14, 2, 5), '2026-11-23 14:02:05'],
    [new Date(2026, 0, 1), '2026-01-01 00:00:00'],
    [new Date(2026, 11, 31, 23, 59, 59, 999), '2026-12-31 23:59:59'],
  ])('is in the zone of this machine: %s', (time, text) => {
    expect(formatLocalTime(time.getTime())).toBe(text);
  });

  it('can be parsed to the same second', () => {
    // An hour that comes twice, when clocks are set back, reads back as one of the two.
    const seconds = fc.integer({ min: 1_000_000_000, max: 3_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const text = formatLocalTime(second * 1000);
        expect(formatLocalTime(parseTimestamp(text.replace(' ', 'T'), NOON))).toBe(text);
      }),
    );
  });
});
