import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { makeWorkbook } from '../../adapters/plan-files/workbook.ts';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { rocketpay } from '../../support/session.ts';
import { openPlanShop } from './plan-shop.ts';

/** Makes a plan in a terminal, and answers the question for the decimal mark. */
async function planInTerminal(rows: readonly string[], answer: string) {
  const shop = await openPlanShop(3);
  const file = await shop.csv(['Номер платежа;Сумма', ...rows, ''].join('\r\n'));
  const answers = [{ kind: 'choose' as const, question: /can be read in two ways/, answer }];
  const terminal = new FakeTerminal({ interactive: true, answers });
  const { env, ledger, platform } = shop;
  const clock = movingClock(platform.clock);
  const { exit } = await rocketpay(['refunds', 'plan', file], { env, ledger, clock, context: { terminal } });
  terminal.assertAllAnswered();
  return { exit, plan: terminal.reports[0]?.data, question: terminal.questions[0] };
}

const ROWS = ['order-1;1,234', 'order-2;7,50', 'order-3;2,345'];

describe('a file with amounts that can be read in two ways', () => {
  it.each([
    ['With a decimal point', { refunds: 1, skipped: 2, reasons: { more_than_left: 2 } }],
    ['With a decimal comma', { refunds: 1, skipped: 2, reasons: { malformed: 2 } }],
    ['I do not know', { refunds: 1, skipped: 2, totalMinor: 750, reasons: { malformed: 2 } }],
  ])('is asked about once in a terminal: %s', async (answer, plan) => {
    const asked = await planInTerminal(
      ROWS.toSpliced(1, answer.endsWith('point') ? 1 : 0, ...(answer.endsWith('point') ? ['order-2;7.50'] : [])),
      answer,
    );
    expect(asked.plan).toMatchObject(plan);
    expect(asked.question).toContain('2 amounts of this file can be read in two ways: 1,234 (line 2), 2,345 (line 4).');
  });

  it('is read as --decimal says in a script', async () => {
    const shop = await openPlanShop(2);
    const file = await shop.csv('payment_id;amount\norder-1;1.000\norder-2;7,50\n');
    const comma = await shop.done('refunds', 'plan', file, '--decimal', 'comma', '--out', `${file}.comma`);
    expect(comma).toMatchObject({ refunds: 2, total: '1007.50' });
    const point = await shop.done('refunds', 'plan', file, '--decimal', 'point', '--out', `${file}.point`);
    expect(point).toMatchObject({ refunds: 0, reasons: { malformed: 2 } });
    const neither = await shop.done('refunds', 'plan', file, '--out', `${file}.neither`);
    expect(neither).toMatchObject({ refunds: 1, total: '7.50', reasons: { malformed: 1 } });
  });
});

describe('a file of Excel', () => {
  it('is planned, and its results are exported with the same cells, and a decimal comma in CSV', async () => {
    const shop = await openPlanShop(2);
    const file = join(await temporaryFolder(), 'refunds.xlsx');
    const rows = [
      ['Номер платежа', 'Сумма', 'Причина'],
      ['order-1', { stored: '537.25' }, 'Возврат'],
      ['order-2', '1 000,00 ₸', ''],
    ];
    await writeFile(file, makeWorkbook({ Лист1: rows }));
    const plan = await shop.done('refunds', 'plan', file);
    expect(plan).toMatchObject({ refunds: 2, total: '1537.25', file: file.replace('.xlsx', '.plan.jsonl') });
    const { out } = await shop.run('refunds', 'export', String(plan.file));
    const saved = join(await temporaryFolder(), 'results.xlsx');
    expect((await shop.run('refunds', 'export', String(plan.file), '--output', saved)).exit).toBe(10);
    const [first] = await readWorkbook(saved);
    expect(first?.data.slice(0, 2)).toEqual([
      expect.arrayContaining(['Номер платежа', 'Сумма', 'outcome']),
      expect.arrayContaining(['order-1', 537.25, 'Возврат', 2, 'left', 53_725]),
    ]);
    expect(await shop.failed('refunds', 'export', String(plan.file), '--output', 'a.csv')).toMatchObject({ exit: 2 });
    expect(out.split('\r\n')[1]).toMatch(/^"order-1";"537,25";"Возврат";"2";/);
  });
});

describe('refunds template', () => {
  it.each(['en', 'ru', 'kk'])('prints a file in %s that refunds plan reads', async (language) => {
    const shop = await openPlanShop(1);
    const { out } = await shop.run('refunds', 'template', '--language', language);
    const file = await shop.csv(`${out}order-1;5,00;\r\n`);
    expect(await shop.done('refunds', 'plan', file)).toMatchObject({ refunds: 1, total: '5.00' });
  });
});
