import { type Kysely, sql } from 'kysely';
import {
  DIGITS_TERMS,
  LAST_DIGITS_STATE,
  type NumberedRow,
  type SearchTables,
  SOURCES,
} from '#adapters/ledger/search/search-tables';
import type { Tables } from '#adapters/ledger/tables';

/** The index of payments in SQLite. */
export const SQLITE_SEARCH: SearchTables = {
  add: addRows,
  removeTerms,
  isOneOf: (column, numbers) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(numbers)}))`,
};

async function addRows(rows: readonly NumberedRow[], db: Kysely<Tables>): Promise<readonly number[]> {
  const names = rows.map(({ project, paymentKey }) => [project, paymentKey]);
  const numbers = await findNumbers(names, db);
  const missing = rows.filter((_, at) => numbers[at] === undefined);
  if (missing.length > 0) {
    const values = missing.map(({ number, project, paymentKey, paymentId, reversed }) => [
      ...[number, project, paymentKey, paymentId, reversed],
    ]);
    const { numAffectedRows } = await sql`
      insert or ignore into search_payments (number, project, payment_key, payment_id, reversed)
      select value ->> '$[0]', value ->> '$[1]', value ->> '$[2]', value ->> '$[3]', value ->> '$[4]'
      from json_each(${JSON.stringify(values)})`.execute(db);
    const added = numAffectedRows === BigInt(missing.length) ? undefined : await findNumbers(names, db);
    for (const [at, { number }] of rows.entries()) numbers[at] ??= added === undefined ? number : added[at];
  }
  const listed = (get: (row: NumberedRow) => readonly number[]) =>
    rows.flatMap((row, at) => {
      const number = numbers[at];
      return number === undefined ? [] : get(row).map((value) => [value, number, row.source]);
    });
  const terms = listed((row) => row.terms);
  if (terms.length > 0)
    await sql`
      insert or ignore into search_terms (term, payment, source)
      select value ->> '$[0]', value ->> '$[1]', value ->> '$[2]' from json_each(${JSON.stringify(terms)})
      where value ->> '$[0]' not between ${DIGITS_TERMS.first} and ${DIGITS_TERMS.last}
        or exists (select 1 from search_state where name = ${LAST_DIGITS_STATE})`.execute(db);
  const quarters = listed((row) => row.quarters);
  if (quarters.length > 0)
    await sql`
      insert or ignore into search_times (quarter, payment, source)
      select value ->> '$[0]', value ->> '$[1]', value ->> '$[2]' from json_each(${JSON.stringify(quarters)})`.execute(
      db,
    );
  return numbers.flatMap((number, at) => (number === undefined ? [at] : []));
}

async function removeTerms(
  terms: readonly { readonly term: number; readonly payment: number }[],
  db: Kysely<Tables>,
): Promise<void> {
  const pairs = terms.map(({ term, payment }) => [term, payment]);
  await sql`
    delete from search_terms where (term, payment, source) in (
      select value ->> '$[0]', value ->> '$[1]', ${sql.lit(SOURCES.callback)} from json_each(${JSON.stringify(pairs)}))`.execute(
    db,
  );
}

/** Returns the number of each payment; undefined for one that is not in the index. */
async function findNumbers(names: readonly (readonly string[])[], db: Kysely<Tables>): Promise<(number | undefined)[]> {
  const { rows } = await sql<{ place: number; number: number }>`
    select asked.key as place, search_payments.number
    from json_each(${JSON.stringify(names)}) as asked
    join search_payments on search_payments.payment_key = asked.value ->> '$[1]'
      and search_payments.project = asked.value ->> '$[0]'`.execute(db);
  const numbers = new Array<number | undefined>(names.length).fill(undefined);
  for (const { place, number } of rows) numbers[place] = number;
  return numbers;
}
