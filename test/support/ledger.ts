import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import Database from 'libsql';
import { inject } from 'vitest';
import { openLedger, openTemporaryLedger } from '#adapters/ledger/open-ledger';
import { dialectFor, IN_MEMORY } from '#adapters/ledger/sqlite/dialect';
import { openSqliteInMemory } from '#adapters/ledger/sqlite/open-database';
import type { Tables } from '#adapters/ledger/tables';
import { type Clock, systemClock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import { atEndOfFile } from './suite/end-of-file.ts';

/** Makes a folder for a ledger; it is removed after the last test of the file. */
export function ledgerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-ledger-'));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Opens a ledger on a team's server, in the runs that have one: what holds for every ledger is tested on both. */
async function openOnServer(clock: Clock): Promise<Ledger | undefined> {
  return inject('postgresPort') === undefined ? undefined : (await import('./team/team.ts')).openAnyTeamLedger(clock);
}

/** A real ledger; in a folder of its own unless one is given. */
export async function openTestLedger(clock: Clock = systemClock, given?: string): Promise<Ledger> {
  const shared = given === undefined ? await openOnServer(clock) : undefined;
  if (shared !== undefined) return shared;
  const folder = given ?? ledgerFolder();
  const ledger = await openLedger({ folder, pid: process.pid, isRunning: () => false, clock });
  atEndOfFile(() => ledger.close());
  return ledger;
}

/** The ledger of a folder, taken as it is found: what `rocketpay ledger init --new` does. */
export async function acceptTestLedger(folder: string, settings?: string): Promise<Ledger> {
  const options = { folder, settings, pid: process.pid, isRunning: () => false, clock: systemClock };
  const ledger = await openLedger({ ...options, accept: true });
  atEndOfFile(() => ledger.close());
  return ledger;
}

/** A ledger in memory, for tests of what others do with it. The migrations, which take most of the time, run only once. */
export async function openMemoryLedger(clock: Clock = systemClock): Promise<Ledger> {
  const shared = await openOnServer(clock);
  if (shared !== undefined) return shared;
  const database = await openSqliteInMemory(await openEmptyDatabase());
  return openTemporaryLedger(database, { pid: process.pid, isRunning: () => false, clock });
}

/** The statements that make an empty database with the tables of this version. */
let statements: Promise<readonly string[]> | undefined;

async function openEmptyDatabase(): Promise<Kysely<Tables>> {
  statements ??= emptyDatabaseStatements();
  const database = new Database(IN_MEMORY);
  database.exec([...(await statements), `insert into info (name, value) values ('id', '${randomUUID()}')`].join(';\n'));
  return new Kysely<Tables>({ dialect: dialectFor(database) });
}

async function emptyDatabaseStatements(): Promise<string[]> {
  const { db, close } = await openSqliteInMemory();
  const schema = await sql<{
    sql: string;
  }>`select sql from sqlite_master where sql is not null and name not like 'sqlite_%'`.execute(db);
  const { number, hash } = await db.selectFrom('head').selectAll().executeTakeFirstOrThrow();
  await close();
  return [...schema.rows.map((row) => row.sql), `insert into head (number, hash) values (${number}, '${hash}')`];
}
