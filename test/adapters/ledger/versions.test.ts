import { join } from 'node:path';
import { Kysely, type Migration, Migrator } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { MIGRATION_NAMES } from '#adapters/ledger/migrations/migration-names';
import { MIGRATIONS } from '#adapters/ledger/migrations/migrations';
import { sqliteDialect } from '#adapters/ledger/sqlite/dialect';
import { systemClock } from '#async/clock';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft, idsOf, openDatabase } from './drafts.ts';

let folder: string;
beforeEach(() => {
  folder = ledgerFolder();
});

/** What the next version of this program may do to the database: one step more than this one knows. */
const NEXT: Migration = {
  async up(db) {
    await db.schema.alterTable('intents').addColumn('colour', 'text').execute();
  },
};

/** Opens the ledger as a program with these steps does, and closes it again. */
async function migrateWith(migrations: Readonly<Record<string, Migration>>): Promise<void> {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(join(folder, 'ledger.db')) });
  const provider = { getMigrations: async () => ({ ...migrations }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  await db.destroy();
  if (error !== undefined) throw error;
}

const NEWER = {
  exit: 7,
  code: 'ledger_unavailable',
  message: expect.stringMatching(/ledger\.db was written by a newer version\.$/),
  hint: expect.stringContaining('Update rocketpay'),
};

describe('a ledger of two program versions', () => {
  it('is compared with the names of all migrations in their order', () => {
    expect(Object.keys(MIGRATIONS)).toEqual([...MIGRATION_NAMES]);
    expect([...MIGRATION_NAMES].sort()).toEqual([...MIGRATION_NAMES]);
  });

  it('is updated by the newer version with all data of the older one', async () => {
    const older = await openTestLedger(systemClock, folder);
    const begun = await older.createIntent(draft('a'));
    await older.close();
    await migrateWith({ ...MIGRATIONS, '999-next': NEXT });
    const database = openDatabase(folder);
    expect(database.prepare('select id, hash, colour from intents').all([])).toEqual([
      { id: 'a', hash: begun.hash, colour: null },
    ]);
    database.close();
  });

  it('is then refused by the older version with a hint', async () => {
    const older = await openTestLedger(systemClock, folder);
    await older.createIntent(draft('a'));
    await older.close();
    await migrateWith({ ...MIGRATIONS, '999-next': NEXT });
    const before = contents();
    await expect(openTestLedger(systemClock, folder)).rejects.toMatchObject(NEWER);
    expect(contents()).toEqual(before);
  });

  it('is refused by the older version when the newer one created it', async () => {
    await migrateWith({ ...MIGRATIONS, '999-next': NEXT });
    await expect(openTestLedger(systemClock, folder)).rejects.toMatchObject(NEWER);
  });

  it('is shared by two programs of the same version, one after the other and concurrently', async () => {
    const first = await openTestLedger(systemClock, folder);
    await first.createIntent(draft('a'));
    const second = await openTestLedger(systemClock, folder);
    await second.createIntent(draft('b'));
    await first.createIntent(draft('c'));
    await first.close();
    expect(idsOf(await second.history({ limit: 9 })).sort()).toEqual(['a', 'b', 'c']);
    expect(await second.verify()).toMatchObject({ records: 3, problem: undefined });
  });

  it('is refused by the older version when the newer one has updated it meanwhile', async () => {
    const older = await openTestLedger(systemClock, folder);
    await older.createIntent(draft('a'));
    const database = openDatabase(folder);
    database.exec(`insert into kysely_migration (name, timestamp) values ('999-from-the-future', '2099-01-01')`);
    database.close();
    await expect(openTestLedger(systemClock, folder)).rejects.toMatchObject(NEWER);
  });
});

function contents(): unknown[] {
  const database = openDatabase(folder);
  const all = ['intents', 'records', 'head', 'payments', 'kysely_migration'].map((table) =>
    database.prepare(`select * from ${table}`).all([]),
  );
  database.close();
  return all;
}
