import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/domain/exit-codes.ts';
import { checkResend } from '../../src/flows/check-resend.ts';
import { rejectionOf } from '../support/failures.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeGate, lost, notSent, refused, type ScriptedOutcome } from '../support/fake-gate.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { answered, notKnown, type Told } from './payment-answers.ts';

const NOW = Date.UTC(2024, 11, 7, 19, 8, 5);
const RULES = { otpSeconds: 80, resends: 3 };
const ago = (seconds: number): number => NOW - seconds * 1000;

const sale = (seconds: number): Told => ({
  status: 'awaiting clarification',
  createdAt: ago(seconds + 5),
  changedAt: ago(seconds),
});
const resend = (seconds: number, status = 'success'): Told => ({
  type: 'customer action',
  status,
  createdAt: ago(seconds),
  changedAt: ago(0),
});

const asking = (...operations: Told[]) => answered('awaiting clarification', operations);

function check(outcome: ScriptedOutcome, rules = RULES) {
  const terminal = new FakeTerminal();
  const gate = new FakeGate([outcome]);
  const result = checkResend('order-1', gate, rules, { terminal, clock: new FakeClock(NOW) });
  return { result, terminal, gate };
}

describe('a merchant who wants a new OTP', () => {
  it('may have it once the life of the last one is over', async () => {
    expect(await check(asking(sale(80))).result).toEqual({ used: 0, left: 3, possibleAt: NOW });
  });

  it('is told how long to wait, and until when', async () => {
    const failure = await rejectionOf(check(asking(sale(30))).result);
    expect(failure).toMatchObject({ exit: EXIT.held, code: 'too_early', paymentId: 'order-1' });
    expect(failure.message).toContain('in 50 s');
    expect(failure.message).toContain(new Date(NOW + 50_000).toTimeString().slice(0, 8));
    expect(failure.message).toContain('Nothing was sent');
    expect(failure.hint).toContain('Resends left: 3');
    expect(failure.hint).toContain('--force');
  });

  it('waits for the last code, not for the first', async () => {
    const failure = await rejectionOf(check(asking(sale(200), resend(20))).result);
    expect(failure.message).toContain('in 1 min,');
    expect(failure.hint).toContain('Resends left: 2');
  });

  it('waits as long as the codes of this project live', async () => {
    const failure = await rejectionOf(check(asking(sale(80)), { otpSeconds: 90, resends: 3 }).result);
    expect(failure.message).toContain('in 10 s');
  });

  it('cannot have a fourth', async () => {
    const failure = await rejectionOf(check(asking(sale(900), resend(700), resend(500), resend(300))).result);
    expect(failure).toMatchObject({ exit: EXIT.held, code: 'no_resends_left' });
    expect(failure.message).toContain('All 3 resends');
  });

  it('is not charged for one that was declined', async () => {
    const window = await check(asking(sale(900), resend(700), resend(500), resend(5, 'decline'))).result;
    expect(window).toMatchObject({ used: 2, left: 1 });
  });

  it.each(['success', 'decline', 'expired', 'refunded'])(
    'cannot have one for a payment that is over: %s',
    async (status) => {
      const failure = await rejectionOf(check(answered(status, [sale(500)])).result);
      expect(failure).toMatchObject({ exit: EXIT.held, code: 'over', message: expect.stringContaining(status) });
    },
  );
});

describe('where the status cannot be had, the platform decides', () => {
  it.each([lost('cut off'), notSent()])('after a warning: %o', async (outcome) => {
    const { result, terminal, gate } = check(outcome);
    expect(await result).toBeUndefined();
    expect(terminal.warnings).toEqual([expect.stringContaining('The platform decides')]);
    gate.assertAllSent();
  });

  it.each(['3061', '3062'] as const)('when it does not know the payment yet (%s)', async (code) => {
    expect(await check(notKnown(code)).result).toBeUndefined();
  });

  it('when it does not say when the code was made', async () => {
    expect(await check(asking({ status: 'awaiting clarification' })).result).toMatchObject({
      left: 3,
      possibleAt: undefined,
    });
  });

  it('but a wrong key is told at once', async () => {
    expect((await rejectionOf(check(refused('3261')).result)).exit).toBe(EXIT.credentials);
  });
});
