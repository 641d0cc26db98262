import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const body = (parts: object = {}) => JSON.stringify({ general: { payment_id: 'order-1' }, ...parts });
const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

describe('a raw request that refunds', () => {
  it.each([
    '/v2/payment/mobile/refund',
    '/V2/payment/mobile/REFUND',
    '/v2/payment/mobile/reversal',
    '/v2/payment//mobile/refund/',
  ])('to %s blocks later refunds of the payment while its outcome is not known', async (path) => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', 'request', path, body());
    const error = await shop.failed('refund', 'order-1', '--amount', '1', '--confirm', '1');
    expect(error).toMatchObject({ exit: 7, code: 'unresolved', intent });
  });

  it.each([
    ['general.project_id=9999'],
    ['project_id=9999'],
    ['general={"project_id":9999,"payment_id":"order-1"}'],
    ['General.ProjectId=9999'],
  ])('is not sent for another project than the one of the profile: %s', async (set) => {
    const shop = await paidShop();
    const error = await shop.failed('request', '/v2/payment/mobile/refund', body(), '--set', set);
    expect(error).toMatchObject({ exit: 2, hint: expect.stringContaining('--profile') });
    expect(await shop.failed('refund', 'order-1', '--amount', '1', '--confirm', '1', '--set', set)).toMatchObject({
      exit: 2,
    });
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  /** The commands with a profile that has a limit of 500.00 KZT a day. */
  const limitedRun = async (shop: Awaited<ReturnType<typeof paidShop>>) => {
    await shop.done(...shop.sale('77000000001', '--payment-id', 'order-2', '--wait'));
    const { url: gateUrl, projectId, secret } = shop.platform.sandbox;
    const store = openProfileStore(await temporaryFolder());
    const limited = {
      ...profileWithSecret('shop', secret.reveal()),
      gateUrl,
      projectId,
      mode: 'test',
      maxRefundPerDay: 50_000,
    } as const;
    await store.save(limited);
    return (argv: readonly string[]) =>
      rocketpay(argv, { store, clock: movingClock(shop.platform.clock), ledger: shop.ledger });
  };

  it.each([
    ['negative', { amount: -40_000, currency: 'KZT' }],
    ['zero', { amount: 0, currency: 'KZT' }],
    ['a fraction', { amount: 0.5, currency: 'KZT' }],
    ['in a currency of another spelling', { amount: 1, currency: 'kzt' }],
    ['without a currency', { amount: 1, currency: '' }],
  ])('with an amount that is %s counts with everything that was left', async (_what, payment) => {
    const shop = await paidShop();
    const run = await limitedRun(shop);
    shop.spoilNext('reset-after');
    expect(await run(['request', '/v2/payment/mobile/refund', body({ payment }), '--json'])).toMatchObject({ exit: 6 });
    const error = errorOf(await run(['refund', 'order-2', '--amount', '1', '--confirm', '1', '--json']));
    expect(error).toMatchObject({ exit: 7, code: 'over_limit' });
    expect(error.message).toContain('1000.00 KZT');
  });

  it('in another currency than the daily limit is not sent', async () => {
    const shop = await paidShop();
    const run = await limitedRun(shop);
    const payment = { amount: 1, currency: 'USD' };
    const error = errorOf(await run(['request', '/v2/payment/mobile/refund', body({ payment }), '--json']));
    expect(error).toMatchObject({ exit: 7, code: 'over_limit', message: expect.stringContaining('USD') });
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('reads the time of the platform for the daily limit before it is recorded', async () => {
    const shop = await paidShop();
    const run = await limitedRun(shop);
    const payment = { amount: 40_000, currency: 'KZT' };
    expect(await run(['request', '/v2/payment/mobile/refund', body({ payment }), '--json'])).toMatchObject({ exit: 0 });
    const [intent] = await shop.ledger.history({ kind: 'raw', limit: 1 });
    expect(intent?.platformAt).toBeDefined();
  });

  it('without an amount counts with what was left against the daily limit', async () => {
    const shop = await paidShop();
    const limited = await limitedRun(shop);
    const run = (...argv: readonly string[]) => limited(argv);
    expect(await run('request', '/v2/payment/mobile/refund', body(), '--json')).toMatchObject({ exit: 0 });
    const error = errorOf(await run('refund', 'order-2', '--amount', '1', '--confirm', '1', '--json'));
    expect(error).toMatchObject({ exit: 7, code: 'over_limit' });
    expect(error.message).toContain('1000.00 KZT');
  });
});

describe('a payment that was never paid', () => {
  it.each([
    [
      '77000000007',
      /Paid +0\.00 KZT.*\(declined: never paid\)/,
      /was\s+declined;\s+the\s+customer\s+was\s+not\s+charged/,
    ],
    ['77071234567', /Paid +0\.00 KZT.*\(not paid yet\)/, /is\s+not\s+paid/],
  ])('is not shown as paid or left (phone %s)', async (phone, paid, why) => {
    const shop = await openFaultyShop();
    await shop.run(...shop.sale(phone, '--wait', 'otp'));
    await shop.platform.clock.advance(20_000);
    const { exit, err } = await shop.run('refund', 'order-1', '--full', '--confirm', '1000');
    expect(exit).toBe(7);
    expect(err).toMatch(paid);
    expect(err).toMatch(/Left +0\.00 KZT/);
    expect(err).toMatch(why);
    expect(err).not.toMatch(/1000\.00 KZT/);
  });
});

describe('a refund whose answer was lost', () => {
  it('is reported first when the platform cannot be asked', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-after', 'refund', 'order-1', '--amount', '250', '--confirm', '250');
    shop.faults.push({ kind: 'reset-before', rate: 1 });
    const error = await shop.failed('refund', 'order-1', '--amount', '250', '--confirm', '250');
    expect(error).toMatchObject({ exit: 7, code: 'unresolved', intent });
  });
});

describe('the amount left', () => {
  it('is shown without refunds in progress, as --full refunds it', async () => {
    const shop = await paidShop();
    await shop.done('refund', 'order-1', '--amount', '20.20', '--confirm', '20.20');
    const { err } = await shop.run('refund', 'order-1', '--full', '--confirm', '1');
    expect(err).toMatch(/Left +979\.80 KZT/);
    expect(err).toContain('Currently left of order-1: 979.80 KZT');
  });
});
