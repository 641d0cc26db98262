import { describe, expect, it } from 'vitest';
import { listOtherColumns, mayHideRows, readColumns } from '#domain/bulk-refunds/rows/refund-columns';
import { EXIT } from '#domain/errors/exit-codes';
import { failureOf } from '../../../support/failures.ts';

const SIMPLE = 'payment_id amount currency description'.split(' ');
const DASHBOARD = (
  'operation_type general.project_id method general.payment_id ' + 'payment.amount payment.currency payment.description'
).split(' ');

describe('the first row', () => {
  it.each<[names: string[], format: string, at: Record<string, number>]>([
    [['payment_id', 'amount'], 'simple', { paymentId: 0, amount: 1 }],
    [['amount', 'payment_id'], 'simple', { paymentId: 1, amount: 0 }],
    [['description', 'currency', 'amount', 'payment_id'], 'simple', { paymentId: 3, amount: 2, currency: 1 }],
    [[' Payment_ID ', 'AMOUNT'], 'simple', { paymentId: 0, amount: 1 }],
    [['order', 'payment_id', '', 'amount', ''], 'simple', { paymentId: 1, amount: 3 }],
    [DASHBOARD, 'dashboard', { operation: 0, project: 1, method: 2, paymentId: 3, amount: 4, description: 6 }],
    [DASHBOARD.map((name) => name.toUpperCase()).reverse(), 'dashboard', { operation: 6, paymentId: 3, amount: 2 }],
    [DASHBOARD.filter((name) => name !== 'method'), 'dashboard', { paymentId: 2, amount: 3 }],
    [
      ['Номер  Платежа', 'Сумма', 'Валюта', 'Причина'],
      'simple',
      { paymentId: 0, amount: 1, currency: 2, description: 3 },
    ],
    [['Төлем нөмірі', 'Сома', 'Себебі'], 'simple', { paymentId: 0, amount: 1, description: 2 }],
    // The names of the simple format are other columns there.
    [[...DASHBOARD, 'amount', 'payment_id'], 'dashboard', { paymentId: 3, amount: 4 }],
  ])('names the columns in any order and case: %j', (names, format, at) => {
    const columns = readColumns(names, ',');
    expect(columns).toMatchObject({ format, delimiter: ',', at });
    expect(columns.names).toEqual(names.map((name) => name.trim()));
  });

  it.each<[names: string[], problem: string]>([
    [[''], 'names no column "payment_id", "amount". Found: (no name).'],
    [['payment_id'], 'names no column "amount". Found: payment_id.'],
    [['amount', 'id'], 'names no column "payment_id". Found: amount, id.'],
    [['payment-id', 'amount'], 'names no column "payment_id"'],
    [['Номер платежа', 'Сумма платежа'], 'names no column "amount"'],
    [['Платёж', 'Сумма', 'Сумма возврата'], 'names the column "amount" twice: "сумма" and "сумма возврата"'],
    [['general.payment_id', 'amount'], 'names no column "payment.amount", "payment.currency"'],
    [DASHBOARD.filter((name) => !name.includes('description')), 'names no column "payment.description"'],
    [DASHBOARD.filter((name) => !name.includes('project')), 'names no column "general.project_id"'],
    [['payment_id', 'amount', 'Payment_Id'], 'names the column "payment_id" twice'],
    [['payment_id', 'amount', 'amount '], 'names the column "amount" twice'],
    [[...DASHBOARD, 'Method'], 'names the column "method" twice'],
  ])('is refused with its problem: %j', (names, problem) => {
    const failure = failureOf(() => readColumns(names, ','));
    expect(failure).toMatchObject({ exit: EXIT.usage, code: 'usage', message: expect.stringContaining(problem) });
    if (problem.includes('no column')) expect(failure.hint).toContain('payment_id,amount');
  });

  it('can name other columns, which are kept and listed', () => {
    expect(listOtherColumns(readColumns(['Order', 'payment_id', '', 'amount', 'Who'], ','))).toEqual(['Order', 'Who']);
    expect(listOtherColumns(readColumns(SIMPLE, ','))).toEqual([]);
    expect(listOtherColumns(readColumns([...DASHBOARD, 'amount'], ','))).toEqual(['amount']);
  });
});

describe('a cell of several lines', () => {
  const columns = readColumns(['payment_id', 'amount', 'description'], ',');

  it.each<[cell: string, hides: boolean]>([
    ['one line, with, commas', false],
    ['two\nlines', false],
    ['two\nlines, with a comma', false],
    ['a\np2,200,b', true],
    ['a\r\np2,200,b', true],
    ['a\rp2,200,b', true],
    ['a\n,,', true],
    ['a\nb\np2,200,b\n', true],
    ['a\np2;200;b', false],
    ['"a\nb', true],
  ])('may hide rows: %j %s', (cell, hides) => {
    expect(mayHideRows(['p1', '1', cell], columns)).toBe(hides);
    expect(mayHideRows([cell, '1', ''], columns)).toBe(hides);
  });
});
