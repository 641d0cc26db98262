import { describe, expect, it } from 'vitest';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { createPaymentId, encodeBase32, parsePaymentId, paymentIdForKey } from '#domain/payments/payment-id';
import { failureOf } from '../../support/failures.ts';

const NOON = Date.UTC(2024, 11, 7, 12);

describe('a generated payment id', () => {
  it('is short, in lower case, and needs no quotation marks', () => {
    expect(createPaymentId(NOON)).toMatch(/^rp-[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('is unique, also without regard to case', () => {
    const ids = Array.from({ length: 20_000 }, () => createPaymentId(NOON).toUpperCase());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sorts by time', () => {
    const times = [0, 1, 31, 32, 1023, 1024, NOON - 1, NOON, NOON + 1, NOON + 999, NOON + 1000, NOON * 2, 2 ** 48 - 1];
    const ids = times.map(createPaymentId);
    expect([...ids].sort()).toEqual(ids);
  });

  it('contains the time in its first ten characters', () => {
    expect(createPaymentId(0)).toMatch(/^rp-0000000000/);
    expect(createPaymentId(1)).toMatch(/^rp-0000000001/);
    expect(createPaymentId(32)).toMatch(/^rp-0000000010/);
    expect(createPaymentId(2 ** 48 - 1)).toMatch(/^rp-7zzzzzzzzz/);
    expect(createPaymentId(NOON).slice(0, 13)).toBe(createPaymentId(NOON).slice(0, 13));
  });

  it('is accepted by the platform', () => {
    const id = createPaymentId(NOON);
    expect(parsePaymentId(id)).toBe(id);
  });
});

describe('a payment id from an --intent key', () => {
  it('is the same each time, so that the platform accepts it once', () => {
    expect(paymentIdForKey('order-1981')).toBe(paymentIdForKey('order-1981'));
    expect(parsePaymentId(paymentIdForKey('order-1981'))).toMatch(/^rp-[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('differs for another key, however similar', () => {
    const keys = [
      'order-1981',
      'Order-1981',
      'order-1981 ',
      'order-1982',
      '',
      ...Array.from({ length: 5000 }, (_, n) => String(n)),
    ];
    expect(new Set(keys.map(paymentIdForKey)).size).toBe(keys.length);
  });
});

describe('an id made of bytes', () => {
  it('has one letter for each byte, without similar letters', () => {
    expect(encodeBase32(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe('0123456789abcdefghjkmnpqrstvwxyz');
    expect(encodeBase32(Uint8Array.of(32, 63, 255))).toBe('0zz');
  });
});

describe('a payment id in a command to paste', () => {
  it.each<[id: string, word: string]>([
    ['payment_47', 'payment_47'],
    ['a.b:c@d%e+f=g,h/i-j', 'a.b:c@d%e+f=g,h/i-j'],
    ['Заказ 47', "'Заказ 47'"],
    ['a;rm -rf b', "'a;rm -rf b'"],
    ["it's", "'it'\\''s'"],
    ['$(id)', "'$(id)'"],
  ])('%s is written %s', (id, word) => {
    expect(shellWord(id)).toBe(word);
  });
});

describe('a given payment id', () => {
  it.each(['1', 'payment_47', 'Заказ 47', 'a b', 'x'.repeat(255), '😀'.repeat(255), 'A/B?c=d&e;f:g', '000049'])(
    '%j is accepted unchanged',
    (text) => {
      expect(parsePaymentId(text)).toBe(text);
    },
  );

  it.each<[string, string]>([
    ['', 'is empty'],
    [' ', 'is empty'],
    ['\n', 'is empty'],
    [' a', 'white space at an end'],
    ['a ', 'white space at an end'],
    ['a\n', 'white space at an end'],
    ['\ta', 'white space at an end'],
    ['a\u00a0', 'white space at an end'],
    ['\ufeffa', 'white space at an end'],
    ['x'.repeat(256), 'longer than 255'],
    ['😀'.repeat(256), 'longer than 255'],
  ])('%j is refused with the reason', (text, flaw) => {
    expect(failureOf(() => parsePaymentId(text))).toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining(flaw),
    });
  });
});
