import type { Kysely, RawBuilder } from 'kysely';
import type { Commit } from '#adapters/ledger/group-commit';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';

/** What differs between database engines in storing callbacks. `sqlite/sqlite-callbacks.ts` implements it for SQLite,
 * `postgres/callbacks/team-callbacks.ts` for PostgreSQL. */
export interface CallbackTables {
  /** Names of the tables in SQL text. */
  readonly callbacks: RawBuilder<unknown>;
  readonly deliveries: RawBuilder<unknown>;
  /** SQL condition: the id of a callback is in a list of any length. */
  readonly hasId: (ids: readonly string[]) => RawBuilder<boolean>;
  /**
   * Stores callbacks, each marked as a repeat or not, and where each is to be forwarded to. A stored one stays as it is. All of it, or
   * nothing, is on disk when the promise resolves.
   */
  readonly add: (
    batch: readonly StoredCallback[],
    key: LedgerKey,
    commit: Commit<Tables>,
  ) => Promise<readonly StoredCallback[]>;
  /** SQL condition on a row of `deliveries`: a listener forwards its callback, or soon will. */
  readonly isTaken: RawBuilder<boolean>;
  /** Removes a forwarded callback from the queue of the listeners; undefined where there is no queue. */
  readonly unqueue?: (delivery: Delivery, db: Kysely<Tables>) => Promise<void>;
  /**
   * Finds the callbacks of which the same was received before: earlier in the batch, among others, or in the database.
   *
   * @param keys the identity key of each callback
   * @returns true for each repeated one
   */
  readonly findRepeats: (
    keys: readonly (string | undefined)[],
    others: ReadonlySet<string>,
    db: Kysely<Tables>,
  ) => Promise<readonly boolean[]>;
  /** True of an error that the data of a callback cause: storing it again would fail again. */
  readonly isRecordFault: (error: unknown) => boolean;
  /** True of an error after which callbacks are kept in files of this machine, until the database can be reached again. */
  readonly isUnreachable: (error: unknown) => boolean;
}
