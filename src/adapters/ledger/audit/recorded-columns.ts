import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { IntentRow, RecordRow, Tables } from '#adapters/ledger/tables';
import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { comparablePaymentId } from '#domain/payments/payment-id';

/** Returns the first of some intents whose row differs from its records; undefined where there is none. */
export async function findDifferent(rows: readonly IntentRow[], db: Kysely<Tables>): Promise<IntentRow | undefined> {
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
    message('Someone has changed {id} at the database: it differs from its records.', { id: different.id }),
    {
      hint: message('Tell an administrator of the team. What was recorded: rocketpay audit export'),
      intentId: different.id,
    },
  );
}

/**
 * Returns the intents of a payment in every project, compared with their records. PostgreSQL reads both with one statement: between two
 * statements another client can change both, and the row would be older than its records.
 *
 * @throws {Failure} (blocked) when one was changed.
 */
export async function readChecked(paymentId: string, db: Kysely<Tables>): Promise<readonly IntentRow[]> {
  const found = await db
    .selectFrom('intents')
    .selectAll('intents')
    .select(({ selectFrom }) =>
      jsonArrayFrom(
        selectFrom('all_records')
          .select(['intent_id', 'data', 'all_records.hash'])
          .whereRef('intent_id', '=', 'intents.id')
          .orderBy('chain')
          .orderBy('number'),
      ).as('recorded'),
    )
    .where('payment_key', '=', comparablePaymentId(paymentId))
    .execute();
  const rows = found.map(({ recorded: _, ...row }) => row);
  checkSame(
    rows,
    found.flatMap(({ recorded }) => recorded),
  );
  return rows;
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
