import { CompiledQuery, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import { NOT_UTF8 } from './checked-texts.ts';

/**
 * Reads the rows of a query as one value: several times as fast as row by row, because each row and each column costs a call of the
 * native library. Texts are checked as in `checked-texts.ts`. Rows keep their order only where the query has a
 * limit.
 *
 * @param columns names of the columns of the query, in their order
 * @throws an error with the code {@link NOT_UTF8} for a text that is not UTF-8, and one of SQLite for a column of bytes
 */
export async function readPacked<Row>(
  query: SelectQueryBuilder<Tables, keyof Tables, Row>,
  columns: readonly (keyof Row & string)[],
  db: Kysely<Tables>,
): Promise<readonly Row[]> {
  const { sql, parameters } = query.compile();
  const names = columns.map((_, at) => `c${at}`).join();
  // `values` keeps the dialect from checking the texts of the result, which has none.
  const text = `values ((
    with packed(${names}) as (${sql})
    select cast(json_group_array(json_array(${names})) as blob) from packed))`;
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...parameters]));
  const [bytes] = Object.values(rows[0] as Readonly<Record<string, Uint8Array>>);
  return parseRows(bytes).map((values) => toRow(columns, values) as Row);
}

/** Objects that get their properties one by one in the same order are read faster than those of `Object.fromEntries`. */
function toRow(columns: readonly string[], values: readonly unknown[]): object {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < columns.length; at++) row[columns[at] ?? ''] = values[at];
  return row;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function parseRows(bytes: Uint8Array | undefined): readonly (readonly unknown[])[] {
  try {
    return JSON.parse(strictUtf8.decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) throw Object.assign(new Error('a text is not UTF-8'), { code: NOT_UTF8 });
    throw error;
  }
}
