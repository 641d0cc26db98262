import { describe, expect, it } from 'vitest';
import { interruptedFailure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, errorOf, rocketpay } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const refund = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount, '--settle'];

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

describe('refund --settle', () => {
  it('ends with accepted without more requests when the answer came', async () => {
    const shop = await paidShop();
    expect(await shop.done(...refund('250'))).toMatchObject({ status: 'accepted', amountMinor: 25000 });
  });

  it('asks for the result when the answer was lost, and sends nothing twice', async () => {
    const shop = await paidShop();
    shop.spoilNext('reset-after');
    const finished = await shop.run(...refund('250'), '--json');
    expect(finished.exit).toBe(0);
    expect(documentOf(finished)).toMatchObject({ amountMinor: 25000, intent: expect.stringMatching(/^in-/) });
    expect(shop.requestsTo('/refund')).toBe(1);
    const [payment] = await shop.payments();
    expect(payment?.operations.filter(({ type }) => type === 'refund')).toHaveLength(1);
  });

  it.each([
    ['keeps an unknown outcome for a second signal', [], ['unknown']],
    ['and forgets it once the platform has told the result', ['--settle'], []],
  ])('%s', async (_, words, expected) => {
    const shop = await paidShop();
    const inFlight = new Set<Intent>();
    shop.spoilNext('reset-after');
    const options = {
      env: shop.env,
      ledger: shop.ledger,
      clock: movingClock(shop.platform.clock),
      context: { inFlight },
    };
    await rocketpay([...refund('250').slice(0, -1), ...words], options);
    expect([...inFlight].map(({ state }) => state)).toEqual(expected);
  });

  it('exits with 5 when the platform did not show the refund after its settle time', async () => {
    const shop = await paidShop();
    shop.spoilNext('reset-before');
    const error = errorOf(await shop.run(...refund('250'), '--deadline', '20m', '--json'));
    expect(error).toMatchObject({ exit: 5, code: 'never_arrived', paymentId: 'order-1' });
    expect(error.hint).toContain('--again --reason');
  });

  it('exits with 6 when the deadline expires first', async () => {
    const shop = await paidShop();
    shop.spoilNext('reset-after');
    const error = errorOf(await shop.run(...refund('250'), '--deadline', '10s', '--json'));
    expect(error).toMatchObject({ exit: 6, intent: expect.stringMatching(/^in-/) });
  });

  it('exits with 6 and names the intent when the user interrupts while the outcome is unknown', async () => {
    const shop = await paidShop();
    shop.spoilNext('reset-before');
    const interrupt = new AbortController();
    const clock = movingClock(shop.platform.clock);
    const sleep = async (milliseconds: number, signal?: AbortSignal) => {
      interrupt.abort(interruptedFailure());
      await clock.sleep(milliseconds, signal);
    };
    const options = { env: shop.env, clock: { ...clock, sleep }, ledger: shop.ledger, interrupt };
    const error = errorOf(await rocketpay([...refund('250'), '--json'], options));
    expect(error).toMatchObject({ exit: 6, code: 'outcome_unknown', intent: expect.stringMatching(/^in-/) });
    expect(error.hint).toContain(`rocketpay resume ${error.intent}`);
  });

  it('does not change a refusal', async () => {
    const shop = await paidShop();
    expect(errorOf(await shop.run(...refund('5000'), '--json')).exit).toBe(7);
  });
});
