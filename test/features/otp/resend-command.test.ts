import { describe, expect, it } from 'vitest';
import { openShop } from '../../support/shop.ts';

const RESEND = ['resend', 'order-1', '--ip', '198.51.100.47'] as const;

const awaiting = async (phone?: string) => {
  const shop = await openShop();
  await shop.done(...shop.sale(phone, '--wait', 'otp'));
  return shop;
};

describe('resend', () => {
  it('exits with 7 when it is too early, and sends nothing', async () => {
    const shop = await awaiting();
    const error = await shop.failed(...RESEND);
    expect(error).toMatchObject({ exit: 7, code: 'too_early', paymentId: 'order-1' });
    expect(error.message).toMatch(/possible in 1 min 1[0-2] s, at \d\d:\d\d:\d\d\. Nothing was sent/);
    expect(error.hint).toMatch(/Resends left: 3\..*--force/);
    expect(shop.requestsTo('/resend')).toBe(0);
  });

  it('sends a forced request that is too early, and reports the refusal of the platform', async () => {
    const shop = await awaiting();
    expect(await shop.failed(...RESEND, '--force')).toMatchObject({ exit: 3, platformCode: '3060' });
    expect(shop.requestsTo('/resend')).toBe(1);
  });

  it('requests three new codes and no fourth, and the last one is valid', async () => {
    const shop = await awaiting();
    await shop.platform.clock.advance(75_000);
    for (const resendsLeft of [2, 1, 0]) {
      const before = shop.platform.events.filter(({ type }) => type === 'sms').length;
      expect(await shop.done(...RESEND)).toMatchObject({ status: 'accepted', paymentId: 'order-1', resendsLeft });
      expect(shop.platform.events.filter(({ type }) => type === 'sms')).toHaveLength(before + 1);
      await shop.platform.clock.advance(resendsLeft === 0 ? 1000 : 81_000);
    }
    const error = await shop.failed(...RESEND);
    expect(error).toMatchObject({ exit: 7, code: 'no_resends_left', hint: 'Start a new payment.' });
    expect(await shop.failed(...RESEND, '--force')).toMatchObject({ exit: 3 });
    expect(await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait')).toMatchObject({ status: 'success' });
  });

  it('exits with 7 when the payment has ended', async () => {
    const shop = await openShop();
    await shop.paid();
    expect(await shop.failed(...RESEND)).toMatchObject({ exit: 7, code: 'over' });
    expect(shop.requestsTo('/resend')).toBe(0);
  });

  it('ignores a wrong status after a resend', async () => {
    const shop = await awaiting('77000000004');
    await shop.platform.clock.advance(75_000);
    await shop.done(...RESEND);
    expect(await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait')).toMatchObject({ status: 'success' });
  });
});
