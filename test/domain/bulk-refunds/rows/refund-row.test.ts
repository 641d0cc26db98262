import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readColumns } from '#domain/bulk-refunds/rows/refund-columns';
import { type RowProblem, readRefundRow } from '#domain/bulk-refunds/rows/refund-row';
import { MAX_MINOR, toAmountStrings } from '#domain/payments/amount';
import { textMatching } from '../../../support/language/text-matching.ts';
import { caseCount } from '../../../support/suite/case-count.ts';

const REQUIRED = { projectId: 42, currency: 'KZT' };
const SIMPLE = 'payment_id amount currency description'.split(' ');
const DASHBOARD = (
  'operation_type general.project_id method general.payment_id ' + 'payment.amount payment.currency payment.description'
).split(' ');

const simple = (cells: readonly string[], names = SIMPLE, currency = 'KZT') =>
  readRefundRow(cells, readColumns(names, ';'), { ...REQUIRED, currency });
const dashboard = (cells: readonly string[]) => readRefundRow(cells, readColumns(DASHBOARD, ';'), REQUIRED);
const kzt = (minor: number) => ({ minor, currency: 'KZT' });
const aProblem = (reason: RowProblem['reason'], why: string) => ({ reason, why: textMatching(why) });

describe('a row of the simple format', () => {
  it.each<[cells: string[], read: object]>([
    [['p1', '1000', 'KZT', 'two shirts'], { paymentId: 'p1', amount: kzt(100_000), description: 'two shirts' }],
    [['p1', '1000.5', '', ''], { paymentId: 'p1', amount: kzt(100_050), description: undefined }],
    [[' p1 ', '\u00a00.01 ', ' KZT', ' a b '], { paymentId: 'p1', amount: kzt(1), description: 'a b' }],
    [['007', '5', '', ''], { paymentId: '007', amount: kzt(500), description: undefined }],
    [['1e5', '5', '', ''], { paymentId: '1e5', amount: kzt(500), description: undefined }],
    [['p1', '100000000000', '', ''], { paymentId: 'p1', amount: kzt(MAX_MINOR), description: undefined }],
    [['i'.repeat(255), '1', '', 'd'.repeat(255)], { amount: kzt(100), description: 'd'.repeat(255) }],
    [['Заказ 1', '1', '', 'две\r\nстроки,\t😀'], { paymentId: 'Заказ 1', description: 'две\r\nстроки,\t😀' }],
    [['p1', '1\u00a0000,50 ₸', '', ''], { paymentId: 'p1', amount: kzt(100_050) }],
    [['p1', '1', '', '', '', ' '], { paymentId: 'p1', amount: kzt(100) }],
  ])('%j is read', (cells, read) => {
    expect(simple(cells)).toMatchObject(read);
  });

  it.each<[cells: string[], why: string]>([
    [['p1', '1,000', '', ''], 'add --decimal comma if it is 1.000, --decimal point if it is 1000'],
    [['p1', '1.000', '', ''], 'add --decimal comma if it is 1000, --decimal point if it is 1.000'],
    [['p1', '', '', ''], 'the amount is missing'],
    [['p1', '-5', '', ''], 'it is negative'],
    [['p1', '0', '', ''], 'the amount is zero'],
    [['p1', '1e3', '', ''], 'it has an exponent'],
    [['p1', '10.0005', '', ''], 'has 4 decimals; KZT has 2'],
    [['p1', '100000000000.01', '', ''], '10^13'],
    [['p1', '1000₽', '', ''], 'write digits'],
    [['', '1', '', ''], 'the payment id is empty'],
    [[' ', '1', '', ''], 'the payment id is empty'],
    [['1.23457E+15', '1', '', ''], 'shortened by a spreadsheet: format its column as text'],
    [['1,23457E+15', '1', '', ''], 'shortened by a spreadsheet: format its column as text'],
    [['2e+10', '1', '', ''], 'shortened by a spreadsheet: format its column as text'],
    [['"p1"', '1', '', ''], 'the payment id "\\"p1\\"" contains a quote'],
    [['i'.repeat(256), '1', '', ''], 'the payment id is longer than 255 characters'],
    [['p1', '1', '', 'd'.repeat(256)], 'the description is longer than 255 characters'],
    [['p1', '1', '', 'a\u0000b'], 'the description contains a control character'],
    [['p1', '1', '', 'a\u001b[31mb'], 'the description contains a control character'],
    [['p1', '1', 'kzt', ''], 'the currency "kzt" is not three capital letters'],
    [['p1', '1', ''], 'the row has 3 cells, the first row 4'],
    [['p1', '1', '', '', 'x'], 'the row has 5 cells, the first row 4'],
    [['p1', '1000', '50', '', 'x'], 'is there a comma in the amount? Write 1000.50'],
  ])('%j is malformed, with an explanation', (cells, why) => {
    const read = simple(cells);
    expect(read).toEqual(aProblem('malformed', why));
    expect(read).not.toHaveProperty('amount');
    // The explanation is a clause, not a sentence.
    expect(String((read as RowProblem).why)).not.toMatch(/^[A-Z]|\.$/);
  });

  it.each('0000 0009 000A 001B 00AD 200B 200D 202E 2060 FEFF FFFD'.split(' '))(
    'with U+%s in its payment id is malformed',
    (code) => {
      const id = `pay${String.fromCharCode(Number.parseInt(code, 16))}ment`;
      expect(simple([id, '1', '', ''])).toEqual(aProblem('malformed', `contains a hidden character (U+${code})`));
    },
  );

  it('in another currency needs another plan', () => {
    expect(simple(['p1', '1', 'USD', ''])).toEqual(aProblem('other_currency', 'make one plan for each currency'));
  });

  it.each<[text: string, currency: string, read: object]>([
    ['1500', 'JPY', { amount: { minor: 1500, currency: 'JPY' } }],
    ['1.5', 'JPY', aProblem('malformed', 'JPY has 0')],
    ['1.234', 'KWD', { amount: { minor: 1234, currency: 'KWD' } }],
    ['1,234', 'KWD', aProblem('malformed', 'could be read in two ways')],
  ])('with %s %s is checked for the decimals of its currency', (text, currency, read) => {
    expect(simple(['p1', text, '', ''], SIMPLE, currency)).toMatchObject(read);
  });
});

describe('an amount with a comma, in a file with commas between its cells', () => {
  const read = (names: string[], cells: string[]) => readRefundRow(cells, readColumns(names, ','), REQUIRED);

  it.each<[names: string, cells: string, why: string]>([
    ['payment_id,amount', 'p1,1000,50', 'is there a comma in the amount? Write 1000.50'],
    ['payment_id,amount,description', 'p1,1000,50', 'if it is, write 1000.50; if not, write 1000.00'],
    ['payment_id,amount,description', 'p1,1000,50,', 'is there a comma in the amount? Write 1000.50'],
    ['payment_id,amount,description', 'p1,1000,5', 'if it is, write 1000.5'],
    ['payment_id,amount,description', 'p1,1000,50,shirt', 'Write 1000.50'],
    ['payment_id,amount,description', 'p1,1,000', ''],
    ['payment_id,amount,description', 'p1,1,000.50', ''],
    ['payment_id,amount,note', 'p1,1000,50,', ''],
    ['payment_id,amount,currency', 'p1,1000,50', 'the currency "50" is not three capital letters'],
    ['payment_id,amount,currency', 'p1,1000,50,KZT', 'Write 1000.50'],
    ['amount,payment_id', '1000,50,p1', 'Write 1000.50'],
    ['payment_id,description,amount', 'p1,shirt,1000,50', 'Write 1000.50'],
  ])('is not read as another amount: %s, %s', (names, cells, why) => {
    expect(read(names.split(','), cells.split(','))).toEqual(aProblem('malformed', why));
  });

  it('is read only where it has one value, and as the value that the decimal mark gives it', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789., '), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.nat(12), (digits, place) => {
        const amount = `${digits.slice(0, place)},${digits.slice(place)}`;
        const refund = simple(['p1', amount, '', '']);
        if ('reason' in refund) return;
        const decided = (['comma', 'point'] as const).map((decimal) =>
          readRefundRow(['p1', amount, '', ''], readColumns(SIMPLE, ';'), { ...REQUIRED, decimal }),
        );
        expect(decided.filter((one) => 'amount' in one).map((one) => 'amount' in one && one.amount)).toEqual([
          refund.amount,
        ]);
      }),
      { numRuns: caseCount(1000) },
    );
  });
});

describe('a row of the Dashboard', () => {
  const row = ['refund', '42', 'mobile', 'p1', '100050', 'KZT', 'two shirts'];

  it.each([row, row.with(0, 'Refund'), row.with(2, ''), row.with(2, 'Mobile payment'), row.with(5, '')])(
    '%s %s %s is read',
    (...cells) => {
      expect(dashboard(cells)).toEqual({ paymentId: 'p1', amount: kzt(100_050), description: 'two shirts' });
    },
  );

  it.each<[at: number, cell: string, reason: RowProblem['reason'], why: string]>([
    [0, 'sale', 'other_operation', 'the operation is "sale", not "refund"'],
    [0, '', 'other_operation', 'the operation is "", not "refund"'],
    [1, '43', 'other_project', 'the row has project "43", the profile has 42'],
    [1, '', 'other_project', 'the profile has 42'],
    [1, '042', 'other_project', 'the profile has 42'],
    [2, 'card', 'other_operation', 'the method is "card", not mobile'],
    [4, '1000.50', 'malformed', 'is not a whole number of minor units (no decimals here)'],
    [4, '1000,50', 'malformed', 'is not a whole number of minor units'],
    [4, '100 050', 'malformed', 'is not a whole number of minor units'],
    [4, '0', 'malformed', 'the amount is zero'],
    [4, '', 'malformed', 'the amount is missing'],
    [4, '10000000000001', 'malformed', '10^13'],
    [3, '', 'malformed', 'the payment id is empty'],
    [3, '4.6E+11', 'malformed', 'format its column as text'],
    [5, 'kzt', 'malformed', 'is not three capital letters'],
    [5, 'USD', 'other_currency', 'the row is in USD and the plan in KZT'],
    [6, '', 'malformed', 'the description is missing'],
  ])('with cell %d %j is %s', (at, cell, reason, why) => {
    expect(dashboard(row.with(at, cell))).toEqual(aProblem(reason, why));
  });

  it('with another operation is reported as that before any other problem', () => {
    expect(dashboard(['sale', '', 'card', '', 'x', '?', ''])).toMatchObject({ reason: 'other_operation' });
  });
});

describe('any refund', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  const visible = word.filter((text) => text === text.trim() && !/[\p{Cc}\p{Cf}\ufffd]/u.test(text));
  const id = visible.filter((text) => !text.includes('"') && !/^\d([.,]\d+)?E\+/i.test(text));
  const description = visible.filter((text) => !/^[\d.]+$/.test(text));
  const written = fc.record({ paymentId: id, minor: fc.integer({ min: 1, max: MAX_MINOR }), description });
  const others = { operation_type: 'refund', project_id: '42', method: 'mobile' };
  const shuffle = (names: readonly string[]) => fc.shuffledSubarray([...names], { minLength: names.length });

  it.each([
    { names: SIMPLE, unit: 'major' as const },
    { names: DASHBOARD, unit: 'minor' as const },
  ])('written as a row with amounts in $unit units is read unchanged', ({ names, unit }) => {
    fc.assert(
      fc.property(written, shuffle(names), fc.constantFrom(',', ';'), (refund, order, delimiter) => {
        const { paymentId, minor, description } = refund;
        const texts = {
          payment_id: paymentId,
          amount: toAmountStrings(kzt(minor))[unit],
          currency: 'KZT',
          description,
        };
        const cells: Record<string, string> = { ...texts, ...others };
        const row = order.map((name) => cells[name.replace(/^.*\./, '')] ?? '');
        const read = readRefundRow(row, readColumns(order, delimiter as ',' | ';'), REQUIRED);
        expect(read).toEqual({ paymentId, amount: kzt(minor), description });
      }),
    );
  });
});
