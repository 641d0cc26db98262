import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyEvent,
  type Challenge,
  canResend,
  codeTrouble,
  needsStatusConfirmation,
  newChallenge,
  nextStep,
  normalizeCode,
  type OtpEvent,
  type OtpRules,
  remainingTimes,
} from '#domain/otp/otp-state';
import '../json/arbitraries.ts';

const RULES: OtpRules = { otpSeconds: 80, resends: 3, speed: 1 };
const MINUTES = 60_000;

const asked = (at: number, ask = 'first', codeMadeAt = at): OtpEvent => ({ kind: 'asked', ask, at, codeMadeAt });
const handedIn = (at: number): OtpEvent => ({ kind: 'handed in', at });
const resent = (at: number): OtpEvent => ({ kind: 'resent', at });
const ended = (status = 'success'): OtpEvent => ({ kind: 'ended', status });

const story = (events: readonly OtpEvent[], rules = RULES): Challenge => events.reduce(applyEvent, newChallenge(rules));

describe('what is to be done', () => {
  it.each<[when: string, events: OtpEvent[], now: number, step: object]>([
    ['before the platform asks', [], 0, { kind: 'wait', for: 'ask' }],
    ['when it has asked', [asked(0)], 0, { kind: 'enter', again: undefined }],
    ['when the code has expired', [asked(0)], 200_000, { kind: 'enter', again: undefined }],
    ['when a code was handed in', [asked(0), handedIn(9)], 10, { kind: 'wait', for: 'verdict' }],
    ['after a wrong code', [asked(0), handedIn(9), asked(20, 'second')], 20, { kind: 'enter', again: 'wrong' }],
    [
      'after a code just in time',
      [asked(0), handedIn(80_000), asked(80_020, '2')],
      80_020,
      { kind: 'enter', again: 'wrong' },
    ],
    ['after a late code', [asked(0), handedIn(80_001), asked(80_020, '2')], 80_020, { kind: 'enter', again: 'late' }],
    [
      'after a wrong, then a late code',
      [asked(0), handedIn(9), asked(20, '2'), handedIn(90_000), asked(90_020, '3')],
      90_020,
      { kind: 'enter', again: 'late' },
    ],
    [
      'after a wrong code and a new one',
      [asked(0), handedIn(9), asked(20, '2'), resent(81_000)],
      81_000,
      { kind: 'enter', again: undefined },
    ],
    [
      'after a late code, a new one, and that in time',
      [asked(0), handedIn(90_000), asked(90_020, '2'), resent(91_000), handedIn(170_000), asked(170_020, '3')],
      170_020,
      { kind: 'enter', again: 'wrong' },
    ],
    ['when 30 minutes are over', [asked(0)], 30 * MINUTES, { kind: 'wait', for: 'end' }],
    ['a moment before', [asked(0)], 30 * MINUTES - 1, { kind: 'enter', again: undefined }],
    [
      '30 minutes after the ask, when a code was taken',
      [asked(0), handedIn(MINUTES), asked(61_000, '2')],
      30 * MINUTES,
      { kind: 'enter', again: 'wrong' },
    ],
    [
      '30 minutes after that code',
      [asked(0), handedIn(MINUTES), asked(61_000, '2')],
      31 * MINUTES,
      { kind: 'wait', for: 'end' },
    ],
    [
      '30 minutes after the ask, in spite of a new code',
      [asked(0), resent(MINUTES * 2)],
      30 * MINUTES,
      { kind: 'wait', for: 'end' },
    ],
    ['when it has ended', [asked(0), ended('decline')], 10, { kind: 'end', status: 'decline' }],
    ['when it has ended without a code', [ended()], 0, { kind: 'end', status: 'success' }],
    [
      'when 30 minutes are over and the end was told',
      [asked(0), ended('decline')],
      40 * MINUTES,
      { kind: 'end', status: 'decline' },
    ],
  ])('%s', (_, events, now, step) => {
    expect(nextStep(story(events), now)).toEqual(step);
  });
});

describe('the clocks', () => {
  it.each<[when: string, events: OtpEvent[], now: number, clocks: object]>([
    ['at the ask', [asked(0)], 0, { codeLeft: 80_000, resendIn: 81_000, resendsLeft: 3, platformLeft: 30 * MINUTES }],
    [
      'of a code that is older than the ask',
      [asked(30_000, 'a', 20_000)],
      30_000,
      { codeLeft: 70_000, resendIn: 71_000 },
    ],
    ['when the code is over', [asked(0)], 80_000, { codeLeft: 0, resendIn: 1000 }],
    ['when a new one is possible', [asked(0)], 81_000, { codeLeft: 0, resendIn: 0 }],
    [
      'after another ask',
      [asked(0), handedIn(10_000), asked(11_000, '2')],
      11_000,
      { codeLeft: 69_000, resendIn: 70_000 },
    ],
    ['after a new code', [asked(0), resent(90_000)], 91_000, { codeLeft: 79_000, resendIn: 80_000, resendsLeft: 2 }],
    ['before anything', [], 5, { codeLeft: 0, resendIn: 0, resendsLeft: 3, platformLeft: 0 }],
  ])('%s', (_, events, now, clocks) => {
    expect(remainingTimes(story(events), now)).toMatchObject(clocks);
  });

  it('run as many times as fast as the platform’s', () => {
    const challenge = story([asked(0)], { otpSeconds: 90, resends: 3, speed: 10 });
    expect(remainingTimes(challenge, 1000)).toEqual({
      codeLeft: 8000,
      resendIn: 8100,
      resendsLeft: 3,
      resends: 3,
      life: 9000,
      platformLeft: 3 * MINUTES - 1000,
    });
    expect(nextStep(challenge, 3 * MINUTES)).toEqual({ kind: 'wait', for: 'end' });
  });

  it('of a payment that is gone on with know the new codes that it has had', () => {
    const challenge = applyEvent(newChallenge(RULES, 2), asked(0));
    expect(remainingTimes(challenge, 0).resendsLeft).toBe(1);
    expect(needsStatusConfirmation(challenge)).toBe(true);
  });

  it.each<[resendIn: number, resendsLeft: number, may: boolean]>([
    [0, 1, true],
    [1, 1, false],
    [0, 0, false],
  ])('in %i ms with %i left: %s', (resendIn, resendsLeft, may) => {
    expect(canResend({ resendIn, resendsLeft })).toBe(may);
  });
});

/** What may happen, a while after what happened before. */
const happening = fc.record({
  pause: fc.integer({ min: 0, max: 200_000 }),
  kind: fc.constantFrom('asked', 'asked', 'handed in', 'resent', 'look', 'ended'),
  ask: fc.constantFrom('1', '2', '3', '4', '5'),
  age: fc.integer({ min: 0, max: 20_000 }),
});
const rules = fc.record({
  otpSeconds: fc.integer({ min: 1, max: 120 }),
  resends: fc.integer({ min: 0, max: 3 }),
  speed: fc.constantFrom(1, 2, 40),
});

interface Moment {
  readonly before: Challenge;
  readonly challenge: Challenge;
  readonly event: OtpEvent | undefined;
  readonly now: number;
}

/** A payment whose merchant does what the rules allow, and to which anything may happen. */
function moments(
  of: OtpRules,
  happenings: readonly { pause: number; kind: string; ask: string; age: number }[],
): Moment[] {
  let challenge = newChallenge(of);
  let now = 0;
  return happenings.map(({ pause, kind, ask, age }) => {
    now += pause;
    const before = challenge;
    const may = kind !== 'resent' || canResend(remainingTimes(challenge, now));
    const event = may ? eventOf(kind, now, ask, age) : undefined;
    if (event !== undefined) challenge = applyEvent(challenge, event);
    return { before, challenge, event, now };
  });
}

function eventOf(kind: string, now: number, ask: string, age: number): OtpEvent | undefined {
  if (kind === 'asked') return asked(now, ask, now - age);
  if (kind === 'handed in') return handedIn(now);
  if (kind === 'resent') return resent(now);
  return kind === 'ended' ? ended() : undefined;
}

const always = (law: (moment: Moment, all: readonly Moment[], index: number) => void): void =>
  fc.assert(
    fc.property(rules, fc.array(happening, { maxLength: 30 }), (of, happenings) => {
      const all = moments(of, happenings);
      all.forEach((moment, index) => {
        law(moment, all, index);
      });
    }),
  );

describe('whatever happens', () => {
  it('there are never more new codes than the contract allows', () => {
    always(({ challenge, now }) => {
      expect(challenge.resendsUsed).toBeLessThanOrEqual(challenge.rules.resends);
      expect(remainingTimes(challenge, now).resendsLeft).toBe(challenge.rules.resends - challenge.resendsUsed);
    });
  });

  it('no code is asked for after an end, and the end stays what it was', () => {
    always(({ challenge, now }, all, index) => {
      const end = all.slice(0, index + 1).find(({ event }) => event?.kind === 'ended');
      if (end !== undefined) expect(nextStep(challenge, now)).toEqual({ kind: 'end', status: 'success' });
      else expect(nextStep(challenge, now).kind).not.toBe('end');
    });
  });

  it('the clocks are never negative, and never show more than a whole life', () => {
    always(({ challenge, now }) => {
      const { codeLeft, resendIn, platformLeft, life } = remainingTimes(challenge, now);
      for (const left of [codeLeft, resendIn, platformLeft]) expect(left).toBeGreaterThanOrEqual(0);
      expect(codeLeft).toBeLessThanOrEqual(life);
      expect(resendIn).toBeLessThanOrEqual(life + 1000 / challenge.rules.speed);
    });
  });

  it('the clocks of a code never go up, but for a new code', () => {
    always(({ before, challenge, event, now }) => {
      const isNew = event?.kind === 'resent' || before.codeMadeAt === undefined;
      if (isNew) return;
      const [was, is] = [remainingTimes(before, now), remainingTimes(challenge, now)];
      expect(is.codeLeft).toBeLessThanOrEqual(was.codeLeft);
      expect(is.resendIn).toBeLessThanOrEqual(was.resendIn);
      const waits = before.waitsUntil !== undefined && event?.kind !== 'handed in';
      if (waits) expect(is.platformLeft).toBeLessThanOrEqual(was.platformLeft);
    });
  });

  it('an ask that comes again changes nothing, however late', () => {
    always(({ challenge, now }) => {
      for (const ask of challenge.asks) expect(applyEvent(challenge, asked(now, ask))).toBe(challenge);
    });
  });

  it('a code is asked for only when the platform has asked, waits still, and judges none', () => {
    always(({ challenge, now }, all, index) => {
      if (nextStep(challenge, now).kind !== 'enter') return;
      const happened = all.slice(0, index + 1).flatMap(({ event }) => event ?? []);
      expect(happened.some(({ kind }) => kind === 'asked' || kind === 'resent')).toBe(true);
      expect(challenge.handedInAt).toBeUndefined();
      if (challenge.waitsUntil !== undefined) expect(now).toBeLessThan(challenge.waitsUntil);
    });
  });

  it('an end is believed from a callback alone only before the first new code', () => {
    always(({ challenge }, all, index) => {
      const renewed = all
        .slice(0, index + 1)
        .some(({ event, before }) => event?.kind === 'resent' && before.end === undefined);
      expect(needsStatusConfirmation(challenge)).toBe(renewed);
    });
  });
});

describe('a code as people paste it', () => {
  it.each([
    ['123 456', '123456'],
    [' 0012-34\t', '001234'],
    ['12\u201034\u201156\u2013', '123456'],
    ['12\u00a034', '1234'],
    ['', ''],
  ])('%j is %j', (text, code) => {
    expect(normalizeCode(text)).toBe(code);
  });

  it.each(['123', '0000', '0123456789'])('%s has nothing odd', (code) => {
    expect(codeTrouble(code)).toBeUndefined();
  });

  it.each(['', '12', '12345678901', '12a4', '１２３４'])('%j is odd, and the words say why', (code) => {
    expect(codeTrouble(code)).toMatch(/^a code has /);
  });

  it('keeps each digit, in its order', () => {
    const noise = fc.constantFrom('', ' ', '-', '\u2014', '\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...'0123456789'), noise)), (parts) => {
        expect(normalizeCode(parts.flat().join(''))).toBe(parts.map(([digit]) => digit).join(''));
      }),
    );
  });
});
