import fc from 'fast-check';
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

/** An event and the time since the previous one. */
const input = fc.record({
  pause: fc.integer({ min: 0, max: 200_000 }),
  kind: fc.constantFrom('requested', 'requested', 'submitted', 'resent', 'nothing', 'ended'),
  key: fc.constantFrom('1', '2', '3', '4', '5'),
  age: fc.integer({ min: 0, max: 20_000 }),
});
const rules = fc.record({
  otpSeconds: fc.integer({ min: 1, max: 120 }),
  resends: fc.integer({ min: 0, max: 3 }),
  speed: fc.constantFrom(1, 2, 40),
});

interface Step {
  readonly before: Challenge;
  readonly challenge: Challenge;
  readonly event: OtpEvent | undefined;
  readonly now: number;
}

/** Applies events to a payment whose merchant follows the rules. */
function applyInputs(
  of: OtpRules,
  inputs: readonly { pause: number; kind: string; key: string; age: number }[],
): Step[] {
  let challenge = newChallenge(of);
  let now = 0;
  return inputs.map(({ pause, kind, key, age }) => {
    now += pause;
    const before = challenge;
    const may = kind !== 'resent' || canResend(remainingTimes(challenge, now));
    const event = may ? createEvent(kind, now, key, age) : undefined;
    if (event !== undefined) challenge = applyEvent(challenge, event);
    return { before, challenge, event, now };
  });
}

function createEvent(kind: string, now: number, key: string, age: number): OtpEvent | undefined {
  if (kind === 'requested') return requested(now, key, now - age);
  if (kind === 'submitted') return submitted(now);
  if (kind === 'resent') return resent(now);
  return kind === 'ended' ? ended() : undefined;
}

const always = (law: (step: Step, all: readonly Step[], index: number) => void): void =>
  fc.assert(
    fc.property(rules, fc.array(input, { maxLength: 30 }), (of, inputs) => {
      const all = applyInputs(of, inputs);
      all.forEach((step, index) => {
        law(step, all, index);
      });
    }),
  );

describe('after any events', () => {
  it('there are never more resends than the contract allows', () => {
    always(({ challenge, now }) => {
      expect(challenge.resendsUsed).toBeLessThanOrEqual(challenge.rules.resends);
      expect(remainingTimes(challenge, now).resendsLeft).toBe(challenge.rules.resends - challenge.resendsUsed);
    });
  });

  it('an ended payment stays ended with its status', () => {
    always(({ challenge, now }, all, index) => {
      const end = all.slice(0, index + 1).find(({ event }) => event?.kind === 'ended');
      if (end !== undefined) expect(nextStep(challenge, now)).toEqual({ kind: 'end', status: 'success' });
      else expect(nextStep(challenge, now).kind).not.toBe('end');
    });
  });

  it('remaining times are from 0 to the lifetime of a code', () => {
    always(({ challenge, now }) => {
      const { codeLeft, resendIn, platformLeft, lifetime } = remainingTimes(challenge, now);
      for (const left of [codeLeft, resendIn, platformLeft]) expect(left).toBeGreaterThanOrEqual(0);
      expect(codeLeft).toBeLessThanOrEqual(lifetime);
      expect(resendIn).toBeLessThanOrEqual(lifetime + 1000 / challenge.rules.speed);
    });
  });

  it('only a resend increases remaining times', () => {
    always(({ before, challenge, event, now }) => {
      const isNew = event?.kind === 'resent' || before.codeMadeAt === undefined;
      if (isNew) return;
      const [was, is] = [remainingTimes(before, now), remainingTimes(challenge, now)];
      expect(is.codeLeft).toBeLessThanOrEqual(was.codeLeft);
      expect(is.resendIn).toBeLessThanOrEqual(was.resendIn);
      const waits = before.waitsUntil !== undefined && event?.kind !== 'submitted';
      if (waits) expect(is.platformLeft).toBeLessThanOrEqual(was.platformLeft);
    });
  });

  it('a repeated request changes nothing', () => {
    always(({ challenge, now }) => {
      for (const ask of challenge.requestKeys) expect(applyEvent(challenge, requested(now, ask))).toBe(challenge);
    });
  });

  it('the customer enters a code only after a request, while the platform waits and checks no code', () => {
    always(({ challenge, now }, all, index) => {
      if (nextStep(challenge, now).kind !== 'enter') return;
      const applied = all.slice(0, index + 1).flatMap(({ event }) => event ?? []);
      expect(applied.some(({ kind }) => kind === 'requested' || kind === 'resent')).toBe(true);
      expect(challenge.submittedAt).toBeUndefined();
      if (challenge.waitsUntil !== undefined) expect(now).toBeLessThan(challenge.waitsUntil);
    });
  });

  it('a status must confirm the end after the first resend', () => {
    always(({ challenge }, all, index) => {
      const isResent = all
        .slice(0, index + 1)
        .some(({ event, before }) => event?.kind === 'resent' && before.end === undefined);
      expect(needsStatusConfirmation(challenge)).toBe(isResent);
    });
  });
});
