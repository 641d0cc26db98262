import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '#adapters/terminal/wrap-text';

describe('text in lines', () => {
  it.each<[text: string, width: number, indent: string, lines: string]>([
    ['', 10, '', ''],
    ['short', 10, '', 'short'],
    ['exactly 10', 10, '', 'exactly 10'],
    ['exactly eleven', 10, '', 'exactly\neleven'],
    ['one two three four', 9, '  ', 'one two\n  three\n  four'],
    ['a verylongwordindeed b', 8, ' ', 'a\n verylongwordindeed\n b'],
    ['verylongwordindeed', 8, '', 'verylongwordindeed'],
    ['run: rocketpay resume in-1', 8, ' ', 'run:\n rocketpay resume in-1'],
    ['run: rocketpay resume 1. Then go', 8, '', 'run:\nrocketpay resume 1.\nThen go'],
    ['the help of rocketpay resume', 12, '', 'the help of\nrocketpay\nresume'],
  ])('%j at %d columns', (text, width, indent, lines) => {
    expect(wrap(text, width, indent)).toBe(lines);
  });

  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });
  const widths = fc.integer({ min: 20, max: 90 });
  const indents = fc.constantFrom('', '  ', '       ');

  it('has no line that is too wide, and loses no word', () => {
    fc.assert(
      fc.property(words, widths, indents, (list, width, indent) => {
        const lines = wrap(list.join(' '), width, indent).split('\n');
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        expect(lines.map((line) => line.trim()).join(' ')).toBe(list.join(' '));
        expect(lines.slice(1).every((line) => line.startsWith(indent))).toBe(true);
      }),
    );
  });
});
