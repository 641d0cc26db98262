import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Kysely } from 'kysely';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import { isCurrent, migrated } from '#adapters/ledger/migrations/migrate';
import { draftDialect, IN_MEMORY, readingDialect, sqliteDialect } from '#adapters/ledger/sqlite/dialect';
import { lockFile } from '#adapters/ledger/sqlite/file-lock';
import { copyLedger, type ReadingProcess } from '#adapters/ledger/sqlite/ledger-copy';
import { checkReadable, getStats, isInOneFile, readOnlyFailure } from '#adapters/ledger/sqlite/read-only';
import { SQLITE_CALLBACKS } from '#adapters/ledger/sqlite/sqlite-callbacks';
import { freeBytes, sqliteFailure } from '#adapters/ledger/sqlite/sqlite-failure';
import { SQLITE_SEARCH } from '#adapters/ledger/sqlite/sqlite-search';
import type { Tables } from '#adapters/ledger/tables';
import { flushFolder } from '#adapters/private-files';
import type { Text } from '#domain/language/message';

/** The SQLite engine: a database file of this machine, or one in memory. */

const open = (file: string, place = file): Promise<Kysely<Tables>> =>
  migrated(new Kysely<Tables>({ dialect: sqliteDialect(file) }), place);

const toDatabase = (db: Kysely<Tables>, place: string, parts: Partial<LedgerDatabase> = {}): LedgerDatabase => ({
  db,
  place,
  readOnly: undefined,
  queueFolder: undefined,
  callbacks: SQLITE_CALLBACKS,
  search: SQLITE_SEARCH,
  toFailure: (error) => sqliteFailure(error, place),
  acquireLock: () => () => {},
  freeBytes: () => Number.POSITIVE_INFINITY,
  close: () => db.destroy(),
  ...parts,
});

/**
 * Opens a database file, and creates a missing one.
 *
 * @throws the error of SQLite or of the file system; a Failure (blocked) where a newer version has written it.
 */
export async function openSqlite(file: string): Promise<LedgerDatabase> {
  if (getStats(file) === undefined) await createDatabase(file);
  const folder = dirname(file);
  return toDatabase(await open(file), file, {
    queueFolder: folder,
    acquireLock: (name) => lockFile(join(folder, `${name}.lock`)),
    freeBytes: () => freeBytes(file),
  });
}

/**
 * Opens a database in memory.
 *
 * @param opened a database with the tables of this version
 */
export const openSqliteInMemory = async (opened?: Kysely<Tables>): Promise<LedgerDatabase> =>
  toDatabase(opened ?? (await open(IN_MEMORY)), IN_MEMORY);

/**
 * Opens a database file that this process cannot write. It reads the file in place, or a copy where other files contain a part of
 * the ledger or the tables are those of an earlier version.
 *
 * @param why see `whyReadOnly`
 * @throws {Failure} (blocked) where it cannot be read.
 */
export async function openSqliteForReading(file: string, why: Text, process: ReadingProcess): Promise<LedgerDatabase> {
  checkReadable(file);
  const readOnly = readOnlyFailure(file, why);
  if (isInOneFile(file)) {
    const db = new Kysely<Tables>({ dialect: readingDialect(file) });
    if (await isCurrent(db)) return toDatabase(db, file, { readOnly });
    await db.destroy();
  }
  const copy = copyLedger(file, process);
  try {
    const db = await open(copy.file, file);
    const close = () => db.destroy().then(copy.remove);
    return toDatabase(db, file, { readOnly, queueFolder: dirname(copy.file), close });
  } catch (error) {
    copy.remove();
    throw error;
  }
}

/** Returns why a path has no ledger that can be opened: `missing`, `empty`; undefined where there may be one. */
export function findMissing(file: string): 'missing' | 'empty' | undefined {
  const found = getStats(file);
  if (found === undefined) return getStats(`${file}-wal`)?.size ? undefined : 'missing';
  return !found.isFile() || found.size > 0 || getStats(`${file}-wal`)?.size ? undefined : 'empty';
}

/** Removes a database file without content: processes that still have the lost database open would lock the new one. */
export function removeEmpty(file: string): void {
  const found = getStats(file);
  if (found?.isFile() !== true || found.size > 0) return;
  for (const own of [file, `${file}-wal`, `${file}-shm`]) rmSync(own, { force: true });
}

/** Creates a database under another name, and renames it when it is complete: a killed process leaves no part of a database. */
async function createDatabase(file: string): Promise<void> {
  const draft = `${file}.new-${randomBytes(6).toString('hex')}`;
  try {
    const db = await migrated(new Kysely<Tables>({ dialect: draftDialect(draft) }), file);
    await db.destroy();
    linkSync(draft, file);
    flushFolder(dirname(file));
  } catch (error) {
    removeDrafts(draft);
    // Another process may have created it meanwhile.
    if (getStats(file) === undefined) throw error;
    return;
  }
  removeDrafts(`${file}.new-`);
}

function removeDrafts(start: string): void {
  const folder = dirname(start);
  const drafts = readdirSync(folder).filter((name) => name.startsWith(basename(start)));
  for (const name of drafts) rmSync(join(folder, name), { force: true });
}
