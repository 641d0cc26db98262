import { describe, expect, it } from 'vitest';
import { openPlatform, pick, type TestPlatform } from './support.ts';

const STATE = ['payment.status', 'payment.sum.amount', 'operation.type', 'operation.status', 'operation.code'] as const;

async function openPaid(): Promise<TestPlatform> {
  const platform = await openPlatform();
  await platform.paid();
  return platform;
}

const kzt = (amount: number) => ({ amount, currency: 'KZT' });

describe('a refund', () => {
  it('without an amount refunds the whole payment, and its callback says so', async () => {
    const platform = await openPaid();
    const refund = await platform.refund();
    expect([refund.httpStatus, refund.body.status]).toEqual([200, 'success']);
    expect(pick((await platform.status()).body, 'payment.status', 'operations.1.status')).toEqual([
      'success',
      'processing',
    ]);

    const { body } = await platform.callback();
    expect(pick(body, ...STATE)).toEqual(['refunded', 0, 'refund', 'success', '0']);
    expect(pick(body, 'operation.sum_initial', 'operation.request_id')).toEqual([kzt(100000), refund.body.request_id]);
  });

  it('of a part leaves an amount that later refunds can take', async () => {
    const platform = await openPaid();
    await platform.refund(kzt(30000));
    expect(pick((await platform.callback()).body, ...STATE)).toEqual([
      'partially refunded',
      70000,
      'refund',
      'success',
      '0',
    ]);
    await platform.refund(kzt(20000));
    expect(pick((await platform.callback()).body, ...STATE)).toEqual([
      'partially refunded',
      50000,
      'refund',
      'success',
      '0',
    ]);
    await platform.refund();
    const last = await platform.callback();
    expect(pick(last.body, ...STATE)).toEqual(['refunded', 0, 'refund', 'success', '0']);
    expect(pick(last.body, 'operation.sum_initial.amount')).toEqual([50000]);
  });

  it('is accepted at the path of any payment method', async () => {
    const platform = await openPaid();
    const body = { general: { project_id: 4242, payment_id: 'order-1' }, payment: kzt(100) };
    const statuses = [];
    for (const method of ['mobile', 'card', 'apple_pay', 'apple-pay', 'Card', 'a/b', '']) {
      statuses.push((await platform.post(`/v2/payment/${method}/refund`, body)).httpStatus);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 404, 404, 404]);
  });

  it('has the merchant’s own refund id in its callback, which other callbacks do not have', async () => {
    const platform = await openPaid();
    await platform.refund({ ...kzt(100), merchant_refund_id: 'ticket-7' });
    expect(pick((await platform.callback()).body, 'payment.merchant_refund_id')).toEqual(['ticket-7']);
    await platform.refund(kzt(100));
    expect(pick((await platform.callback()).body, 'payment.merchant_refund_id')).toEqual([undefined]);
  });

  it('that is declined does not change the payment', async () => {
    const platform = await openPaid();
    await platform.refund(kzt(1313));
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(['success', 100000, 'refund', 'decline', '20100']);
    await platform.refund();
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(['refunded', 0, 'refund', 'success', '0']);
  });

  it('never exceeds the paid amount, even when two are requested concurrently', async () => {
    const platform = await openPaid();
    const answers = await Promise.all([platform.refund(kzt(60000)), platform.refund(kzt(60000))]);
    expect(answers.map(({ body }) => body.code ?? body.status).toSorted()).toEqual(['3283', 'success']);
    expect((await platform.refund(kzt(40001))).body.code).toBe('3283');
    await platform.refund();
    expect((await platform.refund()).body.code).toBe('3283');
    await platform.clock.advance(5000);
    expect(pick((await platform.status()).body, 'payment.status', 'payment.sum.amount')).toEqual(['refunded', 0]);
  });

  it.each([
    ['is more than was paid', kzt(100001), '3283'],
    ['is in another currency', { amount: 100, currency: 'USD' }, '3284'],
    ['has no amount', { currency: 'KZT' }, '3286'],
    ['has no currency', { amount: 100 }, '3287'],
  ])('is refused when it %s', async (_, payment, code) => {
    const platform = await openPaid();
    const refund = await platform.refund(payment);
    expect([refund.httpStatus, refund.body.code]).toEqual([400, code]);
  });

  it('is refused when its amount is zero', async () => {
    const platform = await openPaid();
    const refund = await platform.refund(kzt(0));
    expect([refund.httpStatus, ...pick(refund.body, 'errors.0.field')]).toEqual([400, 'payment.amount']);
  });

  it('is refused before the payment is paid, and after it was refunded', async () => {
    const platform = await openPlatform();
    await platform.sale();
    expect((await platform.refund()).body.code).toBe('3060');
    await platform.callback();
    await platform.sendCode(platform.lastCode());
    await platform.callback();
    await platform.refund();
    await platform.callback();
    expect((await platform.refund()).body.code).toBe('3060');
  });

  it('is refused when its merchant_refund_id was used before', async () => {
    const platform = await openPaid();
    const part = { ...kzt(1000), merchant_refund_id: 'r-1' };
    expect((await platform.refund(part)).body.status).toBe('success');
    expect((await platform.refund(part)).body.code).toBe('3230');
    expect((await platform.refund({ ...part, merchant_refund_id: 'r-2' })).body.status).toBe('success');
  });

  it('of an unknown payment is refused', async () => {
    const platform = await openPlatform();
    expect((await platform.refund()).body.code).toBe('3061');
  });
});
