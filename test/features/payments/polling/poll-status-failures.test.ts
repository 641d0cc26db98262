import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { rejectionOf } from '../../../support/failures.ts';
import { settle } from '../../../support/fake-clock.ts';
import { lost, notSent, refused, type ScriptedOutcome, unverified } from '../../../support/gate/fake-gate.ts';
import { answered, notKnown } from '../payment-answers.ts';
import { DONE, endOf, OPEN, waiting } from './scripted-wait.ts';

describe('waitForPayment fails', () => {
  it('with 8 at the deadline, and names the command that continues', async () => {
    const given = waiting([], { always: OPEN, deadlineMilliseconds: 60_000 });
    const failure = await endOf(given);
    expect(failure).toMatchObject({ exit: EXIT.pending, code: 'pending', paymentId: 'order-1' });
    expect(failure.message).toBe('Still processing after 1 min.');
    expect(failure.hint).toContain('rocketpay wait order-1');
    expect(given.askedAt).toEqual([10, 25, 45, 60]);
    expect(given.seconds()).toBe(60);
  });

  it('after five minutes by default', async () => {
    const given = waiting([], { always: OPEN });
    expect((await endOf(given)).exit).toBe(EXIT.pending);
    expect(given.seconds()).toBe(300);
  });

  it('with 8 at the deadline when the platform does not know the payment', async () => {
    const failure = await endOf(waiting([], { always: notKnown('3061'), deadlineMilliseconds: 30_000 }));
    expect(failure).toMatchObject({ exit: EXIT.pending, message: expect.stringContaining('not known') });
  });

  it('with 8 at the deadline when the last answer was lost', async () => {
    expect((await endOf(waiting([OPEN], { always: lost(), deadlineMilliseconds: 60_000 }))).exit).toBe(EXIT.pending);
  });

  it('with 3 and the reason when the payment is declined', async () => {
    const failure = await endOf(
      waiting([OPEN, answered('decline', [{ status: 'decline', code: '20105', requestId: 'r-1' }])]),
    );
    expect(failure).toMatchObject({ exit: EXIT.refused, code: 'declined', platformCode: '20105', requestId: 'r-1' });
    expect(failure.message).toContain('not enough money');
  });

  it.each([lost(), notSent(), refused(undefined, undefined, 404), refused('2147', 'busy')])(
    'with 8 at the deadline when no answer ever came (%o)',
    async (outcome) => {
      const given = waiting([], { always: outcome, deadlineMilliseconds: 60_000, justBegun: false });
      const failure = await endOf(given);
      expect(failure).toMatchObject({ exit: EXIT.pending, code: 'pending' });
      expect(failure.message).toMatch(/^Still no usable answer after 1 min\. /);
      expect(given.seconds()).toBe(60);
    },
  );

  it.each([3600, -3600, 86_400])('at its deadline when the system time changes by %i s', async (seconds) => {
    const given = waiting([], { always: OPEN, deadlineMilliseconds: 60_000 });
    await given.clock.advance(12_000);
    given.clock.jump(seconds * 1000);
    const failure = await endOf(given);
    expect(failure.message).toBe('Still processing after 1 min.');
    expect(given.askedAt).toEqual([10, 25, 45, 60]);
  });

  it('at its deadline, which limits the last status request', async () => {
    const given = waiting([], { always: OPEN, deadlineMilliseconds: 60_000 });
    await endOf(given);
    expect(given.gate.limits.map((limit) => limit?.withinMilliseconds)).toEqual([50_000, 35_000, 15_000, 1000]);
  });

  it('without a status request before the platform’s retry time', async () => {
    const busy = { ...refused(undefined, undefined, 429), retryAfter: 22 } as ScriptedOutcome;
    const given = waiting([busy, OPEN, DONE], { justBegun: false });
    await given.clock.until(given.promise);
    expect(given.askedAt).toEqual([0, 22, 37]);
  });

  it('immediately when the platform refuses the status request', async () => {
    const asking = { justBegun: false };
    const badQuestion = await endOf(waiting([refused('3024', 'bad id')], asking));
    expect(badQuestion).toMatchObject({ exit: EXIT.unavailable, code: 'refused' });
    expect((await endOf(waiting([refused('3261', 'bad signature')], asking))).exit).toBe(EXIT.credentials);
  });

  it('immediately when an answer cannot be trusted', async () => {
    expect((await endOf(waiting([OPEN, unverified()], { justBegun: false }))).exit).toBe(EXIT.unverified);
  });

  it.each<[ScriptedOutcome, number]>([
    [lost(), EXIT.pending],
    [notSent(), EXIT.pending],
    [refused('3261', 'bad signature'), EXIT.pending],
    [unverified(), EXIT.unverified],
  ])('after an accepted write without saying "safe to run again" (%o: %i)', async (outcome, exit) => {
    const failure = await endOf(waiting([], { always: outcome, deadlineMilliseconds: 60_000 }));
    expect(failure).toMatchObject({ exit, message: expect.stringContaining('It was accepted') });
    expect(failure.hint).toMatch(/Do not repeat it.*rocketpay wait order-1 --until final/);
  });

  it('at the deadline, and ignores an answer about another payment', async () => {
    const failure = await endOf(
      waiting([], {
        always: answered('success', [], { id: 'order-2' }),
        deadlineMilliseconds: 30_000,
        justBegun: false,
      }),
    );
    expect(failure).toMatchObject({ exit: EXIT.pending, message: expect.stringContaining('order-2') });
  });

  it('without a status request in the first 10 s, even at an early deadline', async () => {
    const given = waiting([], { always: OPEN, deadlineMilliseconds: 4_000 });
    await endOf(given);
    expect(given.askedAt.filter((at) => at < 10)).toEqual([]);
  });

  it('with 130 after Ctrl-C, and says how to continue', async () => {
    const { promise, clock, interrupt } = waiting([], { always: OPEN });
    await clock.advance(12_000);
    interrupt.abort(interruptedFailure());
    const failure = await rejectionOf(promise);
    expect(failure).toMatchObject({ exit: EXIT.interrupted, code: 'interrupted' });
    expect(failure.hint).toContain('The request was accepted. To continue waiting: rocketpay wait');
    expect(failure.hint).toContain('rocketpay wait order-1');
    await settle();
    expect(clock.sleeping).toBe(0);
  });

  it('with 130 after Ctrl-C during a status request', async () => {
    const failure = await endOf(waiting([interruptedFailure()]));
    expect(failure.exit).toBe(EXIT.interrupted);
    expect(failure.hint).toContain('rocketpay wait order-1');
  });

  it('with an unexpected error unchanged', async () => {
    const { promise, clock } = waiting([new TypeError('a bug')]);
    await expect(clock.until(promise)).rejects.toThrow(TypeError);
  });
});

describe('an unsigned answer', () => {
  it.each([true, false])('is refused with exit code 9 (justBegun: %s)', async (justBegun) => {
    const failure = await endOf(waiting([{ ...DONE, signed: false } as typeof DONE], { justBegun }));
    expect(failure.exit).toBe(EXIT.unverified);
    expect(`${failure.message} ${failure.hint}`).toContain('no signature');
  });
});
