import type { Kysely } from 'kysely';
import type { Failure } from '#domain/errors/failure';
import type { Tables } from './tables.ts';

/**
 * An open database of a ledger: everything that depends on the database engine. `sqlite.ts` implements it for SQLite. Everything
 * else in this folder works on any engine of Kysely.
 *
 * Its dialect promises that a commit is on disk before it returns, and that a writing transaction locks out other writers from its
 * first statement until its end.
 */
export interface LedgerDatabase {
  readonly db: Kysely<Tables>;
  /** Where the database is, for messages. */
  readonly place: string;
  /** The failure of every write to a database that can only be read; undefined where it can be written. */
  readonly readOnly: Failure | undefined;
  /** Folder of the queued callbacks of this machine; undefined where there are none. */
  readonly spoolFolder: string | undefined;
  /** Converts an error of the database into a failure (exit code 7). Returns any other error as it is. */
  readonly toFailure: (error: unknown) => unknown;
  /** Acquires a lock that ends with this process: see `Ledger.acquireLock`. The name may have letters, digits, `_` and `-`. */
  readonly acquireLock: (name: string) => (() => void) | undefined;
  /** Returns the free space for the database in bytes. */
  readonly freeBytes: () => number;
  readonly close: () => Promise<void>;
}
