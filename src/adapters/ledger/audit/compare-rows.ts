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
  /**
   * Compares the intents whose last record is among some records that follow each other in a chain.
   *
   * @param chain 0 for the ledger's own chain, which is read first, although its records are later than those of imported chains
   */
  readonly add: (records: readonly AuditRecord[], chain: number) => Promise<void>;
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
  /** Intents with records in the own chain of which, so far, the newest is not the one that their row names. */
  const unended = new Set<string>();

  const readRows = async (ids: readonly string[]) =>
    columns.length === 0 ? [] : readFast(db.selectFrom('intents').select(columns).where('id', 'in', ids), columns, db);

  return {
    async add(records, chain) {
      const ofPage = sumRecords(records);
      if (!isEqual || ofPage.size === 0) return;
      const rows = await readRows([...ofPage.keys()]);
      // The last record of any other intent is in another page.
      const ended = rows.filter((row) => ofPage.get(row.id)?.hash === row.hash);
      // These have some records in another page, or differ. For an imported chain it is not noted what the rows of earlier pages named.
      const others = chain === 0 ? ended.filter((row) => !isSameAs(row, ofPage.get(row.id), columns)) : ended;
      isEqual = rows.length === ofPage.size && (await findDifferent(others, db)) === undefined;
      equal += ended.length;
      if (chain !== 0) return;
      // A row that names an earlier record than the last one of its intent is unended at that last one, and stays so.
      for (const { id } of rows) unended.add(id);
      for (const { id } of ended) unended.delete(id);
    },
    async isComplete() {
      const { count } = await db
        .selectFrom('intents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return isEqual && unended.size === 0 && count === equal;
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

/** True when the records name every column of a row but `imported`, so that no earlier record counts, and each has the same value. */
const isSameAs = (row: IntentRow, recorded: Recorded | undefined, columns: readonly (keyof IntentRow)[]): boolean =>
  recorded !== undefined &&
  columns.every(
    (column) => String(column) === 'imported' || (recorded[column] !== undefined && recorded[column] === row[column]),
  );
