import type { Kysely, SelectQueryBuilder } from 'kysely';
import { isPostgres } from '#adapters/ledger/is-postgres';
import { readPacked } from '#adapters/ledger/sqlite/packed-rows';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import type { AuditRecord } from '#domain/ledger/audit-record';
import { findDifferent } from './recorded-columns.ts';

/** Reads rows as fast as the engine can: see {@link readPacked}. */
export const readFast = <Row>(
  query: SelectQueryBuilder<Tables, keyof Tables, Row>,
  columns: readonly (keyof Row & string)[],
  db: Kysely<Tables>,
): Promise<readonly Row[]> =>
  isPostgres(db)
    ? query.execute()
    : // A column of bytes cannot be packed.
      readPacked(query, columns, db).catch(() => query.execute());

/** Returns the columns of intents; none where there is no intent. */
export async function readIntentColumns(db: Kysely<Tables>): Promise<readonly (keyof IntentRow)[]> {
  const sample = await db.selectFrom('intents').selectAll().limit(1).executeTakeFirst();
  return Object.keys(sample ?? {}) as (keyof IntentRow)[];
}

/** Compares intents with their records while the records are read, so that they are read once. */
export interface RowComparison {
  /** Compares the intents whose last record is among some records that follow each other in a chain. */
  readonly add: (records: readonly AuditRecord[]) => Promise<void>;
  /**
   * True when each intent was found equal to its records, and each record has its intent, so that nothing else needs to be checked.
   * False is no problem yet: something could not be compared in this way.
   */
  readonly isComplete: () => Promise<boolean>;
}

/** Starts to compare the intents of a ledger with its records. */
export async function compareRows(db: Kysely<Tables>): Promise<RowComparison> {
  const columns = await readIntentColumns(db);
  let [equal, isEqual] = [0, true];

  const readRows = async (ids: readonly string[]) =>
    columns.length === 0 ? [] : readFast(db.selectFrom('intents').select(columns).where('id', 'in', ids), columns, db);

  return {
    async add(records) {
      const ofPage = sumRecords(records);
      if (!isEqual || ofPage.size === 0) return;
      const rows = await readRows([...ofPage.keys()]);
      // The last record of any other intent is in another page.
      const ended = rows.filter((row) => ofPage.get(row.id)?.hash === row.hash);
      // These have some records in another page, or differ.
      const others = ended.filter((row) => !isSameAs(row, ofPage.get(row.id), columns));
      isEqual = rows.length === ofPage.size && (await findDifferent(others, db)) === undefined;
      equal += ended.length;
    },
    async isComplete() {
      const { count } = await db
        .selectFrom('intents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return isEqual && count === equal;
    },
  };
}

type Recorded = Record<string, unknown>;

/** Returns what some records say of the columns of each intent, with the hash of its last one. */
function sumRecords(records: readonly AuditRecord[]): ReadonlyMap<string, Recorded> {
  const found = new Map<string, Recorded>();
  for (const { intentId, event, data, hash } of records) {
    if (event === 'noted' || event === 'imported') continue;
    const columns = found.get(intentId);
    if (columns === undefined) found.set(intentId, { ...JSON.parse(data), hash });
    else Object.assign(columns, JSON.parse(data), { hash });
  }
  return found;
}

/** True when the records name every column of a row, so that no earlier record counts, and each has the same value. */
const isSameAs = (row: IntentRow, recorded: Recorded | undefined, columns: readonly (keyof IntentRow)[]): boolean =>
  recorded !== undefined &&
  columns.every((column) => recorded[column] !== undefined && recorded[column] === row[column]);
