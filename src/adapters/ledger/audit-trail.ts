import type { Compilable, Kysely, Transaction } from 'kysely';
import { writeTogether } from '#adapters/ledger/writes/write-together';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import {
  type AuditRecord,
  type AuditReport,
  type AuditViolation,
  chainRecord,
  GENESIS_HASH,
  type IntentProblem,
  type RecordLink,
  verifyLink,
} from '#domain/ledger/audit-record';
import { type ImportedChain, readImportRecord, toImportSubject } from '#domain/ledger/imported-chain';
import type { RecordFilter } from '#domain/ledger/ledger-filters';
import type { LedgerDatabase } from './ledger-database.ts';
import { toRecord, toRecordRow } from './row-mapping.ts';
import type { IntentRow, RecordRow, Tables } from './tables.ts';

/** Number of rows of one query, so that a long trail needs no more memory than a short one. */
const PAGE_ROWS = 500;

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
      'The ledger is damaged: the end of its audit trail is missing.',
      {
        hint: 'For details: rocketpay audit verify. To use another place: ROCKETPAY_DATA_DIR.',
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

/** Checks the whole trail of a ledger, its imports and its signatures, in one transaction that only reads. */
export const verifyLedger = (
  { db, imports, findUnsigned }: LedgerDatabase,
  pause: () => Promise<void>,
): Promise<AuditReport> =>
  db
    .transaction()
    .setAccessMode('read only')
    .execute(async (trx) => {
      const report = await verifyTrail(trx, pause, await imports?.(trx));
      const unsigned = report.problem === undefined ? await findUnsigned?.(trx) : undefined;
      return unsigned === undefined ? report : { ...report, problem: { number: unsigned, what: 'unsigned' } };
    });

/**
 * Checks the whole trail, then compares each intent with its records. It stops at the first problem.
 *
 * @param db a transaction, so that concurrent writes are not read
 * @param pause lets other work run between two pages
 */
export async function verifyTrail(
  db: Kysely<Tables>,
  pause: () => Promise<void>,
  imports: readonly ImportedChain[] = [],
): Promise<AuditReport> {
  let last: RecordLink = { number: 0, hash: GENESIS_HASH };
  const report = (problem: AuditReport['problem']): AuditReport => ({ records: last.number, head: last.hash, problem });
  const early = await db.selectFrom('records').select('number').where('number', '<', 1).limit(1).executeTakeFirst();
  if (early !== undefined) return report({ number: early.number, what: 'changed' });
  const announced = new Map<string, string>();
  for await (const record of readRecords(db)) {
    const problem = verifyLink(record, last);
    if (problem !== undefined) return report(problem);
    last = record;
    if (record.event === 'imported') announced.set(record.intentId, record.data);
    if (record.number % PAGE_ROWS === 0) await pause();
  }
  for (const imported of imports) {
    const problem = await verifyImport(imported, announced.get(toImportSubject(imported.ledger)), db, pause);
    if (problem !== undefined) return report({ ...problem, ledger: imported.ledger });
  }
  return report((await findEndProblem(last, db)) ?? (await findOrphan(db)) ?? (await findDifference(db, pause)));
}

/** Checks the chain of an imported ledger, and that it ends with the record that the team's chain names. */
async function verifyImport(
  { chain, isFinished }: ImportedChain,
  announced: string | undefined,
  db: Kysely<Tables>,
  pause: () => Promise<void>,
): Promise<AuditViolation | undefined> {
  let last: RecordLink = { number: 0, hash: GENESIS_HASH };
  for await (const record of readRecords(db, {}, chain)) {
    const problem = verifyLink(record, last);
    if (problem !== undefined) return problem;
    last = record;
    if (record.number % PAGE_ROWS === 0) await pause();
  }
  const { head, records } = readImportRecord(announced);
  if (!isFinished || (head === last.hash && records === last.number)) return undefined;
  return last.number < records
    ? { number: last.number + 1, what: 'missing' }
    : { number: last.number, what: 'changed' };
}

/** Compares the last record with the stored end of the trail, because a shortened trail is a valid chain. */
async function findEndProblem(last: RecordLink, db: Kysely<Tables>): Promise<AuditViolation | undefined> {
  const [head, ...more] = await db.selectFrom('head').selectAll().execute();
  if (head === undefined || more.length > 0 || head.number < last.number)
    return { number: last.number, what: 'changed' };
  if (head.number > last.number) return { number: last.number + 1, what: 'missing' };
  return head.hash === last.hash ? undefined : { number: last.number, what: 'changed' };
}

/** Finds an intent without records, or records without an intent. */
async function findOrphan(db: Kysely<Tables>): Promise<IntentProblem | undefined> {
  const unrecorded = await db
    .selectFrom('intents')
    .select('id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('all_records').select('number').whereRef('all_records.intent_id', '=', 'intents.id'))),
    )
    .limit(1)
    .executeTakeFirst();
  if (unrecorded !== undefined) return { intentId: String(unrecorded.id), what: 'unrecorded' };
  const lost = await db
    .selectFrom('records')
    .select('intent_id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('intents').select('id').whereRef('intents.id', '=', 'records.intent_id'))),
    )
    .where('event', 'not in', ['noted', 'imported'])
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return lost === undefined ? undefined : { intentId: lost.intent_id, what: 'lost' };
}

/** Finds an intent whose row differs from its records. */
async function findDifference(db: Kysely<Tables>, pause: () => Promise<void>): Promise<IntentProblem | undefined> {
  for (let after = ''; ; ) {
    const rows = db.selectFrom('intents').selectAll().where('id', '>', after).orderBy('id').limit(PAGE_ROWS);
    const page = await rows.execute();
    const different = await findDifferent(page, db);
    if (different !== undefined) return { intentId: different.id, what: 'differs' };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return undefined;
    after = last.id;
    await pause();
  }
}

/** Returns the first of some intents whose row differs from its records; undefined where there is none. */
async function findDifferent(rows: readonly IntentRow[], db: Kysely<Tables>): Promise<IntentRow | undefined> {
  return compareWithRecords(rows, await readRecorded(rows, db));
}

function compareWithRecords(rows: readonly IntentRow[], records: readonly RecordedColumns[]): IntentRow | undefined {
  const recorded = toRecordedColumns(records);
  return rows.find((row) => !isSame(row, recorded.get(row.id)));
}

/**
 * Compares rows with their records before they are relied on, because members can change rows at the database, but no records.
 *
 * @throws {Failure} (blocked) when one was changed.
 */
export async function checkRecorded(rows: readonly IntentRow[], db: Kysely<Tables>): Promise<void> {
  checkSame(rows, await readRecorded(rows, db));
}

/** See {@link checkRecorded}. @param records the records of the intents, in the order of the trail */
export function checkSame(rows: readonly IntentRow[], records: readonly RecordedColumns[]): void {
  const different = compareWithRecords(rows, records);
  if (different === undefined) return;
  throw blockedFailure(
    'row_changed',
    `Someone has changed ${different.id} at the database: it differs from its records.`,
    {
      hint: 'Tell an administrator of the team. What was recorded: rocketpay audit export',
      intentId: different.id,
    },
  );
}

type Columns = Readonly<Record<string, unknown>>;

/** What a record says of the columns of its intent. */
export type RecordedColumns = Pick<RecordRow, 'intent_id' | 'data' | 'hash'>;

/** Reads what the records say of some intents, in the order of the trail. */
async function readRecorded(intents: readonly IntentRow[], db: Kysely<Tables>): Promise<readonly RecordedColumns[]> {
  if (intents.length === 0) return [];
  const ids = intents.map(({ id }) => id);
  return db
    .selectFrom('all_records')
    .select(['intent_id', 'data', 'hash'])
    .where('intent_id', 'in', ids)
    .orderBy('chain')
    .orderBy('number')
    .execute();
}

/** Returns the columns of each intent according to its records. */
function toRecordedColumns(records: readonly RecordedColumns[]): ReadonlyMap<string, Columns> {
  const columns = new Map<string, Columns>();
  for (const { intent_id: id, data, hash } of records)
    columns.set(id, { ...columns.get(id), ...JSON.parse(data), hash });
  return columns;
}

/** `imported` marks an imported intent. A column that a later version has added is empty in the rows of earlier ones, and missing in their records. */
const isSame = (row: IntentRow, recorded: Columns | undefined): boolean =>
  Object.entries(row).every(([column, value]) => column === 'imported' || (recorded?.[column] ?? null) === value);
