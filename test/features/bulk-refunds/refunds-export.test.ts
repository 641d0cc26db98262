import { describe, expect, it } from 'vitest';
import { documentsOf } from '../../support/session.ts';
import { openPlanShop, rowsFor } from './plan-shop.ts';

/** Returns the cells of a CSV text in which every cell is quoted. */
const splitCells = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"')));

describe('refunds export', () => {
  it('prints the rows of the file with the result and its explanation', async () => {
    const shop = await openPlanShop(3);
    const plan = await shop.plan([
      'order-1,10.00,Возврат',
      'order-2,30.28,"a ""b"" c"',
      'order-3,"1,000",x',
      'order-1,3',
    ]);
    await shop.apply(plan, '--wait');
    const { exit, out } = await shop.run('refunds', 'export', plan);
    const [head, ...rows] = splitCells(out);
    expect(exit).toBe(10);
    expect(head?.slice(0, 5)).toEqual(['payment_id', 'amount', 'description', 'line', 'outcome']);
    const named = rows.map((row) => Object.fromEntries(row.map((cell, at) => [head?.[at], cell])));
    expect(named).toMatchObject([
      {
        payment_id: 'order-1',
        amount: '10.00',
        description: 'Возврат',
        line: '2',
        outcome: 'done',
        amount_minor: '1000',
      },
      { description: 'a "b" c', outcome: 'refused', code: '3028', meaning: 'the merchant balance is too low' },
      {
        amount: '1,000',
        outcome: 'skipped',
        reason: expect.stringMatching(/^malformed: .*--decimal point if it is 1000/),
      },
      { payment_id: 'order-1', amount: '3', description: '', outcome: 'skipped', request_id: '', intent: '' },
    ]);
    expect(named[0]?.request_id).toMatch(/^[0-9a-f]{10,}$/);
    expect(named[0]?.operation_id).toMatch(/^\d{16}$/);
    expect(named[0]?.intent).toMatch(/^in-/);
  });

  it('prints one object per row with --json, and one value per row with --field', async () => {
    const shop = await openPlanShop(3);
    const plan = await shop.plan(['order-1,10.00,a', 'order-2,30.28,b', 'order-3,x,c']);
    await shop.apply(plan, '--wait');
    const all = await shop.run('refunds', 'export', plan, '--json');
    expect(all.exit).toBe(10);
    expect(documentsOf(all.out)).toMatchObject([
      { line: 2, outcome: 'done', amountMinor: 1000, operationId: expect.stringMatching(/^\d{16}$/) },
      { line: 3, outcome: 'refused', code: '3028' },
      { line: 4, outcome: 'skipped', amountMinor: null, intent: null },
    ]);
    const toDo = await shop.run('refunds', 'export', plan, '--todo', '--field', 'paymentId');
    expect(toDo.out).toBe('order-2\n');
  });

  it('prints no cell that a spreadsheet would run as a formula', async () => {
    const shop = await openPlanShop(1);
    const plan = await shop.plan(['order-1,10.00,=1+1', '+x,5,@y', '-x,5,ok']);
    const { out } = await shop.run('refunds', 'export', plan);
    expect(
      splitCells(out)
        .flat()
        .filter((cell) => /^[=+\-@]/.test(cell)),
    ).toEqual([]);
    expect(out).toContain(`"'=1+1"`);
  });

  it('prints with --todo the rows that are certainly not done, in the format of the Dashboard', async () => {
    const shop = await openPlanShop(4);
    const plan = await shop.plan(['order-1,10,a', 'order-2,30.28,"b;c"', 'order-3,12,', 'order-4,13.13,d']);
    shop.spoilNext('reset-after');
    await shop.apply(plan, '--concurrency', '1', '--wait');
    const { exit, out } = await shop.run('refunds', 'export', plan, '--todo');
    expect(exit).toBe(10);
    expect(out.split('\r\n')).toEqual([
      'operation_type;general.project_id;method;general.payment_id;payment.amount;payment.currency;payment.description',
      'refund;4242;mobile;order-2;3028;KZT;"b;c"',
      'refund;4242;mobile;order-4;1313;KZT;d',
      '',
    ]);
    // The output is a valid file for another plan.
    await shop.csv(out, 'todo.csv');
    const document = await shop.done('refunds', 'plan', `${shop.folder}/todo.csv`);
    expect(document).toMatchObject({ refunds: 2, totalMinor: 4341, input: { format: 'dashboard' } });
  });

  it('prints with --todo all rows while nothing was sent, except formulas', async () => {
    const shop = await openPlanShop(1);
    const plan = await shop.plan(['order-1,10,a', '=order,5,b'], '--offline');
    const { out, err } = await shop.run('refunds', 'export', plan, '--todo');
    expect(out.trimEnd().split('\r\n')).toHaveLength(2);
    expect(err).toContain('1 rows are left out');
  });

  it('exits with 0 when each row is accepted', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(rowsFor(2));
    await shop.apply(plan);
    expect(await shop.run('refunds', 'export', plan, '--todo')).toMatchObject({ exit: 0 });
    expect(await shop.run('refunds', 'show', plan)).toMatchObject({ exit: 0 });
  });
});
