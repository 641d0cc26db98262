import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { evaluateRefund } from '#domain/payments/wait-result';
import type { PaymentAnswer } from '#features/payments/fetch-status';
import type { Wait } from '#features/payments/poll-status';
import { lost, notSent } from '../../../support/gate/fake-gate.ts';
import { answered, notKnown } from '../payment-answers.ts';
import { DONE, endOf, OPEN, waiting } from './scripted-wait.ts';

describe('waitForPayment', () => {
  it('sends the first status request 10 s after the first request of the payment', async () => {
    const { promise, clock, askedAt } = waiting([DONE]);
    await clock.advance(9_999);
    expect(askedAt).toEqual([]);
    await clock.advance(1);
    expect((await promise).state.status).toBe('success');
    expect(askedAt).toEqual([10]);
  });

  it('sends a status request immediately for an earlier payment', async () => {
    const { promise, clock, askedAt } = waiting([OPEN, DONE], { justBegun: false });
    await clock.until(promise);
    expect(askedAt).toEqual([0, 10]);
  });

  it('increases the delay between status requests to one minute', async () => {
    const { promise, clock, askedAt } = waiting([...Array(7).fill(OPEN), DONE], { deadlineMilliseconds: 3_600_000 });
    await clock.until(promise);
    expect(askedAt.map((at, index) => at - (askedAt[index - 1] ?? 0))).toEqual([10, 15, 20, 30, 40, 60, 60, 60]);
  });

  it('uses shorter delays for a sandbox', async () => {
    const { promise, clock, askedAt } = waiting([OPEN, OPEN, DONE], { statusDelaySeconds: 0.2 });
    await clock.until(promise);
    expect(askedAt.map((at) => Math.round(at * 1000))).toEqual([200, 500, 900]);
  });

  it.each(['3061', '3062'] as const)('continues when the platform does not know the payment yet (%s)', async (code) => {
    const { promise, clock, askedAt } = waiting([notKnown(code), notKnown(code), DONE]);
    expect((await clock.until(promise)).state.status).toBe('success');
    expect(askedAt).toHaveLength(3);
  });

  it('continues after lost answers', async () => {
    const { promise, clock, gate, terminal } = waiting([OPEN, lost(), notSent(), DONE]);
    expect((await clock.until(promise)).state.status).toBe('success');
    gate.assertAllSent();
    expect(terminal.progress).toContainEqual(expect.stringContaining('no answer yet'));
  });

  it('returns the whole answer of the platform', async () => {
    const { promise, clock } = waiting([answered('success', [{ code: '0' }])]);
    const { answer, signed } = await clock.until(promise);
    expect(answer.payment).toMatchObject({ status: 'success', sum: { amount: 100_000 } });
    expect(signed).toBe(true);
  });

  it('calls onChange once for each state that differs from the previous one', async () => {
    const told: string[] = [];
    const refund = (status: string) => answered('success', [{}, { type: 'refund', status, requestId: 'r' }]);
    const script = [
      notKnown('3061'),
      OPEN,
      OPEN,
      answered('success'),
      refund('processing'),
      refund('processing'),
      refund('decline'),
    ];
    const onChange = ({ state }: PaymentAnswer) => {
      told.push(`${state.status} ${state.operations.map(({ status }) => status).join()}`);
    };
    const check: Wait['check'] = (state) => evaluateRefund(state, 'r');
    const end = await endOf(waiting(script, { onChange, check, deadlineMilliseconds: 3_600_000 }));
    expect(end.exit).toBe(EXIT.refused);
    expect(told).toEqual([
      'error ',
      'processing ',
      'success ',
      'success success,processing',
      'success success,decline',
    ]);
  });
});
