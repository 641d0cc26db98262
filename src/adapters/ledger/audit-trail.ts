import type { Kysely, Transaction } from 'kysely';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import {
  type AuditRecord,
  type AuditReport,
  type AuditViolation,
  chainRecord,
  GENESIS_HASH,
  type IntentProblem,
  verifyLink,
} from '#domain/ledger/audit-record';
import type { RecordFilter } from '#domain/ledger/ledger';
import { toRecord, toRecordRow } from './row-mapping.ts';
import type { IntentRow, Tables } from './tables.ts';

/** How many rows are read at once: memory stays flat however long the trail is. */
const PAGE = 500;

/** Adds a record to the end of the audit trail, within the transaction of what it records. */
export async function appendRecord(
  entry: Omit<AuditRecord, 'number' | 'previous' | 'hash'>,
  db: Transaction<Tables>,
): Promise<AuditRecord> {
  const head = await db.selectFrom('head').selectAll().executeTakeFirst();
  if (head === undefined) throw damaged();
  const record = chainRecord(head, entry);
  await db.insertInto('records').values(toRecordRow(record)).execute();
  await db.updateTable('head').set({ number: record.number, hash: record.hash }).execute();
  return record;
}

const damaged = (): Failure =>
  new Failure(EXIT.held, 'ledger_unavailable', 'The ledger is damaged: it has lost the end of its audit trail.', {
    hint: 'See what is wrong: rocketpay audit verify. Another place for a new one: ROCKETPAY_DATA_DIR.',
  });

/** The records that fit, in order. */
export async function* readRecords(db: Kysely<Tables>, filter: RecordFilter = {}): AsyncGenerator<AuditRecord> {
  const { intentId, from, to } = filter;
  for (let after = 0; ; ) {
    let query = db.selectFrom('records').selectAll().where('number', '>', after).orderBy('number').limit(PAGE);
    if (intentId !== undefined) query = query.where('intent_id', '=', intentId);
    if (from !== undefined) query = query.where('at', '>=', from);
    if (to !== undefined) query = query.where('at', '<', to);
    const page = await query.execute();
    for (const row of page) yield toRecord(row);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.number;
  }
}

/**
 * Walks the whole trail, then compares each intent with what its records make. Stops at the first flaw.
 *
 * @param db a transaction: what others write meanwhile is not seen
 * @param breathe lets go of what a page has taken
 */
export async function verifyTrail(db: Kysely<Tables>, breathe: () => Promise<void>): Promise<AuditReport> {
  let last: Pick<AuditRecord, 'number' | 'hash'> = { number: 0, hash: GENESIS_HASH };
  const report = (flaw: AuditReport['problem']): AuditReport => ({
    records: last.number,
    head: last.hash,
    problem: flaw,
  });
  const before = await db.selectFrom('records').select('number').where('number', '<', 1).limit(1).executeTakeFirst();
  if (before !== undefined) return report({ number: before.number, what: 'changed' });
  for await (const record of readRecords(db)) {
    const problem = verifyLink(record, last);
    if (problem !== undefined) return report(problem);
    last = record;
    if (record.number % PAGE === 0) await breathe();
  }
  return report((await endProblem(last, db)) ?? (await foreignFieldProblem(db)) ?? (await intentProblem(db, breathe)));
}

/** The trail must reach the end that was noted when it was written. */
async function endProblem(
  last: Pick<AuditRecord, 'number' | 'hash'>,
  db: Kysely<Tables>,
): Promise<AuditViolation | undefined> {
  const [head, ...more] = await db.selectFrom('head').selectAll().execute();
  if (head === undefined || more.length > 0 || head.number < last.number)
    return { number: last.number, what: 'changed' };
  if (head.number > last.number) return { number: last.number + 1, what: 'missing' };
  return head.hash === last.hash ? undefined : { number: last.number, what: 'changed' };
}

/** An intent without records, and records without an intent. */
async function foreignFieldProblem(db: Kysely<Tables>): Promise<IntentProblem | undefined> {
  const unrecorded = await db
    .selectFrom('intents')
    .select('id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('records').select('number').whereRef('records.intent_id', '=', 'intents.id'))),
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
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return lost === undefined ? undefined : { intentId: lost.intent_id, what: 'lost' };
}

async function intentProblem(db: Kysely<Tables>, breathe: () => Promise<void>): Promise<IntentProblem | undefined> {
  for (let after = ''; ; ) {
    const page = await db.selectFrom('intents').selectAll().where('id', '>', after).orderBy('id').limit(PAGE).execute();
    const made = await paidByRecords(
      page.map(({ id }) => id),
      db,
    );
    const flawed = page.find((row) => !isSame(row, made.get(row.id)));
    if (flawed !== undefined) return { intentId: flawed.id, what: 'differs' };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return undefined;
    after = last.id;
    await breathe();
  }
}

type Made = Readonly<Record<string, unknown>>;

/** What the records of some intents make of them. */
async function paidByRecords(ids: readonly string[], db: Kysely<Tables>): Promise<ReadonlyMap<string, Made>> {
  const made = new Map<string, Made>();
  if (ids.length === 0) return made;
  const records = await db
    .selectFrom('records')
    .select(['intent_id', 'data', 'hash'])
    .where('intent_id', 'in', ids)
    .orderBy('number')
    .execute();
  for (const { intent_id: id, data, hash } of records) made.set(id, { ...made.get(id), ...JSON.parse(data), hash });
  return made;
}

/** A column that came with a later version is empty in the rows, and in no record, of the earlier ones. */
const isSame = (row: IntentRow, made: Made | undefined): boolean =>
  Object.entries(row).every(([column, value]) => (made?.[column] ?? null) === value);
