import type { Compilable, Kysely, Transaction } from 'kysely';
import { toRecord, toRecordRow } from '#adapters/ledger/row-mapping';
import type { RecordRow, Tables } from '#adapters/ledger/tables';
import { writeTogether } from '#adapters/ledger/writes/write-together';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type AuditRecord, chainRecord, type RecordLink } from '#domain/ledger/audit-record';
import type { RecordFilter } from '#domain/ledger/ledger-filters';
import { readFast } from './compare-rows.ts';

/** Number of rows of one query, so that a long trail needs no more memory than a short one. */
export const PAGE_ROWS = 500;

/** Who writes a record. */
export interface Author {
  /** `user@host`. */
  readonly name: string;
  /** Signs the hash of a record, where the ledger asks for that. */
  readonly sign?: ((hash: string) => string) | undefined;
}

/** An entry of the audit trail before it has its place there. */
export type RecordEntry = Omit<AuditRecord, 'number' | 'by' | 'previous' | 'hash'>;

/**
 * Returns the record that follows the last one, and its row.
 *
 * @throws {Failure} (blocked) without a last one
 */
export function nextRecord(
  head: RecordLink | undefined,
  entry: RecordEntry,
  { name, sign }: Author,
): { readonly record: AuditRecord; readonly row: RecordRow } {
  if (head === undefined)
    throw new Failure(
      EXIT.blocked,
      'ledger_unavailable',
      message('The ledger is damaged: the end of its audit trail is missing.'),
      {
        hint: message('For details: rocketpay audit verify. To use another place: ROCKETPAY_DATA_DIR.'),
      },
    );
  const record = chainRecord(head, { ...entry, by: name });
  const signature = sign?.(record.hash);
  return { record, row: { ...toRecordRow(record), ...(signature === undefined ? {} : { signature }) } };
}

/**
 * Appends a record to the audit trail, in the transaction of the change that it records.
 *
 * @param change returns the statements of the change; they get the hash of the record
 */
export async function appendRecord(
  entry: RecordEntry,
  author: Author,
  db: Transaction<Tables>,
  change: (hash: string) => readonly Compilable[] = () => [],
): Promise<AuditRecord> {
  const head = await db.selectFrom('head').selectAll().executeTakeFirst();
  const { record, row } = nextRecord(head, entry, author);
  await writeTogether(
    [
      db.insertInto('records').values(row),
      db.updateTable('head').set({ number: record.number, hash: record.hash }),
      ...change(record.hash),
    ],
    db,
  );
  return record;
}

/** Yields the matching records of a chain in order: 0 is the chain of this ledger. */
export async function* readRecords(
  db: Kysely<Tables>,
  filter: RecordFilter = {},
  chain = 0,
): AsyncGenerator<AuditRecord> {
  const { intentId, from, to } = filter;
  for (let after = 0; ; ) {
    let query = db.selectFrom('all_records').selectAll().where('chain', '=', chain).where('number', '>', after);
    query = query.orderBy('number').limit(PAGE_ROWS);
    if (intentId !== undefined) query = query.where('intent_id', '=', intentId);
    if (from !== undefined) query = query.where('at', '>=', from);
    if (to !== undefined) query = query.where('at', '<', to);
    const page = await query.execute();
    for (const row of page) yield toRecord(row);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = last.number;
  }
}

const RECORD_COLUMNS = ['number', 'at', 'by', 'intent_id', 'event', 'data', 'previous', 'hash'] as const;

/** Yields all records of a chain in order, in pages. */
export async function* readRecordPages(db: Kysely<Tables>, chain = 0): AsyncGenerator<readonly AuditRecord[]> {
  for (let after = 0; ; ) {
    const query = db
      .selectFrom('all_records')
      .select(RECORD_COLUMNS)
      .where('chain', '=', chain)
      .where('number', '>', after)
      .orderBy('number')
      .limit(PAGE_ROWS);
    const rows = await readFast(query, RECORD_COLUMNS, db);
    const page = rows.map(toRecord);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = last.number;
  }
}
