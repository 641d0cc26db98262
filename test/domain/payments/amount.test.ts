import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import {
  formatAmount,
  formatMajor,
  MAX_MINOR,
  minorUnitDigits,
  parseAmount,
  parseMinorAmount,
  toAmountStrings,
} from '#domain/payments/amount';
import { failureOf } from '../../support/failures.ts';
import { caseCount } from '../../support/suite/case-count.ts';

describe('an amount in major units', () => {
  it.each<[text: string, currency: string, minor: number]>([
    ['1000', 'KZT', 100000],
    ['1000.5', 'KZT', 100050],
    ['1000.00', 'KZT', 100000],
    ['0.01', 'KZT', 1],
    ['0.1', 'KZT', 10],
    ['1.1', 'KZT', 110],
    ['4.35', 'KZT', 435],
    ['1.15', 'USD', 115],
    ['8.2', 'EUR', 820],
    ['1000', 'JPY', 1000],
    ['1', 'KRW', 1],
    ['1.5', 'KWD', 1500],
    ['1.234', 'KWD', 1234],
    ['100000000000', 'KZT', MAX_MINOR],
    ['99999999999.99', 'KZT', MAX_MINOR - 1],
    ['10000000000000', 'JPY', MAX_MINOR],
    ['10000000000', 'KWD', MAX_MINOR],
  ])('%s %s is %d in minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toEqual({ minor, currency });
  });

  it.each<[text: string, currency: string, problem: string]>([
    ['', 'KZT', 'it is empty'],
    ['0', 'KZT', 'zero'],
    ['0.00', 'KZT', 'zero'],
    ['0', 'JPY', 'zero'],
    ['-5', 'KZT', 'negative'],
    ['-0', 'KZT', 'negative'],
    ['1,000', 'KZT', 'misread'],
    ['1,5', 'KZT', 'misread'],
    ['1.000,00', 'KZT', 'misread'],
    ['1,000.00', 'KZT', 'misread'],
    ['1 000', 'KZT', 'misread'],
    ['1\u00a0000', 'KZT', 'misread'],
    ['1\u202f000', 'KZT', 'misread'],
    ["1'000", 'KZT', 'misread'],
    ['1_000', 'KZT', 'misread'],
    [' 5', 'KZT', 'misread'],
    ['5\n', 'KZT', 'misread'],
    ['1e3', 'KZT', 'exponent'],
    ['1.5E3', 'KZT', 'exponent'],
    ['007', 'KZT', 'begins with a zero'],
    ['00', 'KZT', 'begins with a zero'],
    ['00.5', 'KZT', 'begins with a zero'],
    ['.5', 'KZT', 'write digits'],
    ['5.', 'KZT', 'write digits'],
    ['.', 'KZT', 'write digits'],
    ['1.2.3', 'KZT', 'write digits'],
    ['+5', 'KZT', 'write digits'],
    ['0x10', 'KZT', 'write digits'],
    ['٥', 'KZT', 'write digits'],
    ['１０', 'KZT', 'write digits'],
    ['5₸', 'KZT', 'write digits'],
    ['5 KZT', 'KZT', 'letters beside the number'],
    ['1 000 тг', 'KZT', 'letters beside the number'],
    ['KZT 5', 'KZT', 'misread'],
    ['NaN', 'KZT', 'write digits'],
    ['Infinity', 'KZT', 'write digits'],
    ['10.005', 'KZT', 'has 3 decimals; KZT has 2'],
    ['10.000', 'KZT', 'has 3 decimals; KZT has 2'],
    ['10.0', 'JPY', 'has 1 decimals; JPY has 0'],
    ['1.2345', 'KWD', 'has 4 decimals; KWD has 3'],
    ['100000000000.01', 'KZT', '10^13'],
    ['10000000000001', 'JPY', '10^13'],
    ['9'.repeat(400), 'KZT', '10^13'],
  ])('%j %s is refused with the reason', (text, currency, flaw) => {
    const failure = failureOf(() => parseAmount(text, currency));
    expect(failure).toMatchObject({ exit: EXIT.usage, code: 'usage', message: expect.stringContaining(flaw) });
  });

  it('is refused with the right form', () => {
    expect(failureOf(() => parseAmount('1,000', 'KZT')).hint).toBe('Write only the number, for example 1000.00.');
    expect(failureOf(() => parseAmount('1,000', 'JPY')).hint).toBe('Write only the number, for example 1000.');
  });
});

describe('an amount in minor units', () => {
  it.each<[string, number]>([
    ['1', 1],
    ['100000', 100000],
    ['10000000000000', MAX_MINOR],
  ])('%s is accepted unchanged', (text, minor) => {
    expect(parseMinorAmount(text, 'KZT')).toEqual({ minor, currency: 'KZT' });
  });

  it.each([
    '',
    '0',
    '-1',
    '1.0',
    '1000.00',
    '1,000',
    '1 000',
    '1e3',
    '007',
    '+5',
    ' 5',
    '5 ',
    '٥',
    '0x10',
    '10000000000001',
  ])('%j is refused', (text) => {
    expect(failureOf(() => parseMinorAmount(text, 'KZT'))).toMatchObject({ exit: EXIT.usage });
  });

  it('with decimals is refused, because minor units have none', () => {
    expect(failureOf(() => parseMinorAmount('10.00', 'KZT')).message).toContain('no decimals here');
  });
});

describe('the text of an amount', () => {
  it.each<[number, string, string, string]>([
    [100000, 'KZT', '1000.00 KZT (100000 minor units)', '1000.00 KZT'],
    [1, 'KZT', '0.01 KZT (1 minor units)', '0.01 KZT'],
    [99, 'KZT', '0.99 KZT (99 minor units)', '0.99 KZT'],
    [0, 'KZT', '0.00 KZT (0 minor units)', '0.00 KZT'],
    [1500, 'JPY', '1500 JPY (1500 minor units)', '1500 JPY'],
    [5, 'KWD', '0.005 KWD (5 minor units)', '0.005 KWD'],
    [MAX_MINOR, 'KZT', '100000000000.00 KZT (10000000000000 minor units)', '100000000000.00 KZT'],
  ])('is written in both forms, or short: %d %s', (minor, currency, both, short) => {
    expect(formatAmount({ minor, currency })).toBe(both);
    expect(formatMajor({ minor, currency })).toBe(short);
  });

  it.each<[string, number]>([
    ['KZT', 2],
    ['USD', 2],
    ['JPY', 0],
    ['VND', 0],
    ['KWD', 3],
    ['TND', 3],
  ])('%s has %d decimals', (currency, digits) => {
    expect(minorUnitDigits(currency)).toBe(digits);
  });

  it.each(['KZT', 'JPY', 'KWD'])('in a form that reads back as the same amount, in %s', (currency) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_MINOR }), (minor) => {
        const { major, minor: minorText } = toAmountStrings({ minor, currency });
        expect(parseAmount(major, currency)).toEqual({ minor, currency });
        expect(parseMinorAmount(minorText, currency)).toEqual({ minor, currency });
      }),
    );
  });

  it.each(['KZT', 'JPY', 'KWD'])('with its last digits whatever text is read, or it is refused, in %s', (currency) => {
    const amountLike = fc.string({ unit: fc.constantFrom(...'0123456789.,-e '), maxLength: 12 });
    fc.assert(
      fc.property(amountLike, (text) => {
        let minor: number;
        try {
          ({ minor } = parseAmount(text, currency));
        } catch (error) {
          expect(error).toMatchObject({ exit: EXIT.usage });
          return;
        }
        const { major } = toAmountStrings({ minor, currency });
        const plain = (number: string): string => (number.includes('.') ? number.replace(/\.?0*$/, '') : number);
        expect(plain(major)).toBe(plain(text));
      }),
      { numRuns: caseCount(3000) },
    );
  });
});

describe('a currency with unknown decimals', () => {
  it.each(['ABC', 'BTC', 'XAU', 'ZZZ'])('%s has minor units only', (currency) => {
    expect(minorUnitDigits(currency)).toBeUndefined();
    expect(failureOf(() => parseAmount('1', currency))).toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining('is not a known currency'),
    });
    const amount = parseMinorAmount('100000', currency);
    expect(formatAmount(amount)).toBe(`100000 minor units of ${currency}`);
    expect(formatMajor(amount)).toBe(`100000 minor units of ${currency}`);
    expect(toAmountStrings(amount).minor).toBe('100000');
  });
});
