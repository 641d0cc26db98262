import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import Database from 'libsql';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { checkTexts } from './checked-texts.ts';
import { BUSY_MS, isBusy } from './sqlite-failure.ts';

/** In place of a path: a database that is stored in memory only. */
export const IN_MEMORY = ':memory:';

/** A write-ahead log that has grown beyond this size is truncated after its content was moved into the database. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;

/**
 * Opens a database file for reading and writing. Each commit is on disk before it returns. A missing file is created; only its
 * owner may read it.
 *
 * @param file a path in an existing folder, or {@link IN_MEMORY}
 */
export function sqliteDialect(file: string): Dialect {
  if (file !== IN_MEMORY) makeFile(file);
  return dialectFor(new Database(file), (database) => {
    useWriteAheadLog(database);
    database.pragma(`busy_timeout = ${BUSY_MS}`);
    database.pragma(`journal_size_limit = ${MAX_LOG_BYTES}`);
  });
}

/** Opens a new database file that no other process uses yet. After closing, the one file contains everything. */
export function draftDialect(file: string): Dialect {
  makeFile(file);
  return dialectFor(new Database(file));
}

/** Opens a database file that no process writes. It creates no file beside it and no lock. */
export const readingDialect = (file: string): Dialect =>
  new ImmediateDialect(new Database(`${pathToFileURL(file).href}?immutable=1`, { readonly: true }));

/** Uses a database that is open. `setUp` runs first; if it fails, the database is closed. */
export function dialectFor(
  database: Database.Database,
  setUp: (database: Database.Database) => void = () => {},
): Dialect {
  try {
    setUp(database);
    database.pragma('synchronous = FULL');
  } catch (error) {
    database.close();
    throw error;
  }
  return new ImmediateDialect(database);
}

/** Delay before the next attempt to start a write-ahead log, in milliseconds. */
const RETRY_MS = 10;

/** Starts a write-ahead log. This needs the database alone, and SQLite does not wait for other processes here. */
function useWriteAheadLog(database: Database.Database): void {
  database.pragma(`busy_timeout = ${RETRY_MS}`);
  for (let waited = 0; ; waited += RETRY_MS) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= BUSY_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

/** Never opens an existing file: closing it again would drop the locks that this process has on it. */
function makeFile(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', PRIVATE_FILE));
  else if (statSync(file).isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  for (const own of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(own)) chmodSync(own, PRIVATE_FILE);
}

/** More statements than the ledger has. Those with lists of different lengths replace each other. */
const MAX_STATEMENTS = 100;

/** Caches compiled statements, because compiling takes longer than running most of them. */
function cacheStatements(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const cached = statements.get(text);
      if (cached !== undefined) return cached;
      if (statements.size === MAX_STATEMENTS) statements.clear();
      const statement = checkTexts(database, text);
      statements.set(text, statement);
      return statement;
    },
    close: () => void database.close(),
  };
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: Database.Database;
  readonly #cached: SqliteDatabase;

  constructor(database: Database.Database) {
    const cached = cacheStatements(database);
    super({ database: cached });
    this.#database = database;
    this.#cached = cached;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, this.#cached);
  }
}

/** Runs all migrations in one transaction, so that each process finds all of them or none. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Locks the database for writing at the beginning of a transaction, so that what the transaction has read stays true until its
 * commit. It uses `exec`, because a prepared statement that has timed out blocks every later commit.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(database: Database.Database, cached: SqliteDatabase) {
    super({ database: cached });
    this.#database = database;
  }

  override async beginTransaction(_: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    this.#database.exec(settings?.accessMode === 'read only' ? 'begin' : 'begin immediate');
  }

  override async commitTransaction(): Promise<void> {
    this.#database.exec('commit');
  }

  override async rollbackTransaction(): Promise<void> {
    // SQLite itself rolls back on a full disk.
    if (this.#database.inTransaction) this.#database.exec('rollback');
  }

  /** Moves the write-ahead log into the database file, so that a copy of it is complete, unless another process uses it. */
  override async destroy(): Promise<void> {
    try {
      this.#database.pragma('busy_timeout = 0');
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // The file and its -wal file together are complete.
    }
    await super.destroy();
  }
}
