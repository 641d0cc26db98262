import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import type { PlatformOptions } from '../../sandbox/support.ts';
import type { Finished } from '../../support/cli.ts';
import { documentsOf, expectPromised } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

/** A support person with a shop, paid orders, and a file of refunds. */
export interface RefundWorker extends FaultyShop {
  readonly folder: string;
  /** Writes a CSV file; gives its path. */
  readonly csv: (text: string, name?: string) => Promise<string>;
  /** Plans a file of these rows under `payment_id,amount,description`; gives the plan's path. */
  readonly plan: (rows: readonly string[], ...words: readonly string[]) => Promise<string>;
  /** Applies a plan as fast as it goes, with its total confirmed. */
  readonly apply: (plan: string, ...words: readonly string[]) => Promise<Applied>;
  /** What `refunds show` says. */
  readonly show: (plan: string) => Promise<Standing>;
  /** Successful refunds by payment, in minor units, by the sandbox's books. */
  readonly booked: () => Promise<Readonly<Record<string, readonly number[]>>>;
}

/** How a plan stands. */
interface Standing {
  readonly total: string;
  readonly totalMinor: number;
  readonly complete: boolean;
  readonly stopped: string | null;
  readonly outcomes: Readonly<Record<string, { readonly rows: number; readonly minor: number }>>;
}

/** What a run of `refunds apply` left behind. */
interface Applied extends Finished {
  /** What became of each row that it has sent or held, by its line. */
  readonly rows: Readonly<Record<number, string>>;
  readonly summary: Standing | undefined;
}

/** @param orders how many orders of 1000.00 KZT are paid: order-1, order-2, … */
export async function openRefundDesk(orders: number, options: PlatformOptions = {}): Promise<RefundWorker> {
  const shop = await openFaultyShop(options);
  const folder = await temporaryFolder();
  for (let order = 1; order <= orders; order++)
    await shop.platform.sale({ id: `order-${order}`, phone: '77000000001' });
  await shop.platform.clock.advance(10_000);
  let files = 0;

  const desk: RefundWorker = {
    ...shop,
    folder,
    async csv(text, name = `refunds-${++files}.csv`) {
      const file = join(folder, name);
      await writeFile(file, text);
      return file;
    },
    async plan(rows, ...words) {
      const file = await desk.csv(['payment_id,amount,description', ...rows, ''].join('\n'));
      expectPromised(await shop.done('refunds', 'plan', file, '--rate', '0', ...words), 'refunds plan');
      return file.replace('.csv', '.plan.jsonl');
    },
    async apply(plan, ...words) {
      const { total } = await desk.show(plan);
      const pace = words.includes('--rate') ? [] : ['--rate', '0'];
      const finished = await shop.run('refunds', 'apply', plan, '--confirm', total, ...pace, '--json', ...words);
      const documents = finished.out === '' ? [] : documentsOf(finished.out);
      for (const document of documents) expectPromised(document, 'refunds apply');
      const rows = documents.filter(({ type }) => type === 'row');
      return {
        ...finished,
        rows: Object.fromEntries(rows.map(({ line, outcome }) => [line, outcome])),
        summary: documents.find(({ type }) => type === 'summary') as Standing | undefined,
      };
    },
    async show(plan) {
      const { out } = await shop.run('refunds', 'show', plan, '--json');
      const [document = {}] = documentsOf(out);
      expectPromised(document, 'refunds show');
      return document as unknown as Standing;
    },
    async booked() {
      const refunds = (await shop.books()).map(({ id, operations }) => [
        id,
        operations.filter(({ type, status }) => type === 'refund' && status === 'success').map(({ amount }) => amount),
      ]);
      return Object.fromEntries(refunds.filter(([, amounts]) => amounts?.length));
    },
  };
  return desk;
}

/** The rows of a plan, by their line in the CSV file. */
export async function planRows(plan: string): Promise<Readonly<Record<number, Record<string, unknown>>>> {
  const [, ...lines] = (await readFile(plan, 'utf8')).trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map((row) => [row.line, row]));
}

/** Rows that refund 10.00, 11.00, … of order-1, order-2, … */
export const rowsFor = (orders: number): readonly string[] =>
  Array.from({ length: orders }, (_, at) => `order-${at + 1},${10 + at}.00,Returned`);
