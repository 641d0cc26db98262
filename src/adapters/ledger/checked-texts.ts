import type { SqliteStatement } from 'kysely';
import type Database from 'libsql';

/** The code of the error that says that a text is not UTF-8. */
export const NOT_UTF8 = 'NOT_UTF8';

/**
 * A statement that refuses rows with a text that is not UTF-8, as a failing disk leaves it: libsql ends the whole process
 * when it reads one. What a statement would give is looked at as bytes first.
 *
 * @throws from the statement, an error with the code {@link NOT_UTF8}
 */
export function checkingTexts(database: Database.Database, text: string): SqliteStatement {
  const statement = database.prepare(text);
  const plain = statement as unknown as SqliteStatement;
  if (!/^\s*(select|with)\b/i.test(text)) return plain;
  const names = statement.columns().map((_, index) => `c${index}`);
  const lookAt = (values: readonly string[]): SqliteStatement =>
    database.prepare(
      `with looked_at(${names.join()}) as (${text})
      select cast(group_concat(concat_ws(' ', ${values.join()}), ' ') as blob) as bytes from looked_at`,
    ) as unknown as SqliteStatement;
  const all = lookAt(names);
  const check = (parameters: ReadonlyArray<unknown>): void => {
    if (isUtf8(all, parameters)) return;
    // Bytes in place of a text are read without harm: anyone who asked for them sees what they are.
    const texts = lookAt(names.map((name) => `iif(typeof(${name}) = 'text', ${name}, null)`));
    if (!isUtf8(texts, parameters)) throw Object.assign(new Error('a text is not UTF-8'), { code: NOT_UTF8 });
  };
  return {
    reader: true,
    all(parameters) {
      check(parameters);
      return plain.all(parameters);
    },
    run: (parameters) => plain.run(parameters),
    iterate(parameters) {
      check(parameters);
      return plain.iterate(parameters);
    },
  };
}

const strictly = new TextDecoder('utf-8', { fatal: true });

function isUtf8(statement: SqliteStatement, parameters: ReadonlyArray<unknown>): boolean {
  const [{ bytes }] = statement.all(parameters) as [{ readonly bytes: Uint8Array | null }];
  try {
    if (bytes !== null) strictly.decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
