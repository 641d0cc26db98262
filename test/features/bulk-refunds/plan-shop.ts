import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import type { PlatformOptions } from '../../sandbox/support.ts';
import type { Finished } from '../../support/cli.ts';
import { documentsOf, expectPromised } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

/** A sandbox with paid orders, and the commands of bulk refunds. */
export interface PlanShop extends FaultyShop {
  readonly folder: string;
  /** Writes a CSV file and returns its path. */
  readonly csv: (text: string, name?: string) => Promise<string>;
  /** Makes a plan of these rows, with the columns `payment_id,amount,description`, and returns its path. */
  readonly plan: (rows: readonly string[], ...words: readonly string[]) => Promise<string>;
  /** Applies a plan without a rate limit and with its total confirmed. */
  readonly apply: (plan: string, ...words: readonly string[]) => Promise<Applied>;
  /** Returns the document of `refunds show`. */
  readonly show: (plan: string) => Promise<Summary>;
  /** Returns the amounts of the successful refunds of the sandbox by payment, in minor units. */
  readonly refundedAmounts: () => Promise<Readonly<Record<string, readonly number[]>>>;
}

/** Part of the summary of a plan. */
interface Summary {
  readonly total: string;
  readonly totalMinor: number;
  readonly complete: boolean;
  readonly stopped: string | null;
  readonly outcomes: Readonly<Record<string, { readonly rows: number; readonly minor: number }>>;
}

/** Result of `refunds apply`. */
interface Applied extends Finished {
  /** Outcome of each sent or blocked row, by its line. */
  readonly rows: Readonly<Record<number, string>>;
  readonly summary: Summary | undefined;
}

/** @param orders number of paid orders of 1000.00 KZT: order-1, order-2, … */
export async function openPlanShop(orders: number, options: PlatformOptions = {}): Promise<PlanShop> {
  const base = await openFaultyShop(options);
  const folder = await temporaryFolder();
  for (let order = 1; order <= orders; order++)
    await base.platform.sale({ id: `order-${order}`, phone: '77000000001' });
  await base.platform.clock.advance(10_000);
  let files = 0;

  const shop: PlanShop = {
    ...base,
    folder,
    async csv(text, name = `refunds-${++files}.csv`) {
      const file = join(folder, name);
      await writeFile(file, text);
      return file;
    },
    async plan(rows, ...words) {
      const file = await shop.csv(['payment_id,amount,description', ...rows, ''].join('\n'));
      expectPromised(await base.done('refunds', 'plan', file, '--rate', '0', ...words), 'refunds plan');
      return file.replace('.csv', '.plan.jsonl');
    },
    async apply(plan, ...words) {
      const { total } = await shop.show(plan);
      const rate = words.includes('--rate') ? [] : ['--rate', '0'];
      const finished = await base.run('refunds', 'apply', plan, '--confirm', total, ...rate, '--json', ...words);
      const documents = finished.out === '' ? [] : documentsOf(finished.out);
      for (const document of documents) expectPromised(document, 'refunds apply');
      const rows = documents.filter(({ type }) => type === 'row');
      return {
        ...finished,
        rows: Object.fromEntries(rows.map(({ line, outcome }) => [line, outcome])),
        summary: documents.find(({ type }) => type === 'summary') as Summary | undefined,
      };
    },
    async show(plan) {
      const { out } = await base.run('refunds', 'show', plan, '--json');
      const [document = {}] = documentsOf(out);
      expectPromised(document, 'refunds show');
      return document as unknown as Summary;
    },
    async refundedAmounts() {
      const refunds = (await base.payments()).map(({ id, operations }) => [
        id,
        operations.filter(({ type, status }) => type === 'refund' && status === 'success').map(({ amount }) => amount),
      ]);
      return Object.fromEntries(refunds.filter(([, amounts]) => amounts?.length));
    },
  };
  return shop;
}

/** Returns the rows of a plan by their line in the CSV file. */
export async function planRows(plan: string): Promise<Readonly<Record<number, Record<string, unknown>>>> {
  const [, ...lines] = (await readFile(plan, 'utf8')).trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map((row) => [row.line, row]));
}

/** Returns rows that refund 10.00, 11.00, … of order-1, order-2, … */
export const rowsFor = (orders: number): readonly string[] =>
  Array.from({ length: orders }, (_, at) => `order-${at + 1},${10 + at}.00,Returned`);
