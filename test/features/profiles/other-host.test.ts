import { describe, expect, it } from 'vitest';
import { movingClock } from '../../support/moving-clock.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const refundOf = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

/** A shop whose Gate is reached under a second name as well. */
const aliasedShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  const env = { ...shop.env, ROCKETPAY_GATE_URL: shop.env.ROCKETPAY_GATE_URL?.replace('127.0.0.1', 'localhost') ?? '' };
  const { ledger, platform } = shop;
  const underAlias = async (...argv: readonly string[]) =>
    errorOf(await rocketpay([...argv, '--json'], { env, ledger, clock: movingClock(platform.clock) }));
  return { ...shop, underAlias };
};

describe('a refund of the same project under another host', () => {
  it('is blocked while the outcome of one under the first host is unknown', async () => {
    const shop = await aliasedShop();
    const intent = await shop.lost('reset-before', ...refundOf('250'));
    for (const amount of ['250', '10']) {
      const error = await shop.underAlias(...refundOf(amount));
      expect(error).toMatchObject({ exit: 7, code: 'unresolved', intent });
      expect(error.message).toMatch(/under 127\.0\.0\.1:\d+ is not known/);
    }
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('is blocked for the same amount within a day', async () => {
    const shop = await aliasedShop();
    await shop.done(...refundOf('250'), '--wait');
    expect(await shop.underAlias(...refundOf('250'))).toMatchObject({ exit: 7, code: 'already_refunded' });
    expect(shop.requestsTo('/refund')).toBe(1);
  });
});
