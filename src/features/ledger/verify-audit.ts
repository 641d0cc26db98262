import type { Context } from '#context';
import { csvLine } from '#domain/encoding/csv-line';
import type { Json } from '#domain/json/exact-json';
import type { AuditRecord, AuditReport } from '#domain/ledger/audit-record';
import type { RecordFilter } from '#domain/ledger/ledger';
import { toAmountStrings } from '#domain/payments/amount';
import type { CommandDocument } from '#schemas/document-types';
import { recordDocument } from './intent-document.ts';

/** Checks the whole audit trail, and that it contains a hash that was saved elsewhere. */
export async function verifyAudit(
  expected: string | undefined,
  context: Pick<Context, 'ledger' | 'terminal'>,
): Promise<CommandDocument<'audit verify'>> {
  const ledger = await context.ledger();
  const report = await context.terminal.withSpinner('reading the audit trail', () => ledger.verify());
  const { records, head } = report;
  const problem = problemText(report) ?? (await missingHead(expected, context));
  return { valid: problem === null, records, head, flaw: problem };
}

function problemText({ problem }: AuditReport): string | null {
  if (problem === undefined) return null;
  if ('number' in problem) {
    const of = problem.ledger === undefined ? '' : ` of the imported ledger ${problem.ledger}`;
    return `record ${problem.number}${of} ${RECORD_PROBLEMS[problem.what]}`;
  }
  return `intent ${problem.intentId} ${INTENT_PROBLEMS[problem.what]}`;
}

const RECORD_PROBLEMS = {
  changed: 'was changed',
  missing: 'is missing',
  reordered: 'does not follow the previous one',
  unsigned: 'is not signed by the member whom it names',
} as const;

const INTENT_PROBLEMS = {
  differs: 'differs from its records',
  unrecorded: 'has no record',
  lost: 'has records, but is missing',
} as const;

async function missingHead(hash: string | undefined, context: Pick<Context, 'ledger'>): Promise<string | null> {
  if (hash === undefined) return null;
  const ledger = await context.ledger();
  for await (const record of ledger.records()) if (record.hash === hash) return null;
  return 'no record has the given hash: the trail was rewritten';
}

/** Prints the records of a period, as JSON lines or as CSV. */
export async function exportTrail(
  range: RecordFilter,
  format: 'jsonl' | 'csv',
  { ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>,
): Promise<void> {
  const opened = await ledger();
  if (format === 'csv') terminal.print(`${csvLine([...FIXED, ...COLUMNS, 'previous', 'hash'])}\r\n`);
  for await (const record of opened.records(range)) {
    if (format === 'csv') terminal.print(`${csvLine(toCells(record))}\r\n`);
    else terminal.emit(recordDocument(record));
  }
}

const FIXED = ['number', 'time', 'by', 'intent', 'event'];

/** CSV columns of a record; a record contains only the fields that it changed. */
const COLUMNS = [
  ...['kind', 'state', 'payment_id', 'amount_minor', 'amount', 'currency', 'phone', 'profile', 'mode', 'project'],
  ...['path', 'request_id', 'operation_id', 'code', 'reason', 'intent_key', 'again', 'description'],
];

/** Adds the amount in major units for spreadsheets; the minor units have their own column. */
function amountCells({ amount: minor, currency }: Record<string, Json>): Record<string, Json> {
  if (typeof minor !== 'number' || typeof currency !== 'string') return { amount_minor: minor ?? null, amount: null };
  return { amount_minor: minor, amount: toAmountStrings({ minor, currency }).major };
}

function toCells(record: AuditRecord): (string | number | null)[] {
  const { number, at, by, intentId, event, data, previous, hash } = record;
  const recorded: Record<string, Json> = JSON.parse(data);
  const values = { ...recorded, ...amountCells(recorded) };
  const cells = COLUMNS.map((column) => {
    const value = values[column] ?? null;
    return typeof value === 'number' || value === null ? value : String(value);
  });
  return [number, new Date(at).toISOString(), by, intentId, event, ...cells, previous, hash];
}
