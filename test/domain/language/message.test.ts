import { describe, expect, it } from 'vitest';
import { joinTexts, Message, mapText } from '#domain/language/message';
import { type Catalogue, createTranslator, ENGLISH, type Translator } from '#domain/language/translator';

const CATALOGUE = {
  '{count:# refund|# refunds} of {amount} since {time}': {
    ru: '{count:# возврат|# возврата|# возвратов} по {amount} с {time}',
    kk: '{time} бастап {amount} сомаға {count:# қайтарым}',
  },
} satisfies Catalogue;

const ru = createTranslator('ru', CATALOGUE);
const kk = createTranslator('kk', CATALOGUE);

/** A message of this catalogue, which is not that of the program. */
const refunds = (count: number, minor = 123456789) =>
  new Message(({ say }: Translator) =>
    (say as (key: string, values: object) => string)('{count:# refund|# refunds} of {amount} since {time}', {
      count,
      amount: { minor, currency: 'KZT' },
      time: { time: new Date(2026, 10, 28, 9, 5).getTime(), to: 'minute' },
    }),
  );

describe('a message', () => {
  it('is its English text as a string and in JSON', () => {
    expect(String(refunds(1))).toBe('1 refund of 1234567.89 KZT since 2026-11-28 09:05');
    expect(JSON.stringify({ text: refunds(2) })).toBe('{"text":"2 refunds of 1234567.89 KZT since 2026-11-28 09:05"}');
  });

  it.each([
    [1, '1 возврат'],
    [2, '2 возврата'],
    [5, '5 возвратов'],
    [11, '11 возвратов'],
    [21, '21 возврат'],
    [1024, '1\u00a0024 возврата'],
  ])('has the Russian plural of %i', (count, expected) => {
    expect(ru.show(refunds(count))).toBe(`${expected} по 1\u00a0234\u00a0567,89\u00a0KZT с 28.11.2026 09:05`);
  });

  it('has the singular after a Kazakh number', () => {
    expect(kk.show(refunds(5))).toContain('5 қайтарым');
  });

  it('shows the largest amount of the platform exactly in every language', () => {
    expect(ru.show({ minor: 10 ** 13 - 1, currency: 'KZT' }).replaceAll('\u00a0', ' ')).toBe('99 999 999 999,99 KZT');
    expect(ENGLISH.show({ minor: 10 ** 13 - 1, currency: 'KZT' })).toBe('99999999999.99 KZT');
  });

  it('is shown in English when it has no translation', () => {
    expect(createTranslator('ru').show(refunds(1)).startsWith('1 refund')).toBe(true);
  });

  it('keeps its language when it is joined with others and changed', () => {
    const joined = joinTexts([refunds(1), undefined, '', 'payment_47'], '; ');
    expect(ru.show(joined)).toMatch(/^1 возврат .*; payment_47$/);
    expect(String(mapText(joined, (text) => text.toUpperCase()))).toContain('1 REFUND OF');
    expect(ru.show(mapText(joined, (text) => text.toUpperCase()))).toContain('1 ВОЗВРАТ');
  });

  it('stays a plain text when it is joined of plain texts', () => {
    expect(joinTexts(['a', undefined, 'b'], ' ')).toBe('a b');
  });
});
