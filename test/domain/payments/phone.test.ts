import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { maskPhone, parsePhone } from '#domain/payments/phone';
import { failureOf } from '../../support/failures.ts';
import { caseCount } from '../../support/suite/case-count.ts';

describe('a phone number', () => {
  it.each([
    '+7 (707) 123-45-67',
    '+77071234567',
    '77071234567',
    '7 707 123 45 67',
    '8 707 123 45 67',
    '87071234567',
    '8 (707) 123-45-67',
    '8-707-123-45-67',
    '8.707.123.45.67',
    '  +7 707 1234567\n',
    '+ 7 707 123 45 67',
    '+7\u00a0707\u00a0123\u00a045\u00a067',
    '+7 707 123\u201345\u201367',
    '+7 707 123\u201145\u201167',
  ])('written as %j is sent as 77071234567', (text) => {
    expect(parsePhone(text)).toBe('77071234567');
  });

  it.each(['71234567890', '77771234567', '76001234567', '70000000000'])(
    'has no prefix refused, for operators change: %s',
    (text) => {
      expect(parsePhone(text)).toBe(text);
    },
  );

  it.each<[text: string, problem: string]>([
    ['7071234567', 'the country code 7 is missing'],
    ['(707) 123-45-67', 'the country code 7 is missing'],
    ['123', 'too short: 3 digits'],
    ['+7707123456', 'country code 7 is missing'],
    ['8707123456', 'too short: 10 digits'],
    ['770712345678', 'too long: 12 digits'],
    ['0077071234567', 'too long: 13 digits'],
    ['+8 707 123 45 67', 'does not begin with the country code 7'],
    ['+1 707 123 45 67', 'does not begin with the country code 7'],
    ['998901234567', 'too long: 12 digits'],
    ['99890123456', 'does not begin with the country code 7'],
    ['+7 707 CALL-NOW', 'not digits'],
    ['7+7071234567', 'not digits'],
    ['++77071234567', 'not digits'],
    ['77071234567;1', 'not digits'],
    ['77071234567 ext. 5', 'not digits'],
    ['٧٧٠٧١٢٣٤٥٦٧', 'not digits'],
    ['７７０７１２３４５６７', 'not digits'],
    ['+', 'is'],
    ['', 'it is empty'],
  ])('written as %j is refused with the reason', (text, flaw) => {
    expect(failureOf(() => parsePhone(text))).toMatchObject({
      exit: EXIT.usage,
      message: expect.stringContaining(flaw),
      hint: expect.stringContaining('+7 707 123 45 67'),
    });
  });

  it('is either 11 digits that begin with 7 or refused', () => {
    const phoneLike = fc.string({ unit: fc.constantFrom(...'0123456789+-() .78'), maxLength: 16 });
    fc.assert(
      fc.property(phoneLike, (text) => {
        let digits: string;
        try {
          digits = parsePhone(text);
        } catch (error) {
          expect(error).toMatchObject({ exit: EXIT.usage });
          return;
        }
        expect(digits).toMatch(/^7\d{10}$/);
        expect(text.replace(/\D/g, '').slice(1)).toBe(digits.slice(1));
        expect(parsePhone(digits)).toBe(digits);
      }),
      { numRuns: caseCount(3000) },
    );
  });
});

describe('a masked phone number', () => {
  it.each([
    ['77071234567', '7707•••••67'],
    ['1234567', '•••••••'],
    ['', ''],
  ])('of %j is %j', (digits, shown) => {
    expect(maskPhone(digits)).toBe(shown);
  });

  it('never contains the five digits in the middle', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^7\d{10}$/), (digits) => {
        expect(maskPhone(digits).replaceAll('•', '')).toHaveLength(6);
      }),
    );
  });
});
