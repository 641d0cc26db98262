import { describe, expect, it } from 'vitest';
import { draft } from '../../adapters/ledger/drafts.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const refundOf = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

const receiptOf = async (shop: Awaited<ReturnType<typeof paidShop>>, intent: unknown, ...words: string[]) => {
  const { exit, out } = await shop.run('receipt', String(intent), '--language', 'ru', ...words);
  expect(exit).toBe(0);
  return out.replace(/[\u00a0\u202f]/g, ' ');
};

describe('a receipt for the customer', () => {
  it('confirms a refund that is done, in the language of the customer, as text and as HTML', async () => {
    const shop = await paidShop();
    const { intent } = await shop.done(...refundOf('250'), '--wait');
    const text = await receiptOf(shop, intent);
    for (const part of [
      'Подтверждение возврата',
      'Возврат на 250 ₸ выполнен.',
      'order-1',
      'Не является фискальным чеком.',
    ]) {
      expect(text).toContain(part);
    }
    const html = await receiptOf(shop, intent, '--format', 'html');
    expect(html).toMatch(/^<!doctype html>\n<html lang="ru">/);
    expect(html).toContain('<h1>Подтверждение возврата</h1>');
  });

  it('confirms no refund without a result: it is in progress, being checked, or not made', async () => {
    const shop = await paidShop();
    const accepted = await shop.done(...refundOf('250'), '--no-wait');
    const unknown = await shop.lost('reset-before', ...refundOf('7'));
    for (const [intent, sentence] of [
      [accepted.intent, 'ещё обрабатывается'],
      [unknown, 'Мы проверяем ваш возврат'],
    ]) {
      const text = await receiptOf(shop, intent);
      expect(text).toContain(sentence);
      expect(text).toContain('О вашем возврате');
      expect(text).not.toMatch(/выполнен|Подтверждение/);
    }
    const other = await paidShop();
    const { intent: refused = '' } = await other.failed(...refundOf('30.28'));
    expect(await receiptOf(other, refused)).toContain('пока не выполнен');
  });

  it('needs a language, and is refused for what was never sent and with --json', async () => {
    const shop = await paidShop();
    const { intent } = await shop.done(...refundOf('250'), '--wait');
    const missing = await shop.run('receipt', String(intent), '--format', 'html');
    expect(missing).toMatchObject({ exit: 2, out: '' });
    expect(missing.err).toContain('--language ru');
    await shop.ledger.recordBlocked(draft('in-blocked'), 'over the limit');
    const refused = await shop.run('receipt', 'in-blocked', '--language', 'kk');
    expect(refused).toMatchObject({ exit: 2, out: '' });
    expect(refused.err).toContain('nothing to confirm');
    expect(await shop.failed('receipt', String(intent), '--language', 'kk')).toMatchObject({ exit: 2 });
    expect(await shop.done('receipt', String(intent))).toMatchObject({ state: 'done' });
  });
});
