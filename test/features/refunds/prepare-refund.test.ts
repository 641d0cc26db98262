import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Profile } from '#domain/profiles/profile';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, errorOf, rocketpay } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const DAY = 24 * 3_600_000;

const refundOf = (amount: string, id = 'order-1') => ['refund', id, '--amount', amount, '--confirm', amount];
const AGAIN = ['--again', '--reason', 'two tickets'];

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

describe('the summary before a refund', () => {
  it('shows what was paid, refunded and left, the age, the earlier refunds with their users, and the mode', async () => {
    const shop = await paidShop();
    const { user, host } = shop.ledger.currentUser;
    const first = await shop.done(...refundOf('250'), '--wait');
    await shop.platform.refund({ amount: 10_000, currency: 'KZT' });
    await shop.platform.clock.advance(3 * 3_600_000);
    const { exit, err } = await shop.run(...refundOf('50'));
    expect(exit).toBe(0);
    expect(err).toMatch(/Payment +order-1 \(partially refunded, 3 hours old\)/);
    expect(err).toMatch(/Paid +1000\.00 KZT/);
    expect(err).toMatch(/Refunded +350\.00 KZT/);
    expect(err).toMatch(/Left +650\.00 KZT/);
    expect(err).not.toMatch(/In progress/);
    expect(err).toMatch(/project 4242, test: no real money/);
    expect(err).toMatch(new RegExp(`250\\.00 KZT +success +${user}@${host} ${first.intent}`));
    expect(err).toMatch(/100\.00 KZT +success +not from this machine/);
  });

  it('is shown before the question, and also when the refund is blocked', async () => {
    const shop = await paidShop();
    const { exit, out, err } = await shop.run('refund', 'order-1', '--amount', '250');
    expect({ exit, out }).toEqual({ exit: 7, out: '' });
    expect(err.indexOf('Left')).toBeGreaterThan(0);
    expect(err.indexOf('Left')).toBeLessThan(err.indexOf('needs --confirm'));
  });

  it('shows the refunds in progress apart from what is left', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('20.20'));
    const { err } = await shop.run(...refundOf('50'));
    expect(err).toMatch(/In progress +20\.20 KZT/);
    expect(err).toMatch(/Refunded +0\.00 KZT/);
  });

  it('is not shown with --json and --quiet', async () => {
    const shop = await paidShop();
    expect((await shop.run(...refundOf('50'), '--quiet')).err).toBe('');
    expect((await shop.run(...refundOf('51'), '--json')).err).not.toContain('Paid');
  });
});

describe('a refund', () => {
  it('is blocked when it exceeds what is left without the refunds in progress', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('600'));
    const error = await shop.failed(...refundOf('500'));
    expect(error).toMatchObject({ exit: 7, code: 'more_than_left', paymentId: 'order-1' });
    expect(error.message).toMatch(/600\.00 KZT of it is already in progress.*Nothing was sent/);
    expect(await shop.done(...refundOf('400'))).toMatchObject({ status: 'accepted' });
    expect(shop.requestsTo('/refund')).toBe(2);
  });

  it('is blocked when an earlier request of this machine may still be processed', async () => {
    const shop = await paidShop();
    await shop.lost('reset-before', ...refundOf('600'));
    await shop.platform.clock.advance(DAY * 2);
    // At any age its outcome is unknown.
    expect(await shop.failed(...refundOf('1'))).toMatchObject({ exit: 7, code: 'unresolved' });
    expect(await shop.failed(...refundOf('1'), ...AGAIN)).toMatchObject({ exit: 7, code: 'unresolved' });
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('of the same amount is blocked within 24 hours, with the receipt of the first one, and not later', async () => {
    const shop = await paidShop();
    const { intent, requestId } = await shop.done(...refundOf('250'), '--wait');
    for (const hours of [0, 23]) {
      await shop.platform.clock.advance(hours * 3_600_000);
      const error = await shop.failed(...refundOf('250', 'Order-1'));
      expect(error).toMatchObject({ exit: 7, code: 'already_refunded', intent, requestId });
      expect(error.hint).toContain(`rocketpay receipt ${intent}`);
      expect(error.hint).toContain('--again --reason');
    }
    expect(shop.requestsTo('/refund')).toBe(1);
    await shop.platform.clock.advance(3_600_000);
    expect(await shop.done(...refundOf('250'))).toMatchObject({ status: 'accepted' });
  });

  it('of the same amount is blocked when the first one was made elsewhere', async () => {
    const shop = await paidShop();
    await shop.platform.refund({ amount: 25_000, currency: 'KZT' });
    const error = await shop.failed(...refundOf('250'));
    expect(error).toMatchObject({ exit: 7, code: 'already_refunded' });
    expect(error.message).toContain('elsewhere');
  });

  it('of another amount is sent, and of the same amount when the first one was declined', async () => {
    const shop = await paidShop();
    await shop.failed(...refundOf('13.13'), '--wait');
    expect(await shop.failed(...refundOf('13.13'), '--wait')).toMatchObject({ exit: 3, code: 'declined' });
    expect(await shop.done(...refundOf('13.14'))).toMatchObject({ status: 'accepted' });
  });

  it('is repeated with --again and a reason, which the ledger stores', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('250'));
    const { intent } = await shop.done(...refundOf('250'), ...AGAIN);
    expect(await shop.done('receipt', String(intent))).toMatchObject({ again: 'two tickets' });
    expect(shop.requestsTo('/refund')).toBe(2);
  });

  it.each([[[]], [['--reason', '  ']]])('with --again needs a reason: %j', async (reason) => {
    const shop = await paidShop();
    expect(await shop.failed(...refundOf('250'), '--again', ...reason)).toMatchObject({ exit: 2, code: 'usage' });
    expect(shop.requestsTo('/status')).toBe(1);
  });

  it('with --again is blocked when it exceeds what is left', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('600'), '--wait');
    expect(await shop.failed(...refundOf('600'), ...AGAIN)).toMatchObject({ exit: 7, code: 'more_than_left' });
  });

  it('in another currency is blocked', async () => {
    const shop = await paidShop();
    const error = await shop.failed('refund', 'order-1', '--amount', '1', '--currency', 'USD', '--confirm', '1');
    expect(error).toMatchObject({ exit: 7, code: 'other_currency' });
  });

  it('is sent once when it starts twice concurrently', async () => {
    const shop = await paidShop();
    const two = await Promise.all([shop.run(...refundOf('250'), '--json'), shop.run(...refundOf('250'), '--json')]);
    expect(two.map(({ exit }) => exit).sort()).toEqual([0, 7]);
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('with --full sends and names what is left', async () => {
    const shop = await paidShop();
    await shop.platform.refund({ amount: 12_345, currency: 'KZT' });
    await shop.platform.clock.advance(5000);
    const finished = await shop.run('refund', 'order-1', '--full', '--confirm', '876.55', '--json');
    expect(documentOf(finished)).toMatchObject({ amountMinor: 87_655, currency: 'KZT' });
    expect(finished.err).toBe('');
    const [payment] = await shop.payments();
    expect(payment?.operations.at(-1)).toMatchObject({ type: 'refund', amount: 87_655 });
  });
});

describe('a profile', () => {
  const shopWith = async (values: Partial<Profile>) => {
    const shop = await paidShop();
    const { url: gateUrl, projectId, secret } = shop.platform.sandbox;
    const store = openProfileStore(await temporaryFolder());
    await store.save({ ...profileWithSecret('shop', secret.reveal()), gateUrl, projectId, mode: 'live', ...values });
    const run = (...argv: readonly string[]) =>
      rocketpay(argv, { store, clock: movingClock(shop.platform.clock), ledger: shop.ledger });
    const failed = async (...argv: readonly string[]) => errorOf(await run(...argv, '--json'));
    const sent = async () => (await shop.payments())[0]?.operations.filter(({ type }) => type === 'refund') ?? [];
    return { shop, run, failed, sent };
  };

  it('in live mode is marked in the summary', async () => {
    const { run } = await shopWith({});
    expect((await run(...refundOf('1'))).err).toMatch(/Profile +shop, project 4242, LIVE: real money/);
  });

  it('with a maximum refund blocks a larger one, also with --full', async () => {
    const { run, failed, sent } = await shopWith({ maxRefund: 25_000 });
    const full = ['refund', 'order-1', '--full', '--confirm', '1000'];
    for (const argv of [refundOf('250.01'), full, [...refundOf('250.01'), ...AGAIN]]) {
      expect(await failed(...argv)).toMatchObject({ exit: 7, code: 'over_limit' });
    }
    expect(await sent()).toEqual([]);
    expect(await run(...refundOf('250'))).toMatchObject({ exit: 0 });
  });

  it('with a daily limit blocks refunds of all payments for 24 hours', async () => {
    const { shop, run, failed, sent } = await shopWith({ maxRefundPerDay: 30_000 });
    await shop.done(...shop.sale('77000000001', '--payment-id', 'order-2', '--wait'));
    await run(...refundOf('200', 'order-2'), '--wait');
    const error = await failed(...refundOf('100.01'));
    expect(error).toMatchObject({ exit: 7, code: 'over_limit' });
    expect(error.message).toMatch(/300\.00 KZT.*200\.00 KZT.*Nothing was sent/);
    expect(await run(...refundOf('100'))).toMatchObject({ exit: 0 });
    expect(await failed(...refundOf('0.01'))).toMatchObject({ code: 'over_limit' });
    expect(await sent()).toHaveLength(1);
    await shop.platform.clock.advance(DAY + 60_000);
    expect(await run(...refundOf('0.01'))).toMatchObject({ exit: 0 });
  });

  it('with a daily limit counts refunds that may have been processed, and no others', async () => {
    const { shop, run, failed } = await shopWith({ maxRefundPerDay: 30_000 });
    await shop.done(...shop.sale('77000000001', '--payment-id', 'order-2', '--wait'));
    shop.spoilNext('reset-before');
    expect(await run(...refundOf('200', 'order-2'))).toMatchObject({ exit: 6 });
    expect(await failed(...refundOf('200'))).toMatchObject({ code: 'over_limit' });
    await shop.platform.clock.advance(400_000);
    await run('resume', '--all');
    // It was not seen, and may still be carried out.
    expect(await failed(...refundOf('200'))).toMatchObject({ code: 'over_limit' });
    expect(await run(...refundOf('100'))).toMatchObject({ exit: 0 });
  });

  it('with merchantRefundId sends the intent id as merchant_refund_id', async () => {
    const { shop, run, sent } = await shopWith({ merchantRefundId: true });
    const { intent } = documentOf(await run(...refundOf('250'), '--json'));
    expect(intent).toMatch(/^in-/);
    expect(await sent()).toMatchObject([{ merchantRefundId: intent }]);
    await shop.done(...refundOf('251'));
    const [, second] = await sent();
    expect(second?.merchantRefundId).toBeUndefined();
  });
});
