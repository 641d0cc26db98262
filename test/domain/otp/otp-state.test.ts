import { describe, expect, it } from 'vitest';
import {
  applyEvent,
  type Challenge,
  canResend,
  needsStatusConfirmation,
  newChallenge,
  nextStep,
  type OtpEvent,
  type OtpRules,
  remainingTimes,
} from '#domain/otp/otp-state';
import { ended, requested, resent, submitted } from './otp-events.ts';

const RULES: OtpRules = { otpSeconds: 80, resends: 3, speed: 1 };
const MINUTES = 60_000;

const applyAll = (events: readonly OtpEvent[], rules = RULES): Challenge =>
  events.reduce(applyEvent, newChallenge(rules));

describe('the next step of an OTP', () => {
  it.each<[when: string, events: OtpEvent[], now: number, step: object]>([
    ['before the platform requests a code', [], 0, { kind: 'wait', for: 'request' }],
    ['after the request', [requested(0)], 0, { kind: 'enter', rejection: undefined }],
    ['when the code has expired', [requested(0)], 200_000, { kind: 'enter', rejection: undefined }],
    ['after a code was submitted', [requested(0), submitted(9)], 10, { kind: 'wait', for: 'result' }],
    [
      'after a wrong code',
      [requested(0), submitted(9), requested(20, 'second')],
      20,
      { kind: 'enter', rejection: 'wrong' },
    ],
    [
      'after a wrong code just before the end',
      [requested(0), submitted(80_000), requested(80_020, '2')],
      80_020,
      { kind: 'enter', rejection: 'wrong' },
    ],
    [
      'after a late code',
      [requested(0), submitted(80_001), requested(80_020, '2')],
      80_020,
      { kind: 'enter', rejection: 'late' },
    ],
    [
      'after a wrong code and a late code',
      [requested(0), submitted(9), requested(20, '2'), submitted(90_000), requested(90_020, '3')],
      90_020,
      { kind: 'enter', rejection: 'late' },
    ],
    [
      'after a wrong code and a resend',
      [requested(0), submitted(9), requested(20, '2'), resent(81_000)],
      81_000,
      { kind: 'enter', rejection: undefined },
    ],
    [
      'after a late code, a resend, and a code in time',
      [
        requested(0),
        submitted(90_000),
        requested(90_020, '2'),
        resent(91_000),
        submitted(170_000),
        requested(170_020, '3'),
      ],
      170_020,
      { kind: 'enter', rejection: 'wrong' },
    ],
    ['after 30 minutes', [requested(0)], 30 * MINUTES, { kind: 'wait', for: 'end' }],
    ['just before 30 minutes', [requested(0)], 30 * MINUTES - 1, { kind: 'enter', rejection: undefined }],
    [
      '30 minutes after the request, when a code was accepted',
      [requested(0), submitted(MINUTES), requested(61_000, '2')],
      30 * MINUTES,
      { kind: 'enter', rejection: 'wrong' },
    ],
    [
      '30 minutes after the accepted code',
      [requested(0), submitted(MINUTES), requested(61_000, '2')],
      31 * MINUTES,
      { kind: 'wait', for: 'end' },
    ],
    [
      '30 minutes after the request, with a resend',
      [requested(0), resent(MINUTES * 2)],
      30 * MINUTES,
      { kind: 'wait', for: 'end' },
    ],
    ['after the end', [requested(0), ended('decline')], 10, { kind: 'end', status: 'decline' }],
    ['after an end without a code', [ended()], 0, { kind: 'end', status: 'success' }],
    [
      'after the end and 30 minutes',
      [requested(0), ended('decline')],
      40 * MINUTES,
      { kind: 'end', status: 'decline' },
    ],
  ])('is right %s', (_, events, now, step) => {
    expect(nextStep(applyAll(events), now)).toEqual(step);
  });
});

describe('the remaining times of a code', () => {
  it.each<[when: string, events: OtpEvent[], now: number, clocks: object]>([
    [
      'at the request',
      [requested(0)],
      0,
      { codeLeft: 80_000, resendIn: 81_000, resendsLeft: 3, platformLeft: 30 * MINUTES },
    ],
    [
      'for a code that is older than the request',
      [requested(30_000, 'a', 20_000)],
      30_000,
      { codeLeft: 70_000, resendIn: 71_000 },
    ],
    ['when the code has expired', [requested(0)], 80_000, { codeLeft: 0, resendIn: 1000 }],
    ['when a resend is possible', [requested(0)], 81_000, { codeLeft: 0, resendIn: 0 }],
    [
      'after another request',
      [requested(0), submitted(10_000), requested(11_000, '2')],
      11_000,
      { codeLeft: 69_000, resendIn: 70_000 },
    ],
    ['after a resend', [requested(0), resent(90_000)], 91_000, { codeLeft: 79_000, resendIn: 80_000, resendsLeft: 2 }],
    ['before the first request', [], 5, { codeLeft: 0, resendIn: 0, resendsLeft: 3, platformLeft: 0 }],
  ])('are right %s', (_, events, now, clocks) => {
    expect(remainingTimes(applyAll(events), now)).toMatchObject(clocks);
  });

  it('are shorter by the speed of the platform’s clock', () => {
    const challenge = applyAll([requested(0)], { otpSeconds: 90, resends: 3, speed: 10 });
    expect(remainingTimes(challenge, 1000)).toEqual({
      codeLeft: 8000,
      resendIn: 8100,
      resendsLeft: 3,
      resends: 3,
      lifetime: 9000,
      platformLeft: 3 * MINUTES - 1000,
    });
    expect(nextStep(challenge, 3 * MINUTES)).toEqual({ kind: 'wait', for: 'end' });
  });

  it('count the earlier resends of a continued payment', () => {
    const challenge = applyEvent(newChallenge(RULES, 2), requested(0));
    expect(remainingTimes(challenge, 0).resendsLeft).toBe(1);
    expect(needsStatusConfirmation(challenge)).toBe(true);
  });

  it.each<[resendIn: number, resendsLeft: number, may: boolean]>([
    [0, 1, true],
    [1, 1, false],
    [0, 0, false],
  ])('allow a resend in %i ms with %i left: %s', (resendIn, resendsLeft, may) => {
    expect(canResend({ resendIn, resendsLeft })).toBe(may);
  });
});
