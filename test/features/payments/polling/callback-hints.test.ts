import { describe, expect, it } from 'vitest';
import { interruptedFailure } from '#domain/errors/failure';
import { rejectionOf } from '../../../support/failures.ts';
import { refused, type ScriptedOutcome } from '../../../support/gate/fake-gate.ts';
import { DONE, OPEN, waiting } from './scripted-wait.ts';

describe('a wait for a payment whose callback another machine has received', () => {
  it('requests the status immediately, not at the end of its delay', async () => {
    const { promise, clock, hint, askedAt } = waiting([OPEN, OPEN, DONE]);
    await clock.advance(32_000);
    hint();
    await clock.until(promise);
    expect(askedAt).toEqual([10, 25, 32]);
  });

  it('requests no status before the platform allows the first one', async () => {
    const { promise, clock, hint, askedAt } = waiting([DONE]);
    await clock.advance(3000);
    hint();
    await clock.until(promise);
    expect(askedAt).toEqual([10]);
  });

  it('requests the status at most every five seconds, however many callbacks there are', async () => {
    const { promise, clock, hint, askedAt } = waiting([OPEN, OPEN, OPEN, DONE]);
    await clock.advance(10_000);
    for (let second = 0; second < 12; second++) {
      hint();
      await clock.advance(1000);
    }
    await clock.until(promise);
    expect(askedAt).toEqual([10, 15, 20, 25]);
  });

  it('does not forget a callback that comes while the status is requested', async () => {
    const hintDuring = () => {
      given.hint();
      return OPEN;
    };
    const given: ReturnType<typeof waiting> = waiting([hintDuring, DONE]);
    await given.clock.until(given.promise);
    expect(given.askedAt).toEqual([10, 15]);
  });

  it('does not shorten the time for which the platform asked for no request', async () => {
    const busy = { ...refused(undefined, undefined, 429), retryAfter: 12 } as ScriptedOutcome;
    const { promise, clock, hint, askedAt } = waiting([busy, DONE]);
    await clock.advance(11_000);
    hint();
    await clock.until(promise);
    expect(askedAt).toEqual([10, 22]);
  });

  it('ends its watch with the wait, also after a failure and an interruption', async () => {
    const [done, late, interrupted] = [waiting([DONE]), waiting([], { always: OPEN }), waiting([], { always: OPEN })];
    for (const { clock, watches } of [done, late, interrupted]) {
      await clock.advance(1000);
      expect(watches()).toBe(1);
    }
    interrupted.interrupt.abort(interruptedFailure());
    await done.clock.until(done.promise);
    await rejectionOf(late.clock.until(late.promise));
    await rejectionOf(interrupted.promise);
    expect([done, late, interrupted].map(({ watches }) => watches())).toEqual([0, 0, 0]);
  });
});
