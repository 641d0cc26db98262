import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finished } from '../../support/cli.ts';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { openPlanShop, type PlanShop } from './plan-shop.ts';

/** Words of the screen that are the same in every language. */
const KNOWN = [
  'simple',
  'mobile',
  'Dashboard',
  'test',
  'live',
  'approver',
  'admin',
  'success',
  'Excel',
  'sum',
  'amount',
  'currency',
  'description',
  'xlsx',
  'environment',
  'comma',
  'point',
];

/** Rows that are skipped, each for another reason. */
const BAD_ROWS = [
  'order-1,x,', // no amount
  'order-1,5000,', // more than left
  'nothing_here,10,', // unknown payment
  'order-2,10,', // twice
  'order-2,10,',
  'order-3,10', // too few cells
  '1E+15,10,', // shortened id
  ',10,',
  'order-3,"1,234",', // two readings
  `order-3,10,${'d'.repeat(300)}`,
];

describe.each(['ru', 'kk'])('bulk refunds in %s', (language) => {
  const runIn =
    (shop: PlanShop) =>
    (...words: string[]): Promise<Finished> =>
      shop.run(...words, '--language', language);
  const expectTranslated = ({ out, err }: Finished, shop: PlanShop) => {
    expect(listEnglishWords(`${out}\n${err}`, KNOWN)).toEqual([]);
    const lines = `${out}\n${err}`
      .split('\n')
      .filter((line) => !line.includes('rocketpay ') && !line.includes(shop.folder));
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
  };

  it('shows a new plan with its skipped rows', async () => {
    const shop = await openPlanShop(4);
    const run = runIn(shop);
    const file = await shop.csv(['payment_id,amount,description', 'order-4,1000,', ...BAD_ROWS, ''].join('\n'));
    const made = await run('refunds', 'plan', file, '--rate', '0');
    expect(made.exit).toBe(0);
    expect(made.out).toContain('1\u00a0000,00\u00a0KZT');
    expectTranslated(made, shop);
  });

  it('shows the application, its progress, its results, and the repeated one', async () => {
    const shop = await openPlanShop(4);
    const run = runIn(shop);
    const file = await shop.csv('payment_id,amount,description\norder-1,100,\norder-3,50.25,\n', `a-${language}.csv`);
    expectTranslated(await run('refunds', 'plan', file, '--rate', '0'), shop);
    const plan = file.replace('.csv', '.plan.jsonl');
    const mistaken = await run('refunds', 'apply', plan, '--confirm', '150,25', '--rate', '0');
    expect(mistaken.exit).toBe(7);
    // As --confirm takes it: with a comma it would be what was given.
    expect(mistaken.err).toMatch(/150\.25\s+KZT/);
    expectTranslated(mistaken, shop);
    expectTranslated(await run('refunds', 'apply', plan, '--dry-run'), shop);
    const applied = await run('refunds', 'apply', plan, '--confirm', '150.25', '--rate', '0', '--wait');
    expect(applied.exit).toBe(0);
    expectTranslated(applied, shop);
    expectTranslated(await run('refunds', 'show', plan), shop);
    const again = await run(
      'refunds',
      'plan',
      file,
      '--rate',
      '0',
      '--out',
      join(shop.folder, `b-${language}.plan.jsonl`),
    );
    expect(again.exit).toBe(0);
    expectTranslated(again, shop);
    expectTranslated(await run('refunds', 'show', join(shop.folder, `b-${language}.plan.jsonl`)), shop);
  });

  it.each([
    ['', 'empty.csv'],
    ['payment_id,sum\norder-1,10\n', 'column.csv'],
    ['payment_id,amount,amount\norder-1,10,10\n', 'twice.csv'],
    ['payment_id,amount\norder-1,"10\n', 'quote.csv'],
    ['%PDF-1.7', 'document.csv'],
    ['PK\u0003\u0004', 'archive.xlsx'],
  ])('refuses a file: %j', async (text, name) => {
    const shop = await openPlanShop(1);
    const file = join(shop.folder, `${language}-${name}`);
    await writeFile(file, text);
    const { exit, out, err } = await runIn(shop)('refunds', 'plan', file);
    expect(exit).toBe(2);
    expectTranslated({ exit, out, err }, shop);
  });

  it.each([
    ['refunds', 'show', 'no-such.plan.jsonl'],
    ['refunds', 'apply', 'no-such.plan.jsonl', '--stop-after', 'x'],
    ['refunds', 'plan', 'no-such.csv', '--reason', 'x'],
    ['refunds', 'list'],
  ])('refuses %s %s', async (...words) => {
    const shop = await openPlanShop(1);
    const finished = await runIn(shop)(...words);
    expect(finished.exit).not.toBe(0);
    expectTranslated(finished, shop);
  });
});
