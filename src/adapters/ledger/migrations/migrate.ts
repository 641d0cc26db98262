import type { Kysely } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import { MIGRATION_NAMES } from './migration-names.ts';

/**
 * Updates the tables of a database to this version, and returns the database. It closes the database if that fails.
 *
 * @throws the error of the database; a Failure (blocked) where a newer version has written it.
 */
export async function migrated(db: Kysely<Tables>, place: string): Promise<Kysely<Tables>> {
  try {
    if (await isCurrent(db)) return db;
    const { migrate } = await import('./run-migrations.ts');
    await migrate(db, place);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** True of a database with exactly the tables of this version. It needs no lock, so it waits for no process that writes. */
export async function isCurrent(db: Kysely<Tables>): Promise<boolean> {
  try {
    const done = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
    return done.map(({ name }) => name).join() === MIGRATION_NAMES.join();
  } catch {
    return false;
  }
}

/** Reads a value about the ledger itself: see `InfoRow`. */
export const readInfo = async (name: string, db: Kysely<Tables>): Promise<string | undefined> =>
  (await db.selectFrom('info').select('value').where('name', '=', name).executeTakeFirst())?.value;
