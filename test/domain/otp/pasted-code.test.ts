import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeCodeProblem, normalizeCode } from '#domain/otp/otp-code';

describe('a pasted code', () => {
  it.each([
    ['123 456', '123456'],
    [' 0012-34\t', '001234'],
    ['12\u201034\u201156\u2013', '123456'],
    ['12\u00a034', '1234'],
    ['', ''],
  ])('%j is normalized to %j', (text, code) => {
    expect(normalizeCode(text)).toBe(code);
  });

  it.each(['123', '0000', '0123456789'])('%s has no problem', (code) => {
    expect(describeCodeProblem(code)).toBeUndefined();
  });

  it.each(['', '12', '12345678901', '12a4', '１２３４'])('%j has a problem', (code) => {
    expect(String(describeCodeProblem(code))).toMatch(/^a code has /);
  });

  it('keeps all digits in order', () => {
    const noise = fc.constantFrom('', ' ', '-', '\u2014', '\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...'0123456789'), noise)), (parts) => {
        expect(normalizeCode(parts.flat().join(''))).toBe(parts.map(([digit]) => digit).join(''));
      }),
    );
  });
});
