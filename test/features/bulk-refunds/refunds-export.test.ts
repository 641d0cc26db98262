import { describe, expect, it } from 'vitest';
import { documentsOf } from '../../support/session.ts';
import { openRefundDesk, rowsFor } from './plan-shop.ts';

/** The cells of a CSV text in which every cell is quoted. */
const cellsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"')));

describe('a support person who exports a plan', () => {
  it('gets the rows of the file with what became of each, in plain words', async () => {
    const desk = await openRefundDesk(3);
    const plan = await desk.plan([
      'order-1,10.00,Возврат',
      'order-2,30.28,"a ""b"" c"',
      'order-3,"1000,50",x',
      'order-1,3',
    ]);
    await desk.apply(plan, '--wait');
    const { exit, out } = await desk.run('refunds', 'export', plan);
    const [head, ...rows] = cellsOf(out);
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
      { amount: '1000,50', outcome: 'skipped', reason: expect.stringMatching(/^malformed: .*1000\.50/) },
      { payment_id: 'order-1', amount: '3', description: '', outcome: 'skipped', request_id: '', intent: '' },
    ]);
    expect(named[0]?.request_id).toMatch(/^[0-9a-f]{10,}$/);
    expect(named[0]?.operation_id).toMatch(/^\d{16}$/);
    expect(named[0]?.intent).toMatch(/^in-/);
  });

  it('gets one object a row with --json, and one value of each with --field', async () => {
    const desk = await openRefundDesk(3);
    const plan = await desk.plan(['order-1,10.00,a', 'order-2,30.28,b', 'order-3,x,c']);
    await desk.apply(plan, '--wait');
    const all = await desk.run('refunds', 'export', plan, '--json');
    expect(all.exit).toBe(10);
    expect(documentsOf(all.out)).toMatchObject([
      { line: 2, outcome: 'done', amountMinor: 1000, operationId: expect.stringMatching(/^\d{16}$/) },
      { line: 3, outcome: 'refused', code: '3028' },
      { line: 4, outcome: 'skipped', amountMinor: null, intent: null },
    ]);
    const toDo = await desk.run('refunds', 'export', plan, '--todo', '--field', 'paymentId');
    expect(toDo.out).toBe('order-2\n');
  });

  it('has no cell that a spreadsheet would run', async () => {
    const desk = await openRefundDesk(1);
    const plan = await desk.plan(['order-1,10.00,=1+1', '+x,5,@y', '-x,5,ok']);
    const { out } = await desk.run('refunds', 'export', plan);
    expect(
      cellsOf(out)
        .flat()
        .filter((cell) => /^[=+\-@]/.test(cell)),
    ).toEqual([]);
    expect(out).toContain(`"'=1+1"`);
  });

  it('gets the rows that are still to do as the Dashboard takes them, and none in doubt among them', async () => {
    const desk = await openRefundDesk(4);
    const plan = await desk.plan(['order-1,10,a', 'order-2,30.28,"b;c"', 'order-3,12,', 'order-4,13.13,d']);
    desk.spoilNext('reset-after');
    await desk.apply(plan, '--concurrency', '1', '--wait');
    const { exit, out } = await desk.run('refunds', 'export', plan, '--todo');
    expect(exit).toBe(10);
    expect(out.split('\r\n')).toEqual([
      'operation_type;general.project_id;method;general.payment_id;payment.amount;payment.currency;payment.description',
      'refund;4242;mobile;order-2;3028;KZT;"b;c"',
      'refund;4242;mobile;order-4;1313;KZT;d',
      '',
    ]);
    // What it gives can be planned again.
    await desk.csv(out, 'todo.csv');
    const document = await desk.done('refunds', 'plan', `${desk.folder}/todo.csv`);
    expect(document).toMatchObject({ refunds: 2, totalMinor: 4341, input: { format: 'dashboard' } });
  });

  it('gets all rows while nothing was sent, and leaves out what a spreadsheet would run', async () => {
    const desk = await openRefundDesk(1);
    const plan = await desk.plan(['order-1,10,a', '=order,5,b'], '--offline');
    const { out, err } = await desk.run('refunds', 'export', plan, '--todo');
    expect(out.trimEnd().split('\r\n')).toHaveLength(2);
    expect(err).toContain('1 rows are left out');
  });

  it('ends with 0 when each row is refunded', async () => {
    const desk = await openRefundDesk(2);
    const plan = await desk.plan(rowsFor(2));
    await desk.apply(plan);
    expect(await desk.run('refunds', 'export', plan, '--todo')).toMatchObject({ exit: 0 });
    expect(await desk.run('refunds', 'show', plan)).toMatchObject({ exit: 0 });
  });
});
