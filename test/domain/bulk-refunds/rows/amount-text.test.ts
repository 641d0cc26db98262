import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECIMAL_MARKS, readAmountText } from '#domain/bulk-refunds/rows/amount-text';

describe('an amount in a spreadsheet', () => {
  it.each([
    ['537,25', '537.25'],
    ['537.25', '537.25'],
    ['1 019 300,00', '1019300.00'],
    ['1\u00a0019\u202f300,00', undefined],
    ['1\u00a0019\u00a0300,00', '1019300.00'],
    ['1 019 300.5', '1019300.5'],
    ['1.019.300,00', '1019300.00'],
    ['1,019,300.00', '1019300.00'],
    ['1,019,300', '1019300'],
    ["1'019'300", '1019300'],
    ['1 000', '1000'],
    ['1000', '1000'],
    ['1000 ₸', '1000'],
    ['1000тг.', '1000'],
    ['1 000,00 KZT', '1000.00'],
    ['₸ 1 000', '1000'],
    ['1000 ₽', undefined],
    ['10 00', undefined],
    ['1,00,000', undefined],
    ['1.000,', undefined],
    [',50', undefined],
    ['-5', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('%j is %j', (text, value) => {
    expect(readAmountText(text, 'KZT')).toEqual(value === undefined ? { kind: 'none' } : { kind: 'plain', value });
  });

  it.each([
    ['1,234', '1.234', '1234'],
    ['1.234', '1234', '1.234'],
    ['12.345', '12345', '12.345'],
  ])('%s can be read in two ways, and the mark of the file decides', (text, comma, point) => {
    expect(readAmountText(text, 'KZT')).toEqual({ kind: 'ambiguous', values: { comma, point } });
    expect(readAmountText(text, 'KZT', 'comma')).toEqual({ kind: 'plain', value: comma });
    expect(readAmountText(text, 'KZT', 'point')).toEqual({ kind: 'plain', value: point });
  });

  it.each([
    ['537,25', 'point'],
    ['537.25', 'comma'],
  ] as const)('%s is not an amount in a file with a decimal %s', (text, mark) => {
    expect(readAmountText(text, 'KZT', mark)).toEqual({ kind: 'none' });
  });

  it('has the value that was written, or is ambiguous', () => {
    const group = fc.constantFrom('', ' ', '\u00a0', '.', ',');
    const minor = fc.integer({ min: 1, max: 10 ** 13 });
    fc.assert(
      fc.property(
        minor,
        group,
        fc.constantFrom(...DECIMAL_MARKS),
        fc.boolean(),
        (amount, separator, mark, decimals) => {
          const sign = mark === 'comma' ? ',' : '.';
          fc.pre(separator !== sign);
          const whole = String(Math.floor(amount / 100));
          const cents = String(amount % 100).padStart(2, '0');
          const value = decimals ? `${whole}.${cents}` : whole;
          const text = whole.replace(/\B(?=(\d{3})+$)/g, separator) + (decimals ? sign + cents : '');
          expect(readAmountText(text, 'KZT', mark)).toEqual({ kind: 'plain', value });
          const read = readAmountText(text, 'KZT');
          expect(read.kind === 'ambiguous' ? read.values[mark] : read).toEqual(
            read.kind === 'ambiguous' ? value : { kind: 'plain', value },
          );
        },
      ),
    );
  });
});
