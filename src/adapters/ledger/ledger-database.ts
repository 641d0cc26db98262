import type { Kysely } from 'kysely';
import type { CallbackTables } from '#adapters/ledger/callbacks/callback-tables';
import type { SearchTables } from '#adapters/ledger/search/search-tables';
import type { WriteOrigin } from '#adapters/ledger/writes/direct-write';
import type { IntentWrite } from '#adapters/ledger/writes/intent-write';
import type { Failure } from '#domain/errors/failure';
import type { ForwardQueue } from '#domain/ledger/forward-queue';
import type { ImportedChain } from '#domain/ledger/imported-chain';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger, LimitedWrite } from '#domain/ledger/ledger';
import type { RefundApproval } from '#domain/team/refund-approval';
import type { Tables } from './tables.ts';

/** Ends a lock. */
type Release = () => void;

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
  readonly queueFolder: string | undefined;
  /** True where the database is on another machine: queued callbacks are those that it could not take when they arrived. */
  readonly isRemote?: boolean;
  readonly callbacks: CallbackTables;
  /** The callbacks that several listeners forward; undefined where one listener forwards what it received. */
  readonly forwardQueue?: ForwardQueue | undefined;
  /** See `Ledger.watchCallbacks`. */
  readonly watchCallbacks?: Ledger['watchCallbacks'];
  readonly search: SearchTables;
  /** Converts an error of the database into a failure (exit code 7). Returns any other error as it is. */
  readonly toFailure: (error: unknown) => unknown;
  /** Acquires a lock that ends with this process: see `Ledger.acquireLock`. The name may have letters, digits, `_` and `-`. */
  readonly acquireLock: (name: string) => Release | undefined | Promise<Release | undefined>;
  /** Returns the free space for the database in bytes. */
  readonly freeBytes: () => number;
  /** Signs the hash of each record; undefined where records are not signed. */
  readonly sign?: ((hash: string) => string) | undefined;
  /** Returns the number of the first record whose signature is invalid; undefined where there is none. */
  readonly findUnsigned?: ((db: Kysely<Tables>) => Promise<number | undefined>) | undefined;
  /** Runs at the beginning of every writing transaction. @throws {Failure} (blocked) when the ledger takes no writes any more. */
  readonly beginWrite?: ((db: Kysely<Tables>) => Promise<void>) | undefined;
  /** Returns the ledgers that were imported; undefined where none can be. */
  readonly imports?: ((db: Kysely<Tables>) => Promise<readonly ImportedChain[]>) | undefined;
  /**
   * Updates the key to the newest one of the ledger, before a read that needs the key. A writing transaction does it at its beginning:
   * it locks out a replacement of the key until its end.
   */
  readonly updateKey?: ((db: Kysely<Tables>) => Promise<void>) | undefined;
  /**
   * Commits a write of an intent or a payment with as few requests to the server as possible; undefined where each statement is
   * as fast as a call.
   */
  readonly commitIntent?: (<Result>(write: IntentWrite<Result>, origin: WriteOrigin) => Promise<Result>) | undefined;
  /**
   * Checks a write against the limits of the current user; undefined where there are none.
   *
   * @returns the blocked refund whose approval the write uses; undefined where it needs none
   * @throws {Failure} (blocked) when it is a refund over a limit.
   */
  readonly checkLimits?: ((write: LimitedWrite, db: Kysely<Tables>) => Promise<string | undefined>) | undefined;
  /** See `Ledger.approveRefund`. */
  readonly approveRefund?: ((shown: Intent) => Promise<RefundApproval>) | undefined;
  /** See `Ledger.requests`. */
  readonly requests?: (() => Promise<readonly Intent[]>) | undefined;
  readonly close: () => Promise<void>;
}
