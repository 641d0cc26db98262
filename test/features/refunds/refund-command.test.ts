import { describe, expect, it } from 'vitest';
import { openShop } from '../../support/shop.ts';

const REFUND = ['refund', 'order-1'] as const;

const paid = async () => {
  const shop = await openShop();
  await shop.paid();
  return shop;
};

describe('refund', () => {
  it('refunds a part, then everything that is left', async () => {
    const shop = await paid();
    const part = await shop.done(...REFUND, '--amount', '250.00', '--confirm', '250.00', '--wait');
    expect(part).toMatchObject({
      status: 'partially refunded',
      amountMinor: 25000,
      currency: 'KZT',
      payment: { sum: { amount: 75000 } },
    });

    const rest = await shop.done(...REFUND, '--full', '--confirm', '750', '--wait');
    expect(rest).toMatchObject({
      status: 'refunded',
      amountMinor: 75000,
      payment: { sum: { amount: 0 } },
      final: true,
    });

    expect(await shop.failed(...REFUND, '--full', '--confirm', '0')).toMatchObject({ exit: 7, code: 'not_refundable' });
    expect(shop.requestsTo('/refund')).toBe(2);
  });

  it('takes minor units, and their confirmation in minor units', async () => {
    const shop = await paid();
    const words = [...REFUND, '--amount-minor', '25000'];
    expect(await shop.failed(...words, '--confirm', '250')).toMatchObject({ exit: 7, code: 'not_confirmed' });
    expect(await shop.done(...words, '--confirm', '25000')).toMatchObject({ status: 'accepted', amountMinor: 25000 });
  });

  it('says that accepted is not refunded', async () => {
    const shop = await paid();
    const { out, err } = await shop.run(...REFUND, '--amount', '250', '--confirm', '250');
    expect(out).toMatch(/^accepted refund\nPayment +order-1\n/);
    expect(err).toMatch(/result of the refund of 250\.00 KZT is not known yet.*\n? *.*rocketpay wait order-1/);
  });

  it.each<[what: string, words: readonly string[], hint: string]>([
    ['without --confirm', ['--amount', '250'], '--confirm 250.00'],
    ['with another amount', ['--amount', '250', '--confirm', '25'], '--confirm 250.00'],
    ['with no amount', ['--amount', '250', '--confirm', 'yes'], '--confirm 250.00'],
    ['in other units', ['--amount', '250', '--confirm', '25000'], '--confirm 250.00'],
    ['of everything without --confirm', ['--full'], '--confirm 1000.00'],
    ['of everything with a part', ['--full', '--confirm', '250'], '--confirm 1000.00'],
  ])('is blocked %s', async (_what, words, hint) => {
    const shop = await paid();
    const error = await shop.failed(...REFUND, ...words);
    expect(error).toMatchObject({ exit: 7, code: 'not_confirmed', paymentId: 'order-1' });
    expect(error.message).toContain('Nothing was sent');
    expect(error.hint).toContain(hint);
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it.each<[what: string, set: string]>([
    ['another amount', 'payment.amount=100000'],
    ['everything', 'payment={}'],
    ['another payment', 'general.payment_id="order-2"'],
  ])('does not refund %s by --set than was confirmed', async (_what, set) => {
    const shop = await paid();
    await shop.done(...shop.sale('77000000001', '--payment-id', 'order-2', '--wait'));
    const finished = await shop.run(...REFUND, '--amount', '10', '--confirm', '10', '--set', set, '--json');
    expect([2, 7]).toContain(finished.exit);
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('blocks more than was paid', async () => {
    const shop = await paid();
    const error = await shop.failed(...REFUND, '--amount', '5000', '--confirm', '5000');
    expect(error).toMatchObject({ exit: 7, code: 'more_than_left', hint: expect.stringContaining('--full') });
    expect(error.message).toContain('Nothing was sent');
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it.each([
    ['30.28', '3028', /Top the balance up/],
    ['36.10', '3610', /account manager/],
  ])('says what to do when %s is refused', async (amount, platformCode, hint) => {
    const shop = await paid();
    const error = await shop.failed(...REFUND, '--amount', amount, '--confirm', amount);
    expect(error).toMatchObject({ exit: 3, platformCode, hint: expect.stringMatching(hint) });
  });

  it('reports a declined refund of a payment that keeps its status', async () => {
    const shop = await paid();
    const error = await shop.failed(...REFUND, '--amount', '13.13', '--confirm', '13.13', '--wait');
    expect(error).toMatchObject({ exit: 3, code: 'declined', platformCode: '20100' });
    expect(error.message).toContain('refund was declined');
    const status = await shop.done('status', 'order-1');
    expect(status).toMatchObject({ payment: { status: 'success', sum: { amount: 100000 } } });
    expect(await shop.failed('wait', 'order-1', '--until', 'refunded')).toMatchObject({ exit: 3, code: 'declined' });
  });

  it('waits for its own refund, not for an earlier one', async () => {
    const shop = await paid();
    await shop.failed(...REFUND, '--amount', '13.13', '--confirm', '13.13', '--wait');
    const slow = await shop.done(...REFUND, '--amount', '20.20', '--confirm', '20.20', '--wait');
    expect(slow).toMatchObject({ status: 'partially refunded', payment: { sum: { amount: 97980 } } });
  });

  it('blocks a payment that is not paid or not known', async () => {
    const shop = await openShop();
    expect(await shop.failed(...REFUND, '--full', '--confirm', '1')).toMatchObject({ exit: 7, platformCode: '3061' });
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    for (const words of [
      ['--full', '--confirm', '1000'],
      ['--amount', '1', '--confirm', '1'],
    ]) {
      const error = await shop.failed(...REFUND, ...words);
      expect(error).toMatchObject({ exit: 7, code: 'not_refundable' });
      expect(error.message).toContain('awaiting clarification');
    }
    expect(shop.requestsTo('/refund')).toBe(0);
  });
});
