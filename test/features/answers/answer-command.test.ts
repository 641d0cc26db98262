import { describe, expect, it } from 'vitest';
import { expectPromised } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const refundOf = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

describe('rocketpay answer', () => {
  it('says in three languages that a payment was made and partly returned, with the platform as its source', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('250'), '--wait');
    const document = await shop.done('answer', 'order-1');
    expectPromised(document, 'answer');
    expect(document).toMatchObject({ source: 'platform', situations: ['payment-paid', 'refund-done'] });
    const { out } = await shop.run('answer', 'order-1');
    for (const text of ['₸1,000', '₸250', 'Возврат на', 'қайтарылды']) expect(out.replace(/\s+/g, ' ')).toContain(text);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const russian = await shop.run('answer', 'order-1', '--language', 'ru');
    expect(russian.out).toMatch(/^Ваш платёж/);
    expect(russian.out).not.toContain('We received');
  });

  it('calls a refund in progress until the platform shows its result, and records the result that it reads', async () => {
    const shop = await paidShop();
    const { intent } = await shop.done(...refundOf('250'));
    expect(await shop.done('answer', 'order-1')).toMatchObject({ situations: ['payment-paid', 'refund-processing'] });
    await shop.platform.clock.advance(60_000);
    expect(await shop.done('answer', 'order-1')).toMatchObject({ situations: ['payment-paid', 'refund-done'] });
    expect(await shop.done('receipt', String(intent))).toMatchObject({ state: 'done' });
  });

  it('says that a refund is being checked when its answer was lost', async () => {
    const shop = await paidShop();
    await shop.lost('reset-before', ...refundOf('250'));
    expect(await shop.done('answer', 'order-1')).toMatchObject({ situations: ['payment-paid', 'refund-checking'] });
  });

  it('names the time of what the ledger knows when the platform gives no answer, or with --offline', async () => {
    const shop = await paidShop();
    await shop.done(...refundOf('250'), '--wait');
    const offline = await shop.done('answer', 'order-1', '--offline');
    const situations = ['payment-paid', 'refund-done', 'as-of'];
    expect(offline).toMatchObject({ source: 'ledger', situations });
    expectPromised(offline, 'answer');
    shop.faults.push({ kind: 'reset-before', rate: 1 });
    const { exit, out, err } = await shop.run('answer', 'order-1', '--language', 'en');
    expect(exit).toBe(0);
    expect(err.replace(/\s+/g, ' ')).toContain('This answer uses only the ledger.');
    expect(out.replace(/\s+/g, ' ').trim()).toMatch(/We returned ₸250 .* This is what we know as of .*\.$/);
  });

  it('has no sentence for the customer when neither the platform nor the ledger knows the payment', async () => {
    const shop = await paidShop();
    const unknown = await shop.failed('answer', 'order-0', '--no-input');
    expect(unknown).toMatchObject({ exit: 5, code: 'payment_not_found', platformCode: '3061' });
    expect(unknown.hint).toContain('Tell the customer nothing yet.');
    const offline = await shop.failed('answer', 'order-0', '--offline');
    expect(offline).toMatchObject({ exit: 5, code: 'payment_not_found' });
    expect(offline.hint).toContain('rocketpay answer order-0');
  });
});
