import { chmodSync, closeSync, existsSync, openSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
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
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { checkingTexts, NOT_UTF8 } from './checked-texts.ts';

/** All that is particular to SQLite. Everything else in this room would run on another database. */

/** In place of a file: nothing is kept. */
export const IN_MEMORY = ':memory:';

/** How long a process waits for another one that writes, in milliseconds. */
const BUSY_MS = 5000;

/**
 * Opens a database file that only its owner may read; makes it when it is not there. Its folder is there.
 * Each commit is on disk before it returns.
 *
 * @param file a path, or {@link IN_MEMORY}
 */
export function sqliteDialect(file: string): Dialect {
  if (file !== IN_MEMORY) makeFile(file);
  const database = new Database(file);
  try {
    useWriteAheadLog(database);
    database.pragma(`busy_timeout = ${BUSY_MS}`);
    database.pragma('synchronous = FULL');
    database.pragma(`journal_size_limit = ${MAX_LOG_BYTES}`);
  } catch (error) {
    database.close();
    throw error;
  }
  return dialectOf(database);
}

const dialectOf = (database: Database.Database): Dialect =>
  new ImmediateDialect({ database, compiled: compilingOnce(database) });

/** Opens a database file that no other process knows of: everything is in the one file when it is closed. */
export function draftDialect(file: string): Dialect {
  makeFile(file);
  const database = new Database(file);
  database.pragma('synchronous = FULL');
  return dialectOf(database);
}

/** Opens a database file that no process writes, for reading: nothing is written beside it, and nothing is locked. */
export const readingDialect = (file: string): Dialect =>
  dialectOf(new Database(`${pathToFileURL(file).href}?immutable=1`, { readonly: true }));

/** A write-ahead log that has grown beyond this is cut again once it is in the database. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;

/** How long is waited between two looks, in milliseconds. */
const STEP_MS = 10;

/**
 * Keeps a write-ahead log. Only who is alone can begin with it, and several processes may meet at their first use: there
 * SQLite does not wait for the others by itself, as it does elsewhere.
 */
function useWriteAheadLog(database: Database.Database): void {
  database.pragma(`busy_timeout = ${STEP_MS}`);
  for (let waited = 0; ; waited += STEP_MS) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= BUSY_MS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS);
    }
  }
}

const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test((error as NodeJS.ErrnoException).code ?? '');

/** More texts of statements than the ledger has: those with lists of many lengths take turns. */
const MAX_STATEMENTS = 100;

/** Keeps statements that were compiled: that costs more than most of them take to run. */
function compilingOnce(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const known = statements.get(text);
      if (known !== undefined) return known;
      if (statements.size === MAX_STATEMENTS) statements.clear();
      const statement = checkingTexts(database, text);
      statements.set(text, statement);
      return statement;
    },
    close: () => void database.close(),
  };
}

/** Never opens a file that is there: closing it again would drop the locks that this process has on it. */
function makeFile(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  else if (statSync(file).isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  for (const own of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(own)) chmodSync(own, 0o600);
}

interface Config {
  readonly database: Database.Database;
  readonly compiled: SqliteDatabase;
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: Config;

  constructor(config: Config) {
    super({ database: config.compiled });
    this.#config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config);
  }
}

/** Lets a change of the tables happen whole or not at all, and once, anyone who comes at the same time. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Takes the right to write at the beginning of a transaction: what it has read is true until it ends. By
 * `exec`, for a prepared statement that had to wait in vain would block every commit after it.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor({ database, compiled }: Config) {
    super({ database: compiled });
    this.#database = database;
  }

  override async beginTransaction(_: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    this.#database.exec(settings?.accessMode === 'read only' ? 'begin' : 'begin immediate');
  }

  override async commitTransaction(): Promise<void> {
    this.#database.exec('commit');
  }

  override async rollbackTransaction(): Promise<void> {
    // A full disk has rolled it back already.
    if (this.#database.inTransaction) this.#database.exec('rollback');
  }

  /** Leaves everything in the one file, so that a copy of it is whole, unless somebody else is at it. */
  override async destroy(): Promise<void> {
    try {
      this.#database.pragma('busy_timeout = 0');
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // It is whole with its -wal file too.
    }
    await super.destroy();
  }
}

/**
 * Takes a file for this process alone. The system lets go of it when the process is gone, however it ends.
 *
 * @returns what releases it; undefined when another process has it.
 */
export function claimFile(file: string): (() => void) | undefined {
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  try {
    database.pragma('busy_timeout = 0');
    // Not exclusive: two processes that ask for that at the same time can both be refused.
    database.exec('begin immediate');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return () => {
    for (const own of [file, `${file}-journal`]) rmSync(own, { force: true });
    database.close();
  };
}

/** What an error of the database, or of its files, means for anyone who wanted to record something. */
export function ledgerFailure(error: unknown, place: string): unknown {
  if (error instanceof Failure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') return error;
  return new Failure(
    EXIT.held,
    'ledger_unavailable',
    `The ledger ${place} cannot be used: ${describe(code, message, place)}.`,
    {
      hint: 'No write is sent without its record. Another place for it: ROCKETPAY_DATA_DIR.',
      cause: error,
    },
  );
}

function describe(code: string, message: string, place: string): string {
  const [, plain = code] = /^(SQLITE_[A-Z]+)/.exec(code) ?? [];
  if (plain === 'SQLITE_IOERR' && isFull(place)) return 'the disk is full';
  return REASONS[plain] ?? fileProblem({ code }) ?? message.replace(/\.$/, '');
}

/** How much room the disk of a file has left. */
export function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

/** SQLite calls it a failure of the disk when there is no room for its own small files. */
function isFull(place: string): boolean {
  try {
    return freeBytes(place) < 256 * 1024;
  } catch {
    return false;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_BUSY: `another process has kept it locked for ${BUSY_MS / 1000} s`,
  SQLITE_LOCKED: `another process has kept it locked for ${BUSY_MS / 1000} s`,
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_NOTADB: 'it is not a ledger',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_IOERR: 'the disk failed',
  [NOT_UTF8]: 'it is damaged: a text in it is not UTF-8',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOTDIR: 'its folder is no folder',
  EEXIST: 'its folder is no folder',
};
