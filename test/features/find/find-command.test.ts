import { describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import type { Context } from '#context';
import { find } from '#features/find/find-command';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { documentOf, expectPromised } from '../../support/session.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { projectOf, signedCallback } from './signed-callback.ts';

const PHONE = '77011234567';

const found = async (shop: Shop, ...words: readonly string[]) => {
  const finished = await shop.run('find', ...words, '--json');
  expect(finished.exit).toBe(0);
  const document = documentOf(finished) as { payments: { paymentId: string }[] } & Record<string, unknown>;
  expectPromised(document, 'find');
  return document;
};
const idsFound = async (shop: Shop, ...words: readonly string[]) =>
  (await found(shop, ...words)).payments.map(({ paymentId }) => paymentId);

describe('rocketpay find', () => {
  it('finds a payment of the web server by its callback, with its amounts, status and last write', async () => {
    const shop = await openShop();
    await shop.ledger.addCallback(signedCallback('web-1', { phone: PHONE, project: projectOf(shop) }));
    await shop.ledger.addCallback(
      signedCallback('web-1', { phone: PHONE, project: projectOf(shop), type: 'refund', minor: 2500, left: 7500 }),
    );
    expect(await found(shop, '8 701 123 45 67', '100.00')).toMatchObject({
      payments: [
        {
          paymentId: 'web-1',
          ...{ status: 'partially refunded', paidMinor: 10_000, refundedMinor: 2500, leftMinor: 7500, currency: 'KZT' },
          ...{ phone: '7701•••••67', lastWrite: null, matched: [['phone'], ['amount']] },
        },
      ],
      more: false,
      indexed: true,
    });
    const { out } = await shop.run('find', PHONE);
    expect(out).toContain('paid 100.00 KZT, refunded 25.00 KZT, left 75.00 KZT, phone 7701•••••67');
    expect(out).toContain('matched by phone');
  });

  it('asks for no payment in a terminal where results are documents', async () => {
    const shop = await openShop();
    await shop.ledger.addCallback(signedCallback('web-1', { phone: PHONE, project: projectOf(shop) }));
    const terminal = new FakeTerminal({ interactive: true, printsDocuments: true });
    const context = { ledger: async () => shop.ledger, clock: systemClock, terminal };
    await find.run({ text: [PHONE] }, context as unknown as Context);
    expect(terminal.reports).toHaveLength(1);
  });

  it('finds what was sent from the ledger, and who sent the last write', async () => {
    const shop = await openShop();
    await shop.paid();
    await shop.done('refund', 'order-1', '--amount', '250', '--confirm', '250', '--ticket', 'T-7', '--wait');
    const document = await found(shop, 'T-7');
    expect(document.payments).toMatchObject([
      { paymentId: 'order-1', refundedMinor: 25_000, lastWrite: { kind: 'refund', state: 'done' } },
    ]);
    const { out } = await shop.run('find', 'order');
    expect(out).toMatch(/last write: refund done .* by \S+@\S+/);
  });

  it('finds a sale by the customer id and the e-mail address that were sent, and a ticket without its sign', async () => {
    const shop = await openShop();
    const names = ['--first-name', 'Daulet', '--last-name', 'A', '--ip', '203.0.113.9'];
    const customer = ['--customer-id', 'cust-5', '--email', 'Daulet@shop.test', ...names];
    await shop.done('sale', '--phone', PHONE, '--amount', '250', '--payment-id', 'order-5', ...customer);
    expect(await idsFound(shop, 'cust-5')).toEqual(['order-5']);
    expect(await idsFound(shop, 'daulet@SHOP.test')).toEqual(['order-5']);
    await shop.paid();
    await shop.done('refund', 'order-1', '--amount', '250', '--confirm', '250', '--ticket', '№ 1981', '--wait');
    for (const ticket of ['1981', '№ 1981', '#1981']) {
      expect(await idsFound(shop, ticket)).toEqual(['order-1']);
      expect((await shop.run('history', '--ticket', ticket)).out).toContain('order-1');
    }
  });

  it('says what was searched and what the ledger cannot know when nothing matches', async () => {
    const shop = await openShop();
    const { exit, out, err } = await shop.run('find', '1234', 'оrder-1');
    expect({ exit, out }).toEqual({ exit: 0, out: '' });
    const words = err.replace(/\s+/g, ' ');
    expect(words).toContain('No payment matches.');
    expect(words).toContain('"1234" was searched as: amount, payment id');
    expect(words).not.toMatch(/searched as: .*last digits of the phone/);
    expect(words).not.toContain('last digits of the phone,');
    expect(words).toContain('Last digits of phones are not indexed');
    expect(words).toContain('This ledger knows 0 payments');
    expect(words).toContain('"оrder-1" has the Cyrillic letter "о": it looks Latin. In Latin: order-1.');
  });

  it('finds by last digits after they were switched on', async () => {
    const shop = await openShop();
    await shop.ledger.addCallback(signedCallback('web-1', { phone: PHONE, project: projectOf(shop) }));
    expect(await idsFound(shop, '4567')).toEqual([]);
    expect(await shop.done('ledger', 'index', '--last-digits', 'on')).toMatchObject({ lastDigits: true, waiting: 0 });
    expect(await idsFound(shop, '4567')).toEqual(['web-1']);
    expect(await idsFound(shop, '…4567')).toEqual(['web-1']);
  });

  it('shows the newest payments up to the limit, and says that there are more', async () => {
    const shop = await openShop();
    for (const id of ['web-1', 'web-2', 'web-3']) {
      await shop.ledger.addCallback(signedCallback(id, { phone: PHONE, project: projectOf(shop) }));
      await shop.platform.clock.advance(1000);
    }
    expect(await idsFound(shop, PHONE, '--limit', '2')).toEqual(['web-3', 'web-2']);
    const { err } = await shop.run('find', PHONE, '--limit', '2');
    expect(err).toContain('Only the newest 2 are shown.');
  });

  it('refuses an empty search and one of too many texts', async () => {
    const shop = await openShop();
    expect((await shop.run('find', ' ')).exit).toBe(2);
    expect((await shop.run('find', ...'abcdefghijklm')).exit).toBe(2);
  });
});

describe('rocketpay history --phone', () => {
  it('finds a refund whose phone only a callback has shown', async () => {
    const shop = await openShop();
    await shop.paid();
    await shop.done('refund', 'order-1', '--amount', '250', '--confirm', '250', '--wait');
    const other = '77779998877';
    expect((await shop.run('history', '--phone', other)).out).toBe('');
    await shop.ledger.addCallback(signedCallback('ORDER-1', { phone: other, project: projectOf(shop) }));
    const { out } = await shop.run('history', '--phone', other, '--kind', 'refund');
    expect(out).toMatch(/refund +done +250\.00 KZT/);
  });
});
