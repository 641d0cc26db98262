import { type Kysely, Migrator } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { MIGRATIONS } from './migrations.ts';

/**
 * Runs the migrations that a database lacks.
 *
 * @throws the error of the database; a Failure (blocked) where a newer version has written it.
 */
export async function migrate(db: Kysely<Tables>, place: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (!/corrupted migrations/.test((error as Error).message)) throw error;
  throw new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    message('The ledger {place} was written by a newer version.', { place }),
    {
      hint: message('Update rocketpay, or use another place: ROCKETPAY_DATA_DIR.'),
    },
  );
}
