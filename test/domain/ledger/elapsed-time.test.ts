import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustTimes, isTimed, measureElapsed, type TimeMark } from '#domain/ledger/elapsed-time';
import { caseCount } from '../../support/suite/case-count.ts';
import { anIntent, HOUR, MINUTE, NOON, SECOND } from './intents.ts';

const DAY = 24 * HOUR;

/** What really happens between two looks at the clocks: time passes, the machine may be started again, its clock is set. */
const history = fc.record({
  passed: fc.integer({ min: 0, max: 3 * DAY }),
  wallErrors: fc.tuple(fc.integer({ min: -3 * DAY, max: 3 * DAY }), fc.integer({ min: -3 * DAY, max: 3 * DAY })),
  platformError: fc.integer({ min: -3 * DAY, max: 3 * DAY }),
  start: fc.integer({ min: NOON, max: NOON + DAY }),
  restarted: fc.boolean(),
  tells: fc.record({ boot: fc.boolean(), platform: fc.boolean() }),
});

type History = typeof history extends fc.Arbitrary<infer Of> ? Of : never;

const cut = (time: number): number => Math.floor(time / SECOND) * SECOND;

/** The marks that this program would take. */
function marksOf({ passed, wallErrors, platformError, start, restarted, tells }: History): [TimeMark, TimeMark] {
  const mark = (at: number, wallError: number, boot: string): TimeMark => ({
    wall: at + wallError,
    platform: tells.platform ? cut(at + platformError) : undefined,
    boot: tells.boot ? { boot, milliseconds: boot === 'first' ? at - NOON : at - start } : undefined,
  });
  return [mark(start, wallErrors[0], 'first'), mark(start + passed, wallErrors[1], restarted ? 'second' : 'first')];
}

describe('the elapsed time of a write', () => {
  it('never exceeds the true time by more than the truncation of the platform, whatever the wall clock shows', () => {
    fc.assert(
      fc.property(history, (given) => {
        const [from, now] = marksOf(given);
        const { milliseconds, isSure } = measureElapsed(from, now);
        expect(milliseconds).toBeGreaterThanOrEqual(0);
        if (isSure) expect(milliseconds).toBeLessThanOrEqual(given.passed + 2 * SECOND);
        expect(isSure).toBe(given.tells.platform || (given.tells.boot && !given.restarted));
      }),
      { numRuns: caseCount(2000) },
    );
  });

  it('is the true time when all clocks are right', () => {
    fc.assert(
      fc.property(history, (given) => {
        const [from, now] = marksOf({ ...given, wallErrors: [0, 0] });
        const { milliseconds } = measureElapsed(from, now);
        expect(milliseconds).toBeGreaterThanOrEqual(given.passed);
        expect(milliseconds).toBeLessThanOrEqual(given.passed + 2 * SECOND);
      }),
      { numRuns: caseCount(2000) },
    );
  });

  it('is real time also on a faster platform', () => {
    const mark = (platform: number): TimeMark => ({ wall: platform, platform });
    expect(measureElapsed(mark(NOON), mark(NOON + HOUR), 60).milliseconds).toBeCloseTo(MINUTE + SECOND / 60);
  });

  it('is that of the platform when the machine was restarted and its clock was ahead before', () => {
    const from = { wall: NOON + DAY, platform: NOON, boot: { boot: 'first', milliseconds: HOUR } };
    const now = { wall: NOON + HOUR, platform: NOON + HOUR, boot: { boot: 'second', milliseconds: MINUTE } };
    expect(measureElapsed(from, now)).toEqual({ milliseconds: HOUR + SECOND, isSure: true });
  });
});

describe('an intent with adjusted times', () => {
  it('keeps the duration of its request and is as old as the elapsed time', () => {
    const boot = (milliseconds: number) => ({ boot: 'first', milliseconds });
    const intent = anIntent({ createdAt: NOON, changedAt: NOON + 15 * SECOND, endsBy: NOON + 31 * SECOND });
    const known = { ...intent, bootAt: boot(0), changedBootAt: boot(15 * SECOND) };
    const now = { wall: NOON + 2 * DAY, boot: boot(MINUTE) };
    expect(adjustTimes(known, now, 1)).toMatchObject({
      createdAt: now.wall - MINUTE,
      changedAt: now.wall - 45 * SECOND,
      endsBy: now.wall - 29 * SECOND,
    });
    expect(adjustTimes(known, now, 1, NOON).createdAt).toBe(NOON - MINUTE);
  });

  const right = { wall: NOON + HOUR, platform: NOON + HOUR };
  it.each<[what: string, timed: boolean, kind: 'sale' | 'refund', now: TimeMark, known?: object]>([
    ['a refund that only the wall clock knows', false, 'refund', right],
    ['a sale, where the wall clock is right now', true, 'sale', right],
    ['a sale, where the wall clock is wrong now', false, 'sale', { ...right, wall: NOON + 2 * HOUR }],
    ['a sale from the future', false, 'sale', { wall: NOON - HOUR, platform: NOON - HOUR }],
    ['a refund, where no other clock tells anything', true, 'refund', { wall: NOON + HOUR }],
    ['a refund with a time of the platform', true, 'refund', right, { changedPlatformAt: NOON }],
    ['a refund with the time of its record only', false, 'refund', right, { platformAt: NOON }],
  ])('is timed correctly: %s', (_what, timed, kind, now, known = {}) => {
    expect(isTimed(anIntent({ kind, state: 'unknown', createdAt: NOON, changedAt: NOON, ...known }), now)).toBe(timed);
  });
});
