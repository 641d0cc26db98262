import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFindQuery } from '#domain/find/find-query';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { draft, PROJECT } from '../drafts.ts';
import { find, indexAll, PHONE, purchase } from './purchases.ts';

const DAY = 24 * 3_600_000;

describe('a payment is found', () => {
  it.each([
    ['8 701 123 45 67', 'phone'],
    ['+77011234567', 'phone'],
    ['SHOP-2026-0047-b', 'payment id'],
    ['shop-2026', 'part of the payment id'],
    ['47-B', 'part of the payment id'],
    ['0047', 'part of the payment id'],
    ['250', 'amount'],
    ['250,00', 'amount'],
    ['client-77', 'customer'],
    ['aigerim@example.kz', 'e-mail'],
    ['op-shop-2026-0047-b', 'operation'],
    ['req-shop-2026-0047-b', 'request'],
    ['gsm-shop-2026-0047-b', 'provider id'],
    ['КУРТКА', 'description or note'],
  ])('by %s of a received callback, which is its %s', async (text, match) => {
    const ledger = await openTestLedger();
    await ledger.addCallback(purchase('shop-2026-0047-b'));
    await ledger.addCallback(purchase('other', { text: '{"payment":{"id":"other","status":"success"}}' }));
    expect(await find(ledger, text)).toEqual([`shop-2026-0047-b ${match}`]);
  });

  it('by what was sent, by a note and by a ticket', async () => {
    const ledger = await openTestLedger();
    const order = { paymentId: 'order-1', phone: PHONE, amount: { minor: 1050, currency: 'KZT' } };
    await ledger.createIntent(draft('in-1', { ...order, description: 'returned shoes', ticket: 'T-99' }));
    await ledger.change('in-1', 'answered', { state: 'accepted', requestId: 'req-7' });
    await ledger.change('in-1', 'found', { state: 'done', operationId: 'op-8' });
    await ledger.addNote({ project: PROJECT, paymentId: 'order-1', intentId: undefined, text: 'called back' });
    for (const text of [PHONE, '10.50', 'shoes', 't-99', 'req-7', 'op-8', 'in-1', 'order-1', 'called'])
      expect(await find(ledger, text), text).toHaveLength(1);
    expect(await find(ledger, 'sandals')).toEqual([]);
  });

  it('by a status that was read', async () => {
    const ledger = await openTestLedger();
    await ledger.savePayment({
      ...{ project: PROJECT, paymentId: 'order-1', status: 'success', remaining: undefined },
      ...{ resendsUsed: 0, otpAskedAt: undefined, seenAt: 5 },
      terms: [{ kind: 'phone', text: PHONE }],
    });
    expect(await find(ledger, PHONE)).toEqual(['order-1 phone']);
    expect(await ledger.payment(PROJECT, 'order-1')).not.toHaveProperty('terms');
  });

  it('only where every text matches, newest first', async () => {
    const clock = new FakeClock();
    const ledger = await openTestLedger(clock);
    for (const id of ['order-1', 'order-2', 'order-3']) {
      await ledger.addCallback(purchase(id));
      await clock.advance(DAY);
    }
    expect(await find(ledger, PHONE)).toEqual(['order-3 phone', 'order-2 phone', 'order-1 phone']);
    expect(await find(ledger, PHONE, 'er-2')).toEqual(['order-2 phone part of the payment id']);
    expect(await find(ledger, PHONE, '251')).toEqual([]);
    const now = clock.now();
    const on = async (text: string) => {
      const criteria = readFindQuery([text, '250'], now);
      return (await ledger.search.find({ criteria, limit: 20 })).payments.map(({ paymentId }) => paymentId);
    };
    expect(await on('yesterday')).toEqual(['order-3']);
    expect(await on('today')).toEqual([]);
    expect(await on('30d')).toEqual(['order-3', 'order-2', 'order-1']);
    const all = { criteria: readFindQuery(['250'], now), limit: 2 };
    expect(await ledger.search.find(all)).toMatchObject({ more: true, payments: [{}, {}] });
    expect((await ledger.search.find({ ...all, projects: ['gate.example/43'] })).payments).toEqual([]);
  });

  it('by no content of a callback with a wrong signature', async () => {
    const ledger = await openTestLedger();
    await ledger.addCallback(purchase('order-1', { valid: false }));
    expect(await find(ledger, PHONE)).toEqual([]);
    expect(await find(ledger, 'order-1')).toEqual([]);
  });

  it('by the last digits of a phone only after that was switched on', async () => {
    const clock = new FakeClock();
    const ledger = await openTestLedger(clock);
    await ledger.addCallback(purchase('order-1'));
    expect(await find(ledger, '4567')).toEqual([]);
    await ledger.search.useLastDigits(true);
    while ((await ledger.search.indexMore()) > 0);
    await clock.advance(1000);
    await ledger.addCallback(purchase('order-2'));
    expect(await find(ledger, '4567')).toEqual([
      'order-2 last digits of the phone',
      'order-1 last digits of the phone',
    ]);
    expect(await find(ledger, '1234567')).toHaveLength(2);
    expect(await ledger.search.state()).toEqual({ payments: 2, waiting: 0, lastDigits: true });
    await ledger.search.useLastDigits(false);
    expect(await find(ledger, '4567')).toEqual([]);
    await ledger.addCallback(purchase('order-3'));
    expect(await find(ledger, '4567')).toEqual([]);
  });

  it('no more by a callback that was removed, but by those that stay', async () => {
    const clock = new FakeClock();
    const ledger = await openTestLedger(clock);
    const jacket = purchase('order-2').text;
    await ledger.addCallback(purchase('order-1'));
    await ledger.addCallback(purchase('order-2', { text: jacket.replace('куртка', 'шапка') }));
    await ledger.createIntent(draft('in-3', { paymentId: 'order-3', description: 'куртка' }));
    await ledger.addCallback(purchase('order-3'));
    await clock.advance(DAY);
    await ledger.addCallback(purchase('order-2', { status: 'refunded' }));
    await ledger.pruneCallbacks({ genuine: true, chargebacks: false, before: clock.now(), dryRun: false });
    expect(await find(ledger, 'order-1')).toEqual([]);
    expect(await find(ledger, 'шапка')).toEqual([]);
    expect(await find(ledger, PHONE)).toEqual(['order-2 phone']);
    const found = ['order-2 description or note', 'order-3 description or note'];
    expect((await find(ledger, 'куртка')).sort()).toEqual(found);
  });
});

it('payments of removed callbacks leave the index, also where there are many', async () => {
  const clock = new FakeClock();
  const ledger = await openTestLedger(clock);
  for (let at = 0; at < 450; at++) await ledger.addCallback(purchase(`order-${at}`));
  await indexAll(ledger);
  const { payments } = await ledger.search.state();
  await clock.advance(DAY);
  await ledger.addCallback(purchase('order-450'));
  const before = { genuine: true, chargebacks: false, before: clock.now(), dryRun: false };
  expect(await ledger.pruneCallbacks(before)).toMatchObject({ genuine: 450, wrong: 0, waiting: 0 });
  expect(payments).toBe(450);
  expect(await find(ledger, PHONE)).toEqual(['order-450 phone']);
  expect(await ledger.search.state()).toMatchObject({ payments: 1 });
});

describe('the index of payments', () => {
  it('shows no phone, e-mail address, customer or description in any byte of the folder', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(undefined, folder);
    await ledger.search.useLastDigits(true);
    await ledger.addCallback(purchase('order-1'));
    await ledger.close();
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    const hidden = [PHONE, PHONE.slice(-7), 'igerim', 'lient-77', Buffer.from('куртка').toString('latin1')];
    for (const text of hidden) expect(bytes.join('\n').includes(text), text).toBe(false);
  });
});
