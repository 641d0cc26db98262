import { describe, expect, it } from 'vitest';
import { documentOf } from '../../support/session.ts';
import { openPlanShop } from '../bulk-refunds/plan-shop.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const REFUND = ['refund', 'order-1', '--amount', '250', '--confirm', '250'];

/**
 * A refund was not seen after the settle time, and was sent again with a reason; only then the platform processes
 * the first one.
 */
async function lateRefund(): Promise<{ shop: FaultyShop; first: string }> {
  const shop = await openFaultyShop();
  await shop.paid();
  const first = await shop.lost('reset-before', ...REFUND);
  await shop.platform.clock.advance(400_000);
  expect((await shop.run('resume', first)).exit).toBe(5);
  await shop.done(...REFUND, '--again', '--reason', 'not seen', '--wait');
  await shop.platform.refund({ amount: 25_000, currency: 'KZT' });
  await shop.platform.clock.advance(60_000);
  return { shop, first };
}

const words = (text: string): string => text.replace(/\s+/g, ' ');

describe('a refund that the platform processes late, after it was sent again', () => {
  it.each<[string, readonly string[], number]>([
    ['status', ['status', 'order-1'], 0],
    ['status --json', ['status', 'order-1', '--json'], 0],
    ['the summary of a refund', ['refund', 'order-1', '--amount', '5', '--confirm', '5'], 7],
    ['wait', ['wait', 'order-1', '--until', 'success'], 0],
  ])('is reported by %s once', async (_, argv, exit) => {
    const { shop, first } = await lateRefund();
    const told = await shop.run(...argv);
    expect({ exit: told.exit, err: words(told.err) }).toEqual({
      exit,
      err: expect.stringContaining(`The outcome of the refund of order-1 (intent ${first}) is unknown again`),
    });
    expect(words(told.err).split('is unknown again').length).toBe(2);
    expect(words(told.err)).toContain(`rocketpay resume ${first}`);
    expect(words((await shop.run('status', 'order-1')).err)).not.toContain('is unknown again');
    expect((await shop.done('pending')).intents).toMatchObject([{ intent: first, result: 'open' }]);
  });

  it('is in the notes of an error document', async () => {
    const { shop, first } = await lateRefund();
    const error = await shop.failed('refund', 'order-1', '--amount', '5', '--confirm', '5');
    expect(error).toMatchObject({ exit: 7, code: 'unresolved', intent: first });
    expect(error.notes).toEqual([expect.stringContaining(`intent ${first}) is unknown again`)]);
  });

  it('is shown by resume as an ambiguous operation', async () => {
    const { shop, first } = await lateRefund();
    await shop.run('status', 'order-1');
    expect((await shop.run('resume', '--all')).exit).toBe(8);
    await shop.platform.clock.advance(400_000);
    const { exit, out } = await shop.run('resume', '--all', '--json');
    expect(exit).toBe(6);
    const { resumed } = documentOf({ exit, out, err: '' }) as { resumed: readonly object[] };
    expect(resumed).toMatchObject([{ intent: first, finding: 'ambiguous', candidates: [{ amountMinor: 25_000 }] }]);
  });
});

describe('a write without a final result', () => {
  it('is counted, also when it was accepted', async () => {
    const shop = await openFaultyShop();
    await shop.paid();
    await shop.done(...REFUND);
    const { out } = await shop.run('pending');
    expect(out).toContain('1 accepted without a result.');
    expect(out).not.toContain('final result');
    await shop.platform.clock.advance(60_000);
    expect((await shop.run('resume', '--all')).exit).toBe(0);
    expect((await shop.run('pending')).out).toBe('Every write in this ledger has a final result.\n');
  });

  it('outside of a plan is not counted for the plan', async () => {
    const planShop = await openPlanShop(2);
    const plan = await planShop.plan(['order-1,10,x']);
    await planShop.done('refund', 'order-2', '--amount', '250', '--confirm', '250');
    const { exit, out } = await planShop.run('resume', '--plan', plan);
    expect({ exit, out: words(out) }).toEqual({
      exit: 0,
      out: `Every row of ${plan} that was sent has a final result. `,
    });
    expect(await planShop.done('pending')).toMatchObject({ intents: [{ paymentId: 'order-2', result: 'accepted' }] });
  });
});
