import { describe, expect, it } from 'vitest';
import { at, documentsOf, expectPromised } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const PHONE = '77071234567';

const refundOf = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

const listed = async (shop: FaultyShop, ...words: readonly string[]) => {
  const { exit, out } = await shop.run('history', ...words, '--json');
  expect(exit).toBe(0);
  const documents = out === '' ? [] : documentsOf(out);
  for (const document of documents) expectPromised(document, 'history');
  return documents;
};

describe('rocketpay receipt', () => {
  it('shows the ids, amount, times, user, result and hash of a refund', async () => {
    const shop = await paidShop();
    const { intent, requestId } = await shop.done(...refundOf('250'), '--wait', '--intent', 'ticket-1');
    const receipt = await shop.done('receipt', String(intent));
    expectPromised(receipt, 'receipt');
    const { user, host } = shop.ledger.currentUser;
    const operation = at(await shop.done('status', 'order-1'), 'operations.1.id');
    expect(receipt).toMatchObject({
      ...{
        intent,
        kind: 'refund',
        state: 'done',
        paymentId: 'order-1',
        amountMinor: 25_000,
        currency: 'KZT',
        user,
        host,
      },
      ...{ requestId, operationId: String(operation), code: '0', key: 'ticket-1', mode: 'test' },
      records: [{ event: 'begun' }, { event: 'answered' }, { event: 'found' }],
    });
    const records = receipt.records as { hash: string; by: string }[];
    expect(records.at(-1)?.hash).toBe(receipt.hash);
    expect(records.map(({ by }) => by)).toEqual(records.map(() => `${user}@${host}`));

    const { out } = await shop.run('receipt', String(intent));
    for (const text of [
      intent,
      'order-1',
      '250.00 KZT',
      'done',
      requestId,
      `${user}@${host}`,
      receipt.hash,
      'ticket-1',
    ]) {
      expect(out).toContain(String(text));
    }
  });

  it('shows why a refund was refused, and that a refund is open', async () => {
    const shop = await paidShop();
    const { intent: refused = '' } = await shop.failed(...refundOf('30.28'));
    expect((await shop.run('receipt', refused)).out).toMatch(/Code +3028 .*balance/);
    const open = await shop.lost('reset-after', ...refundOf('250'));
    expect(await shop.done('receipt', open)).toMatchObject({ state: 'unknown', requestId: null, operationId: null });
  });

  it('needs no profile and no network', async () => {
    const shop = await paidShop();
    const { intent } = await shop.done(...refundOf('250'));
    const asked = shop.platform.events.length;
    shop.faults.push({ kind: 'reset-before', rate: 1 });
    expect(await shop.run('receipt', String(intent))).toMatchObject({ exit: 0 });
    expect(shop.platform.events).toHaveLength(asked);
  });

  it('fails for an unknown intent', async () => {
    const shop = await openFaultyShop();
    expect(await shop.failed('receipt', 'in-nothing')).toMatchObject({
      exit: 2,
      hint: expect.stringContaining('history'),
    });
  });
});

describe('the ledger', () => {
  it('stores the user and the request of a sale, and its result after the next status', async () => {
    const shop = await openFaultyShop();
    const { intent, requestId } = await shop.done(...shop.sale(PHONE));
    const [sale] = await listed(shop);
    expect(sale).toMatchObject({
      intent,
      requestId,
      kind: 'sale',
      state: 'accepted',
      amountMinor: 100_000,
      path: '/v2/payment/mobile/sale',
    });
    expect(String(sale?.phone)).toMatch(/^7707\D+67$/);
    await shop.platform.clock.advance(10_000);
    await shop.platform.sendCode(shop.platform.lastCode());
    await shop.platform.clock.advance(10_000);
    await shop.done('status', 'order-1');
    expect(await listed(shop)).toMatchObject([{ intent, state: 'done' }]);
  });

  it('stores that an OTP was submitted, and never the OTP', async () => {
    const shop = await openFaultyShop();
    await shop.done(...shop.sale(PHONE, '--wait', 'otp'));
    const { intent, requestId } = await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    expect(await listed(shop, '--kind', 'otp')).toMatchObject([
      { intent, requestId, state: 'done', amountMinor: null },
    ]);
  });

  it('stores that a sale was declined, and why a sale was refused', async () => {
    const shop = await openFaultyShop();
    await shop.failed(...shop.sale('77000000007', '--wait'));
    await shop.platform.clock.advance(1000);
    await shop.failed(...shop.sale());
    expect(await listed(shop)).toMatchObject([{ state: 'refused', code: '3041' }, { state: 'declined' }]);
  });
});
