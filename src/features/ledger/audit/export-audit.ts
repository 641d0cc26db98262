import type { Context } from '#context';
import { csvLine } from '#domain/encoding/csv-line';
import type { Json } from '#domain/json/exact-json';
import type { AuditRecord } from '#domain/ledger/audit-record';
import type { RecordFilter } from '#domain/ledger/ledger-filters';
import { toAmountStrings } from '#domain/payments/amount';
import { recordDocument } from '#features/ledger/intent-document';

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
