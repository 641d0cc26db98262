import type { SqliteStatement } from 'kysely';
import type Database from 'libsql';

/** Error code of a text that is not UTF-8. */
export const NOT_UTF8 = 'NOT_UTF8';

/**
 * Compiles a statement that refuses rows with a text that is not UTF-8. A failing disk can leave one, and libsql ends the whole
 * process when it reads it. The statement first reads its result as bytes. Without any row it ends there.
 *
 * @throws from the statement: an error with the code {@link NOT_UTF8}
 */
export function checkTexts(database: Database.Database, text: string): SqliteStatement {
  const statement = database.prepare(text);
  const unchecked = statement as unknown as SqliteStatement;
  if (!/^\s*(select|with)\b/i.test(text)) return unchecked;
  const names = statement.columns().map((_, index) => `c${index}`);
  const asBytes = (values: readonly string[]): SqliteStatement =>
    database.prepare(
      `with checked(${names.join()}) as (${text})
      select cast(group_concat(concat_ws(' ', ${values.join()}), ' ') as blob) as bytes from checked`,
    ) as unknown as SqliteStatement;
  const all = asBytes(names);
  /** Returns false when there are no rows. */
  const check = (parameters: ReadonlyArray<unknown>): boolean => {
    const bytes = readBytes(all, parameters);
    if (bytes === null) return false;
    if (isUtf8(bytes)) return true;
    // Reading a column of bytes is safe: only columns of text count.
    const texts = asBytes(names.map((name) => `iif(typeof(${name}) = 'text', ${name}, null)`));
    if (isUtf8(readBytes(texts, parameters))) return true;
    throw Object.assign(new Error('a text is not UTF-8'), { code: NOT_UTF8 });
  };
  return {
    reader: true,
    all: (parameters) => (check(parameters) ? unchecked.all(parameters) : []),
    run: (parameters) => unchecked.run(parameters),
    iterate: (parameters) => (check(parameters) ? unchecked.iterate(parameters) : [].values()),
  };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Returns the texts of all rows; null without rows, because `concat_ws` of a row is a text even when all its columns are null. */
function readBytes(statement: SqliteStatement, parameters: ReadonlyArray<unknown>): Uint8Array | null {
  const [{ bytes }] = statement.all(parameters) as [{ readonly bytes: Uint8Array | null }];
  return bytes;
}

function isUtf8(bytes: Uint8Array | null): boolean {
  try {
    if (bytes !== null) strictUtf8.decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
