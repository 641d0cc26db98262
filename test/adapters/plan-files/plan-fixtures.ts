import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { openPlan } from '#adapters/plan-files/plan-reader';
import { draftPlan } from '#adapters/plan-files/plan-writer';
import { addToTotals, NO_TOTALS } from '#domain/bulk-refunds/plan-totals';
import { type PlanBasis, type PlanRow, toSkippedRow } from '#domain/bulk-refunds/refund-plan';
import { temporaryFolder } from '../profiles/folders.ts';

export const BASIS: PlanBasis = {
  profile: 'shop',
  mode: 'live',
  project: 'api.rocketpay.kz/1234',
  currency: 'KZT',
  input: {
    file: 'возврат.csv',
    sha256: 'a'.repeat(64),
    format: 'simple',
    columns: ['payment_id', 'amount', '\u2028'],
    delimiter: ';',
    bom: false,
  },
  offline: false,
  again: null,
  ledger: '0123456789abcdef',
};
export const KEY = generateKeyPairSync('ed25519').privateKey;
/** Starts or continues a plan of the current user. */
export const openDraft = (file: string, basis: PlanBasis) =>
  draftPlan(file, basis, KEY, { uid: process.getuid?.(), replace: false });
const ID = 'plan-0123456789abcdef';
/** Fields of a header that neither the file nor the rows determine. */
export const ORIGIN = {
  type: 'plan',
  version: 2,
  plan: ID,
  createdAt: '2026-11-23T12:00:00.000Z',
  by: 'aigul@till-1',
} as const;
export const ODD = 'a "b"\u2028\u2029\r\n\t\\ Ж😀';

export const refund = (row: number, description: string | null = null): PlanRow => ({
  row,
  line: row + 1,
  cells: [`p${row}`, '250.00', description ?? ''],
  verdict: 'refund',
  paymentId: `p${row}`,
  amountMinor: 25_000,
  currency: 'KZT',
  description,
  seen: { status: 'success', paidMinor: 100_000, refundedMinor: 0, leftMinor: 100_000, refunds: [] },
});
/** Returns the row as an offline plan has it. */
export const toOffline = (row: PlanRow): PlanRow => (row.verdict === 'skip' ? row : { ...row, seen: null });
export const SKIPPED = toSkippedRow(refund(2), { reason: 'malformed', why: 'an explanation' });
export const ROWS = [refund(1), SKIPPED, refund(3, ODD), refund(4)];

export const planFile = async () => join(await temporaryFolder(), 'refunds.plan');

export async function collect(rows: AsyncIterable<PlanRow>): Promise<PlanRow[]> {
  const found: PlanRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** Writes rows as a process does that is interrupted before `finish`. */
export async function interrupt(file: string, rows: readonly PlanRow[], basis = BASIS): Promise<void> {
  const draft = await openDraft(file, basis);
  await collect(draft.storedRows());
  for (const row of rows) await draft.add(row);
  await draft.close();
}

/** Continues and finishes a plan with more rows, and reads it. */
export async function finish(file: string, rows: readonly PlanRow[], basis = BASIS) {
  const draft = await openDraft(file, basis);
  const earlier = await collect(draft.storedRows());
  for (const row of rows) await draft.add(row);
  const totals = [...earlier, ...rows].reduce(addToTotals, NO_TOTALS);
  const header = await draft.finish({ ...ORIGIN, ...basis, totals });
  await draft.close();
  const plan = await openPlan(file);
  const found = await collect(plan.rows());
  return { earlier, header, read: plan.header, rows: found };
}
