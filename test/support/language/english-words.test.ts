import { expect, it } from 'vitest';
import { listEnglishWords } from './english-words.ts';

it('finds the words of a shown text that were not translated', () => {
  expect(listEnglishWords('Возврат payment_47 not sent: 250,00 KZT, status success', ['success'])).toEqual([
    'not',
    'sent',
    'status',
  ]);
});

it('does not find command lines, options, ids, addresses and quoted values', () => {
  const text =
    'Дальше: rocketpay refund payment_47 --amount 250.00 --confirm 250.00. Укажите --full, "the reason" или https://example.com/a. OTP, anna@shop-1.';
  expect(listEnglishWords(text)).toEqual([]);
});
