import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLORS } from '#adapters/terminal/color-style';
import {
  answeredLine,
  codeText,
  formatTimeLeft,
  getTimeToChange,
  linesUnder,
  questionLine,
  resendText,
} from '#adapters/terminal/otp/otp-screen';
import type { OtpClocks } from '#domain/otp/otp-state';
import { PLAIN } from '#domain/terminal/plain-style';
import { clocksOf, screenOf } from './otp-screens.ts';

const SEND = 'Enter sends the code, Ctrl-C leaves';
const ANYWAY = 'Enter sends it anyway, Ctrl-C leaves';

describe('the OTP screen shows', () => {
  it.each<[what: string, clocks: OtpClocks, wide: readonly string[], narrow: readonly string[]]>([
    [
      'two clocks in their normal color',
      clocksOf(57_000),
      ['code valid for 0:57 [###############-----]', 'new code possible in 0:57 (2 of 3 left)', SEND],
      ['code valid for 0:57', 'new code in 0:57 (2 of 3 left)', SEND],
    ],
    [
      'more than a minute',
      clocksOf(80_000, 81_000, 3),
      ['code valid for 1:20 [####################]', 'new code possible in 1:21 (3 of 3 left)', SEND],
      ['code valid for 1:20', 'new code in 1:21 (3 of 3 left)', SEND],
    ],
    [
      'that 16 seconds are enough',
      clocksOf(15_001),
      ['code valid for 0:16 [####----------------]', 'new code possible in 0:16 (2 of 3 left)', SEND],
      ['code valid for 0:16', 'new code in 0:16 (2 of 3 left)', SEND],
    ],
    [
      'the last 15 seconds in words',
      clocksOf(15_000),
      [
        'code valid for 0:15 [####----------------] hurry, it expires soon',
        'new code possible soon, in 0:15 (2 of 3 left)',
        SEND,
      ],
      ['code valid for 0:15: hurry', 'new code soon, in 0:15 (2 of 3 left)', SEND],
    ],
    [
      'the very last second',
      clocksOf(1, 1, 1),
      [
        'code valid for 0:01 [#-------------------] hurry, it expires soon',
        'new code possible soon, in 0:01 (1 of 3 left)',
        SEND,
      ],
      ['code valid for 0:01: hurry', 'new code soon, in 0:01 (1 of 3 left)', SEND],
    ],
    [
      'that the code has probably expired, and what may be done',
      clocksOf(0),
      [
        'code valid for 0:00 [--------------------] it has probably expired',
        'new code possible now (2 of 3 left): press Enter on an empty line',
        'Enter sends it anyway, an empty line or Ctrl-N: a new code, Ctrl-C leaves',
      ],
      [
        '0:00: the code has probably expired',
        'new code possible now (2 of 3 left)',
        'Enter sends it anyway, an empty line',
        'or Ctrl-N: a new code, Ctrl-C leaves',
      ],
    ],
    [
      'that it has expired just before a new one is possible',
      clocksOf(0, 700),
      [
        'code valid for 0:00 [--------------------] it has probably expired',
        'new code possible soon, in 0:01 (2 of 3 left)',
        ANYWAY,
      ],
      ['0:00: the code has probably expired', 'new code soon, in 0:01 (2 of 3 left)', ANYWAY],
    ],
    [
      'that no new code is left',
      clocksOf(57_000, 57_000, 0),
      ['code valid for 0:57 [###############-----]', 'no new code left (3 of 3 used)', SEND],
      ['code valid for 0:57', 'no new code left (3 of 3 used)', SEND],
    ],
    [
      'that the last code has expired',
      clocksOf(0, 0, 0),
      ['code valid for 0:00 [--------------------] it has probably expired', 'no new code left (3 of 3 used)', ANYWAY],
      ['0:00: the code has probably expired', 'no new code left (3 of 3 used)', ANYWAY],
    ],
  ])('%s', (_what, clocks, wide, narrow) => {
    const under = (columns: number) => linesUnder(screenOf(clocks), PLAIN, columns).map((line) => line.trim());
    expect(under(80)).toEqual(wide);
    expect(under(40)).toEqual(narrow);
  });

  it('the latest event and the message, below the clocks', () => {
    const screen = screenOf(clocksOf(57_000), { news: 'no connection, trying again', notice: 'not yet' });
    expect(linesUnder(screen, PLAIN, 80).slice(2, 4)).toEqual(['  no connection, trying again', '  not yet']);
  });

  it('a shorter question when the whole one and the code do not fit', () => {
    const screen = screenOf(clocksOf(57_000), { typed: '0420 4242 4242 4242' });
    expect(questionLine(screen, PLAIN, 80)).toBe('? Code from the SMS: 0420 4242 4242 4242');
    expect(questionLine(screen, PLAIN, 40)).toBe('? Code: 0420 4242 4242 4242');
    expect(answeredLine(screen.message, '0420424242424242 (not sent)', PLAIN, 40)).toBe(
      'Code: 0420424242424242 (not sent)',
    );
  });

  it('no escape sequence from outside', () => {
    const screen = screenOf(clocksOf(57_000), { message: 'a\u001b[2Jb', news: 'c\nd\u009b1A' });
    const lines = [questionLine(screen, PLAIN, 80), ...linesUnder(screen, PLAIN, 80)];
    expect(lines.join('\n')).not.toMatch(/[\u001b\u009b]/);
    expect(lines).toContain('  c d\\u009b1A');
  });
});

describe('colour', () => {
  const colours = (codeLeft: number) =>
    linesUnder(screenOf(clocksOf(codeLeft)), COLORS, 80)
      .slice(0, 2)
      .map((line) => /^\u001b\[(\d+)m/.exec(line)?.[1]);

  it('changes in the last 15 seconds, and at the end', () => {
    expect(colours(15_001)).toEqual(['32', '2']);
    expect(colours(15_000)).toEqual(['33', '36']);
    expect(colours(0)).toEqual(['31', '36']);
  });
});

describe('time left', () => {
  it.each<[milliseconds: number, shown: string]>([
    [-5, '0:00'],
    [0, '0:00'],
    [0.001, '0:01'],
    [1, '0:01'],
    [1000, '0:01'],
    [1001, '0:02'],
    [59_001, '1:00'],
    [90_000, '1:30'],
    [1_800_000, '30:00'],
  ])('%d ms is shown as %s', (milliseconds, shown) => {
    expect(formatTimeLeft(milliseconds)).toBe(shown);
  });

  // In thousandths of a millisecond, as a clock of the system has them.
  const left = fc.oneof(
    fc.constantFrom(0, 1, 999, 1000, 1001, 15_000, 80_000),
    fc.integer({ min: 0, max: 1e9 }).map((thousandths) => thousandths / 1000),
  );

  it('is never negative, and never goes up while the clocks run down', () => {
    fc.assert(
      fc.property(left, left, (one, other) => {
        const seconds = (ms: number) => {
          const [minutes = '', rest = ''] = formatTimeLeft(ms).split(':');
          return Number(minutes) * 60 + Number(rest);
        };
        const [early, late] = one >= other ? [one, other] : [other, one];
        expect(seconds(late)).toBeGreaterThanOrEqual(0);
        expect(seconds(late)).toBeLessThanOrEqual(seconds(early));
        expect(seconds(early) * 1000 - early).toBeGreaterThanOrEqual(0);
        expect(seconds(early) * 1000 - early).toBeLessThan(1000);
        const bar = (ms: number) => String(codeText(clocksOf(ms))[0]).split('#').length;
        expect(bar(late)).toBeLessThanOrEqual(bar(early));
      }),
    );
  });

  it('stays the same until the next update', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (code, resend) => {
        const wait = getTimeToChange(clocksOf(code, resend));
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(1000);
        const shownAfter = (passed: number) =>
          [code, resend].map((at) => formatTimeLeft(Math.max(0, at - passed))).join();
        expect(shownAfter(wait - 1)).toBe(shownAfter(0));
        expect(shownAfter(wait)).not.toBe(shownAfter(0));
      }),
    );
  });

  it('is updated each second even when both clocks are at zero', () => {
    expect(getTimeToChange(clocksOf(0))).toBe(1000);
  });
});

it('no line of the OTP screen is wider than the terminal', () => {
  const clocks = fc
    .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: 91_000 }), fc.integer({ min: 0, max: 3 }))
    .map(([code, resend, resendsLeft]) => clocksOf(code, resend, resendsLeft));
  const words = fc.option(fc.string({ unit: 'binary', maxLength: 120 }), { nil: undefined });
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 120 }), clocks, words, words, (columns, at, news, notice) => {
      const screen = screenOf(at, { news, notice, typed: '0420' });
      for (const line of [questionLine(screen, PLAIN, columns), ...linesUnder(screen, PLAIN, columns)]) {
        expect(line.length).toBeLessThan(columns);
        expect(line).not.toContain('\n');
      }
    }),
  );
});

it('every text form of a clock shows the same time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90_000 }), (left) => {
      for (const words of [...codeText(clocksOf(left)), ...resendText(clocksOf(left))]) {
        expect(String(words)).toContain(formatTimeLeft(left));
      }
    }),
  );
});
