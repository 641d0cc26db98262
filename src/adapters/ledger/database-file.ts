import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { flushFolder } from '#adapters/private-files';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { MIGRATIONS } from './migrations.ts';
import { checkReadable, copyLedger, isWhole, type LedgerCopy } from './read-only.ts';
import { draftDialect, IN_MEMORY, readingDialect, sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the database of a ledger, with the tables of this version; makes it where it is not there.
 *
 * @param place a path, or {@link IN_MEMORY}
 * @throws the error of the database or of the file system; a Failure (held) where a newer version has written it.
 */
export async function openDatabase(place: string): Promise<Kysely<Tables>> {
  if (place !== IN_MEMORY && statSync(place, { throwIfNoEntry: false }) === undefined) await createDatabase(place);
  return migrated(new Kysely<Tables>({ dialect: sqliteDialect(place) }), place);
}

/** Makes a database under another name, and names it when it is whole: a process that is killed leaves no part of one. */
async function createDatabase(file: string): Promise<void> {
  const draft = `${file}.new-${randomBytes(6).toString('hex')}`;
  try {
    const db = await migrated(new Kysely<Tables>({ dialect: draftDialect(draft) }), file);
    await db.destroy();
    linkSync(draft, file);
    flushFolder(dirname(file));
  } catch (error) {
    removeDrafts(draft);
    // Another process has made it meanwhile.
    if (statSync(file, { throwIfNoEntry: false }) === undefined) throw error;
    return;
  }
  removeDrafts(`${file}.new-`);
}

function removeDrafts(start: string): void {
  const folder = dirname(start);
  const drafts = readdirSync(folder).filter((name) => name.startsWith(basename(start)));
  for (const name of drafts) rmSync(join(folder, name), { force: true });
}

/** A database that is open for reading. */
interface ReadableDatabase {
  readonly db: Kysely<Tables>;
  /** The copy that is read; undefined where the database is read where it is. */
  readonly copy?: LedgerCopy;
}

/**
 * Opens a database that this process cannot write: where it is, or as a copy where a part of it is in other files, or its
 * tables are those of an earlier version.
 *
 * @throws {Failure} (held) where it cannot be read.
 */
export async function openDatabaseForReading(
  file: string,
  process: { readonly pid: number; readonly isRunning: (pid: number) => boolean },
): Promise<ReadableDatabase> {
  checkReadable(file);
  if (isWhole(file)) {
    const db = new Kysely<Tables>({ dialect: readingDialect(file) });
    if (await isCurrent(db)) return { db };
    await db.destroy();
  }
  const copy = copyLedger(file, process);
  try {
    return { db: await migrated(new Kysely<Tables>({ dialect: sqliteDialect(copy.file) }), file), copy };
  } catch (error) {
    copy.remove();
    throw error;
  }
}

/** Brings the tables to this version. Where that fails, the database is closed. */
async function migrated(db: Kysely<Tables>, place: string): Promise<Kysely<Tables>> {
  try {
    await migrate(db, place);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function migrate(db: Kysely<Tables>, place: string): Promise<void> {
  if (await isCurrent(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (!/corrupted migrations/.test((error as Error).message)) throw error;
  throw new Failure(EXIT.held, 'ledger_unavailable', `The ledger ${place} was written by a newer version.`, {
    hint: 'Update rocketpay, or use another place: ROCKETPAY_DATA_DIR.',
  });
}

/** A ledger that is as it should be is opened without waiting for anyone who writes to it. */
async function isCurrent(db: Kysely<Tables>): Promise<boolean> {
  try {
    const done = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
    return done.map(({ name }) => name).join() === Object.keys(MIGRATIONS).join();
  } catch {
    return false;
  }
}

/** A value about the ledger itself: see `InfoRow`. */
export const infoOf = async (name: string, db: Kysely<Tables>): Promise<string | undefined> =>
  (await db.selectFrom('info').select('value').where('name', '=', name).executeTakeFirst())?.value;
