import { describe, expect, it } from 'vitest';
import { CUSTOMER, documentsOf, expectHidden, expectPromised } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const DAY = 24 * 3_600_000;
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

describe('rocketpay pending', () => {
  it('says that every write has a final result', async () => {
    const shop = await paidShop();
    expect((await shop.run('pending')).out).toContain('Every write in this ledger has a final result');
    expect(await shop.done('pending')).toMatchObject({ intents: [] });
  });

  it('shows an open write, its reason and the next command', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('502', ...refundOf('250'));
    const document = await shop.done('pending');
    expectPromised(document, 'pending');
    expect(document.intents).toMatchObject([{ intent, kind: 'refund', state: 'unknown', paymentId: 'order-1' }]);
    const { out } = await shop.run('pending');
    expect(out).toContain('250.00');
    expect(out).toContain('HTTP 502');
    expect(out).toContain(`Next: rocketpay resume ${intent}`);
    await shop.lost('500', ...shop.sale(PHONE, '--payment-id', 'order-2'));
    expect((await shop.run('pending')).out).toContain('Next: rocketpay resume --all');
  });
});

describe('rocketpay history', () => {
  it('lists all writes, newest first, with their states', async () => {
    const shop = await paidShop();
    await shop.platform.clock.advance(1000);
    await shop.failed(...refundOf('30.28'));
    await shop.platform.clock.advance(1000);
    await shop.done(...refundOf('250'), '--wait');
    const kinds = (await listed(shop)).map(({ kind, state }) => `${kind} ${state}`);
    expect(kinds).toEqual(['refund done', 'refund refused', 'sale done']);
    const { out } = await shop.run('history');
    expect(out.trimEnd().split('\n')).toHaveLength(3);
    expect(out).toMatch(/refund +done +250\.00 KZT +in-\w+ +order-1\n/);
  });

  it('filters by payment, kind, state, profile, user and time', async () => {
    const shop = await paidShop();
    await shop.platform.clock.advance(2 * DAY);
    await shop.done(...shop.sale(PHONE, '--payment-id', 'order-2', '--intent', 'cart-7'));
    await shop.failed(...refundOf('30.28'));
    const user = shop.ledger.currentUser.user;
    const finds = async (...words: readonly string[]) =>
      (await listed(shop, ...words)).map(({ kind, paymentId }) => `${kind} ${paymentId}`).sort();
    const [first, second, refund] = ['sale order-1', 'sale order-2', 'refund order-1'];
    expect(await finds('--payment', 'ORDER-1')).toEqual([refund, first]);
    expect(await finds('--kind', 'sale')).toEqual([first, second]);
    expect(await finds('--state', 'refused')).toEqual([refund]);
    expect(await finds('--user', user)).toEqual([refund, first, second]);
    expect(await finds('--user', `${user}x`)).toEqual([]);
    expect(await finds('--phone', '+7 (707) 123-45-67')).toEqual([second]);
    expect(await finds('--phone', '77071234568')).toEqual([]);
    expect(await finds('--since', '24h')).toEqual([refund, second]);
    expect(await finds('--until', '1d')).toEqual([first]);
    expect(await finds('--since', '2024-12-07', '--until', '2024-12-09')).toEqual([first]);
    expect(await finds('--profile', 'other')).toEqual([]);
  });

  it('finds refunds by the phone of the payer, also when a web server has sent the sale', async () => {
    const shop = await openFaultyShop();
    await shop.paid();
    await shop.platform.sale({ id: 'web-1', phone: '77000000001' });
    await shop.platform.clock.advance(10_000);
    await shop.done(
      'refund',
      'web-1',
      '--amount',
      '5',
      '--confirm',
      '5',
      '--description',
      'two cups, +7 707 123 45 67',
    );
    await shop.done(...refundOf('250'));
    const found = await listed(shop, '--phone', '+7 700 000 00 01', '--kind', 'refund');
    expect(found.map(({ paymentId }) => paymentId).sort()).toEqual(['order-1', 'web-1']);
    const web = found.find(({ paymentId }) => paymentId === 'web-1');
    expect(web).toMatchObject({ phone: '7700•••••01', description: expect.stringContaining('two cups, ') });
    const receipt = await shop.run('receipt', String(web?.intent));
    expect(receipt.out).toContain('two cups');
    for (const run of [
      receipt,
      await shop.run('audit', 'export'),
      await shop.run('audit', 'export', '--format', 'csv'),
    ]) {
      expectHidden('707 123 45 67', run);
      expect(run.out).toContain('two cups');
    }
    const { err } = await shop.run('history', '--phone', '77770000000', '--kind', 'refund');
    expect(err.replace(/\s+/g, ' ')).toContain(
      'No write of this ledger matches. No write of this ledger has a payment whose phone',
    );
  });

  it('finds a user by the shown name, and lists the users for an unknown name', async () => {
    const shop = await paidShop();
    const { user, host } = shop.ledger.currentUser;
    expect(await listed(shop, '--user', `${user}@${host}`)).toHaveLength(1);
    expect(await listed(shop, '--user', `${user}@another-${host}`)).toEqual([]);
    const { err } = await shop.run('history', '--user', 'absent@nowhere');
    expect(err.replace(/\s+/g, ' ')).toContain(`There is no user absent@nowhere. Known users: ${user}@${host}.`);
  });

  it('sums up the refunds and names the time zone', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('250'), '--wait');
    await shop.failed(...refundOf('30.28'));
    await shop.lost('502', ...refundOf('20'));
    const { err } = await shop.run('history');
    expect(err.replace(/\s+/g, ' ')).toContain(
      'Refunds: 1 NOT refunded, declined or refused (30.28 KZT), 1 without a final result (20.00 KZT), 1 refunded (250.00 KZT).',
    );
    expect(err).toMatch(/Times are UTC[+-]\d\d:\d\d\./);
  });

  it('says when there are more results and when there are none', async () => {
    const shop = await paidShop();
    await shop.platform.clock.advance(1000);
    await shop.done(...refundOf('250'));
    expect(await listed(shop, '--limit', '1')).toMatchObject([{ kind: 'refund' }]);
    expect((await shop.run('history', '--limit', '1')).err).toContain('--limit');
    expect((await shop.run('history', '--limit', '2')).err).not.toContain('--limit');
    const nothing = await shop.run('history', '--payment', 'order-9');
    expect(nothing).toMatchObject({
      exit: 0,
      out: '',
      err: expect.stringMatching(/^No write .*:\s+rocketpay timeline order-9\s/s),
    });
  });

  it.each([
    ['--since', 'tomorrow'],
    ['--since', '2026-13-45'],
    ['--until', '5'],
    ['--limit', '0'],
    ['--kind', 'payout'],
    ['--state', 'lost'],
    ['--phone', 'x'],
  ])('refuses %s %s', async (...words) => {
    const shop = await openFaultyShop();
    expect(await shop.failed('history', ...words)).toMatchObject({ exit: 2 });
  });

  it('never shows a whole phone or an OTP', async () => {
    const shop = await openFaultyShop();
    await shop.done(...shop.sale(PHONE, '--wait', 'otp'));
    const code = shop.platform.lastCode();
    await shop.done('otp', 'order-1', code, '--wait');
    await shop.done('request', '/v2/payment/mobile/sale', rawSale(shop));
    const runs = [['history'], ['history', '--json'], ['audit', 'export'], ['audit', 'export', '--format', 'csv']];
    const { length } = await listed(shop);
    expect(length).toBe(3);
    for (const { intent } of await listed(shop))
      runs.push(['receipt', String(intent)], ['receipt', String(intent), '--json']);
    for (const argv of runs) {
      const finished = await shop.run(...argv);
      expect(finished.exit).toBe(0);
      for (const text of [PHONE, PHONE.slice(1), `"${code}"`, shop.platform.sandbox.secret.reveal()])
        expectHidden(text, finished);
    }
    expect(await listed(shop, '--phone', PHONE)).toHaveLength(3);
  });
});

const rawSale = (shop: FaultyShop): string => {
  const [, id, , ip, , first, , last, , email] = CUSTOMER;
  return JSON.stringify({
    general: { project_id: shop.platform.sandbox.projectId, payment_id: 'order-2' },
    customer: { id, ip_address: ip, first_name: first, last_name: last, email },
    account: { number: PHONE },
    payment: { amount: 100_000, currency: 'KZT' },
  });
};
