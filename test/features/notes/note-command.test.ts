import { describe, expect, it } from 'vitest';
import { expectPromised, rocketpay } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const REFUND = ['refund', 'order-1', '--amount', '250', '--confirm', '250'];

const paidShop = async (): Promise<FaultyShop> => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

describe('rocketpay note', () => {
  it('adds a note to a payment, and lists the notes without a text', async () => {
    const shop = await paidShop();
    const added = await shop.done('note', 'order-1', 'calls back on Monday');
    expectPromised(added, 'note');
    const { user, host } = shop.ledger.currentUser;
    const first = { by: `${user}@${host}`, text: 'calls back on Monday', intent: null };
    expect(added).toMatchObject({ paymentId: 'order-1', intent: null, added: true, notes: [first] });
    await shop.done('note', 'order-1', 'has called');
    const listed = await shop.done('note', 'order-1');
    expect(listed).toMatchObject({ added: false, notes: [first, { text: 'has called' }] });
    const { out } = await shop.run('note', 'order-1');
    expect(out).toContain(`${user}@${host}: calls back on Monday\n`);
  });

  it('takes the text from standard input', async () => {
    const shop = await paidShop();
    const { env, ledger } = shop;
    await rocketpay(['note', 'order-1', '-'], { env, ledger, input: 'typed\nin two lines\n' });
    expect(await shop.done('note', 'order-1')).toMatchObject({ notes: [{ text: 'typed in two lines' }] });
  });

  it('is about a write when it is given an intent', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-after', ...REFUND);
    expect(await shop.done('note', intent, 'asked the bank')).toMatchObject({
      ...{ paymentId: 'order-1', intent },
      notes: [{ text: 'asked the bank', intent }],
    });
    expect(await shop.failed('note', 'in-000000000000', 'x')).toMatchObject({ exit: 2 });
  });

  it('says that a card number was masked', async () => {
    const shop = await paidShop();
    const { err } = await shop.run('note', 'order-1', 'paid with 4111111111111111');
    expect(err).toContain('was masked');
    expect(await shop.done('note', 'order-1')).toMatchObject({ notes: [{ text: 'paid with [card]' }] });
  });

  it('asks to check an id of which the ledger knows nothing', async () => {
    const shop = await paidShop();
    expect((await shop.run('note', 'order-2', 'x')).err).toContain('Check that the id is right.');
    expect((await shop.run('note', 'order-1', 'x')).err).not.toContain('Check that');
  });

  it('refuses a text of over 1000 characters, and stores nothing', async () => {
    const shop = await paidShop();
    expect(await shop.failed('note', 'order-1', 'x'.repeat(1001))).toMatchObject({ exit: 2 });
    expect(await shop.done('note', 'order-1')).toMatchObject({ notes: [] });
  });
});

describe('a note on a payment', () => {
  it('is shown on the summary of its refund', async () => {
    const shop = await paidShop();
    for (const text of ['one', 'two', 'three', 'four']) await shop.done('note', 'order-1', text);
    const { exit, err } = await shop.run(...REFUND);
    expect(exit).toBe(0);
    expect(err).toContain('1 earlier: rocketpay note order-1');
    expect(err).not.toContain(': one');
    expect(err).toMatch(/: two\n.*: three\n.*: four\n/);
  });

  it('is shown by pending, receipt and history --payment', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-after', ...REFUND);
    await shop.done('note', intent, 'asked the bank');
    const notes = [{ text: 'asked the bank', intent }];
    expect(await shop.done('pending')).toMatchObject({ intents: [{ intent, notes }] });
    expect(await shop.done('receipt', intent)).toMatchObject({ notes });
    for (const words of [['pending'], ['receipt', intent]])
      expect((await shop.run(...words)).out).toMatch(/asked\s+the\s+bank/);
    expect((await shop.run('history', '--payment', 'order-1')).err).toContain('asked the bank');
  });
});
