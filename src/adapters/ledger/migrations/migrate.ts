import { type Kysely, Migrator } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { MIGRATIONS } from './migrations.ts';

/**
 * Updates the tables of a database to this version, and returns the database. It closes the database if that fails.
 *
 * @throws the error of the database; a Failure (blocked) where a newer version has written it.
 */
export async function migrated(db: Kysely<Tables>, place: string): Promise<Kysely<Tables>> {
  try {
    if (!(await isCurrent(db))) await migrate(db, place);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function migrate(db: Kysely<Tables>, place: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (!/corrupted migrations/.test((error as Error).message)) throw error;
  throw new Failure(EXIT.blocked, 'ledger_unavailable', `The ledger ${place} was written by a newer version.`, {
    hint: 'Update rocketpay, or use another place: ROCKETPAY_DATA_DIR.',
  });
}

/** True of a database with exactly the tables of this version. It needs no lock, so it waits for no process that writes. */
export async function isCurrent(db: Kysely<Tables>): Promise<boolean> {
  try {
    const done = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
    return done.map(({ name }) => name).join() === Object.keys(MIGRATIONS).join();
  } catch {
    return false;
  }
}

/** Reads a value about the ledger itself: see `InfoRow`. */
export const readInfo = async (name: string, db: Kysely<Tables>): Promise<string | undefined> =>
  (await db.selectFrom('info').select('value').where('name', '=', name).executeTakeFirst())?.value;
