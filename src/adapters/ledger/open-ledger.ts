import { join } from 'node:path';
import { openKey } from '#adapters/ledger/files/key-file';
import { checkNotOlder, createLostLedgerCheck } from '#adapters/ledger/files/lost-ledger-check';
import { checkMoved, findMoved, unmarkMoved } from '#adapters/ledger/import/moved-ledger';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import {
  findMissing,
  openSqlite,
  openSqliteForReading,
  openSqliteInMemory,
  removeEmpty,
} from '#adapters/ledger/sqlite/open-database';
import { readOnlyFailure, whyReadOnly } from '#adapters/ledger/sqlite/read-only';
import { sqliteFailure } from '#adapters/ledger/sqlite/sqlite-failure';
import { makeFolder } from '#adapters/private-files';
import { checkOwners, withFolders } from '#adapters/trusted-files';
import type { Ledger } from '#domain/ledger/ledger';
import type { Processes } from './in-flight.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { temporaryKey } from './ledger-key.ts';
import { createSqlLedger } from './sql-ledger.ts';

/** What opening a ledger needs from this machine. */
export interface LedgerOptions extends Processes {
  /** The folder of the ledger; not used for a temporary one. */
  readonly folder: string;
  /** Id of this user; undefined where the system has none. */
  readonly uid?: number | undefined;
  /** Stores the ledger in memory only. */
  readonly temporary?: boolean;
  /** Folder of the profiles, where the folder of the ledger is noted; undefined where it is not compared. */
  readonly settings?: string | undefined;
  /** Accepts the existing ledger and its folder, even if they are not those of the last use. */
  readonly accept?: boolean;
}

/**
 * Opens the ledger of this machine, for reading where it cannot be written.
 *
 * @throws {Failure} (blocked) where it cannot be used, or is not the one of the last use.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  if (options.temporary === true) return openTemporaryLedger(await openSqliteInMemory(), options);
  const { folder, uid, accept = false } = options;
  const file = join(folder, 'ledger.db');
  const why = whyReadOnly(file, uid);
  const state = createLostLedgerCheck(folder, options.settings);
  let database: LedgerDatabase | undefined;
  try {
    if (why === undefined) prepareFolder(file, options);
    else if (accept) throw readOnlyFailure(file, why);
    const heads = state.readHeads();
    const missing = findMissing(file);
    if (accept) removeEmpty(file);
    else if (missing !== undefined) state.checkUnused(file, missing);
    database = why === undefined ? await openSqlite(file) : await openSqliteForReading(file, why, options);
    const { db } = database;
    const id = (await readInfo('id', db)) ?? '';
    if (!accept) await checkNotOlder(heads, id, file, db);
    const key = await openKey(join(folder, 'ledger.key'), db, { accept, readOnly: why !== undefined });
    if (accept) {
      const head = await db.selectFrom('head').selectAll().executeTakeFirst();
      state.accept(head?.number ? { id, ...head } : undefined);
      await unmarkMoved(db);
    }
    const moved = await findMoved(file, db);
    const beginWrite = checkMoved(file);
    // Callbacks that are still queued beside a moved ledger are imported with it.
    const guarded = { ...database, beginWrite, ...(moved && { readOnly: moved, queueFolder: undefined }) };
    return createSqlLedger({ id, database: guarded, key, files: { folder, state } }, options);
  } catch (error) {
    await database?.close();
    throw sqliteFailure(error, file);
  }
}

function prepareFolder(file: string, { folder, uid }: LedgerOptions): void {
  checkOwners([...withFolders(file), ...withFolders(join(folder, 'ledger.key'))], uid);
  makeFolder(folder, uid);
}

/** Creates the ledger of a database in memory. */
export async function openTemporaryLedger(database: LedgerDatabase, processes: Processes): Promise<Ledger> {
  const id = (await readInfo('id', database.db)) ?? '';
  return createSqlLedger({ id, database, key: temporaryKey() }, processes);
}
