import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';
import { caseCount } from '../../support/suite/case-count.ts';

describe('numbers in a string to sign', () => {
  it.each<[literal: string, text: string]>([
    ['0', '0'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['-0e3', '0'],
    ['47', '47'],
    ['-47', '-47'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['1000000000000000000000000', '1000000000000000000000000'],
    ['1.50', '1.5'],
    ['100.0', '100'],
    ['0.0', '0'],
    ['0.1', '0.1'],
    ['-0.10', '-0.1'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1.5e3', '1500'],
    ['1e-3', '0.001'],
    ['1e21', '1000000000000000000000'],
    ['1.25e22', '12500000000000000000000'],
    ['-1e21', '-1000000000000000000000'],
    ['1e-7', '0.0000001'],
    ['1.5e-7', '0.00000015'],
    ['-1.5e-7', '-0.00000015'],
    ['5e-324', `0.${'0'.repeat(323)}5`],
  ])('%s as %s', (literal, text) => {
    expect(formatNumberForSigning(parseExactNumber(literal))).toBe(text);
  });

  it.each<[string, number | bigint]>([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740992', -9007199254740992n],
    ['9007199254740992.0', 9007199254740992],
    ['1e300', 1e300],
  ])('%s is a bigint only where a number would lose digits', (literal, value) => {
    expect(parseExactNumber(literal)).toBe(value);
  });

  it('keep every digit of any whole number', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => formatNumberForSigning(parseExactNumber(String(value))) === String(value)),
    );
  });

  it('are written without an exponent and with the same value for any fraction', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatNumberForSigning(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text) === value, text).toBe(true);
      }),
      { numRuns: caseCount(2000) },
    );
  });
});
