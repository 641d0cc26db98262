import type { Kysely } from 'kysely';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { Tables } from '#adapters/ledger/tables';
import {
  type AuditRecord,
  type AuditReport,
  type AuditViolation,
  GENESIS_HASH,
  type IntentProblem,
  type RecordLink,
  verifyLink,
} from '#domain/ledger/audit-record';
import { type ImportedChain, readImportRecord, toImportSubject } from '#domain/ledger/imported-chain';
import { PAGE_ROWS, readRecordPages } from './audit-trail.ts';
import { compareRows, type RowComparison, readFast, readIntentColumns } from './compare-rows.ts';
import { findDifferent } from './recorded-columns.ts';

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
  const comparison = await compareRows(db);
  const reading = { db, comparison, pause };
  const own = await verifyChain(0, reading, (record) => {
    last = record;
    if (record.event === 'imported') announced.set(record.intentId, record.data);
  });
  if (own !== undefined) return report(own);
  for (const imported of imports) {
    const problem = await verifyImport(imported, announced.get(toImportSubject(imported.ledger)), reading);
    if (problem !== undefined) return report({ ...problem, ledger: imported.ledger });
  }
  const endProblem = await findEndProblem(last, db);
  if (endProblem !== undefined || (await comparison.isComplete())) return report(endProblem);
  return report((await findOrphan(db)) ?? (await findDifference(db, pause)));
}

interface Reading {
  readonly db: Kysely<Tables>;
  readonly comparison: RowComparison;
  readonly pause: () => Promise<void>;
}

/**
 * Checks the records of a chain, and compares them with the intents.
 *
 * @param onValid gets each valid record
 */
async function verifyChain(
  chain: number,
  { db, comparison, pause }: Reading,
  onValid: (record: AuditRecord) => void,
): Promise<AuditViolation | undefined> {
  let last: RecordLink = { number: 0, hash: GENESIS_HASH };
  for await (const page of readRecordPages(db, chain)) {
    for (const record of page) {
      const problem = verifyLink(record, last);
      if (problem !== undefined) return problem;
      last = record;
      onValid(record);
    }
    await comparison.add(page, chain);
    await pause();
  }
  return undefined;
}

/** Checks the chain of an imported ledger, and that it ends with the record that the team's chain names. */
async function verifyImport(
  { chain, isFinished }: ImportedChain,
  announced: string | undefined,
  reading: Reading,
): Promise<AuditViolation | undefined> {
  let last: RecordLink = { number: 0, hash: GENESIS_HASH };
  const problem = await verifyChain(chain, reading, (record) => {
    last = record;
  });
  if (problem !== undefined) return problem;
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
  const columns = await readIntentColumns(db);
  for (let after = ''; columns.length > 0; ) {
    const rows = db.selectFrom('intents').select(columns).where('id', '>', after).orderBy('id').limit(PAGE_ROWS);
    const page = await readFast(rows, columns, db);
    const different = await findDifferent(page, db);
    if (different !== undefined) return { intentId: different.id, what: 'differs' };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return undefined;
    after = last.id;
    await pause();
  }
  return undefined;
}
