import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { readRegularFile } from '#adapters/bounded-read';
import { verifyTrail } from '#adapters/ledger/audit/verify-trail';
import { createCallbackWriter } from '#adapters/ledger/callback-queue/callback-writer';
import { listArrivals } from '#adapters/ledger/callback-queue/queue-file';
import { KEY_CHECK } from '#adapters/ledger/files/key-file';
import { checkNotOlder, createLostLedgerCheck } from '#adapters/ledger/files/lost-ledger-check';
import { groupCommits } from '#adapters/ledger/group-commit';
import { isInFlight, type Processes } from '#adapters/ledger/in-flight';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import { createKey, KEY_BYTES, type LedgerKey } from '#adapters/ledger/ledger-key';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import { readByStates } from '#adapters/ledger/read-intents-in-states';
import { findMissing, openSqlite } from '#adapters/ledger/sqlite/open-database';
import { sqliteFailure } from '#adapters/ledger/sqlite/sqlite-failure';
import type { Tables } from '#adapters/ledger/tables';
import { checkOwners, withFolders } from '#adapters/trusted-files';
import { nextTurn } from '#async/clock';
import { blockedFailure, usageError } from '#domain/errors/failure';
import { findMoved, markMoved } from './moved-ledger.ts';

/** What opening a ledger for its import needs. */
export interface LocalLedgerOptions extends Processes {
  readonly folder: string;
  readonly uid?: number | undefined;
  /** Name of this machine. */
  readonly host: string;
}

/** A ledger of this machine that is imported. */
export interface LocalLedger {
  readonly id: string;
  readonly db: Kysely<Tables>;
  readonly key: Buffer;
  /** Number of its rows, by table. */
  readonly counts: Readonly<Record<ImportedTable, number>>;
  /** Number and hash of its last record, after `stopWrites`. */
  readonly head: () => Promise<{ readonly number: number; readonly hash: string }>;
  /**
   * Marks the ledger as moved, so that no process writes to it any more.
   *
   * @throws {Failure} (blocked) while a process sends a write, or stores callbacks; when its audit trail is damaged.
   */
  readonly stopWrites: (target: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Tables whose rows are imported. */
const IMPORTED_TABLES = ['records', 'intents', 'refund_sums', 'payments', 'callbacks', 'deliveries'] as const;

export type ImportedTable = (typeof IMPORTED_TABLES)[number];

/**
 * Opens a ledger of this machine for its import. Only one process can.
 *
 * @throws {Failure} (usage) where there is none; (blocked) where it cannot be used, or its key is missing.
 */
export async function openLocalLedger(options: LocalLedgerOptions): Promise<LocalLedger> {
  const { folder, uid } = options;
  const file = join(folder, 'ledger.db');
  if (findMissing(file) !== undefined)
    throw usageError(`There is no ledger in ${folder}.`, 'Name the folder with the file ledger.db.');
  let database: LedgerDatabase | undefined;
  let release: (() => void) | undefined;
  const close = async () => {
    release?.();
    await database?.close();
  };
  try {
    checkOwners([...withFolders(file), ...withFolders(join(folder, 'ledger.key'))], uid);
    const heads = createLostLedgerCheck(folder, undefined).readHeads();
    database = await openSqlite(file);
    const opened = database;
    const { db } = opened;
    release = await opened.acquireLock('import');
    if (release === undefined)
      throw blockedFailure('import_running', `Another process is importing the ledger ${file}.`);
    const id = (await readInfo('id', db)) ?? '';
    await checkNotOlder(heads, id, file, db);
    const key = await readKey(join(folder, 'ledger.key'), db);
    const ingest = () => ingestCallbacks(opened, createKey(key), options);
    await ingest();
    return {
      id,
      db,
      key,
      counts: await countRows(db),
      head: async () => db.selectFrom('head').selectAll().executeTakeFirstOrThrow(),
      async stopWrites(target) {
        await markMovedWhenIdle(target, opened, file, options);
        await ingest();
        const { problem } = await verifyTrail(db, nextTurn);
        if (problem !== undefined)
          throw blockedFailure('ledger_damaged', `The audit trail of the ledger ${file} is damaged.`, {
            hint: 'Without ROCKETPAY_LEDGER_URL this shows where: rocketpay audit verify',
          });
      },
      close,
    };
  } catch (error) {
    await close();
    throw sqliteFailure(error, file);
  }
}

/**
 * Stores the callbacks that are queued on disk.
 *
 * @throws {Failure} (blocked) while another process stores callbacks.
 */
async function ingestCallbacks(
  database: LedgerDatabase,
  key: LedgerKey,
  { folder, clock }: LocalLedgerOptions,
): Promise<void> {
  const writer = createCallbackWriter(database, key, clock, groupCommits(database.db));
  await writer.ingest();
  await writer.close();
  // Ingestion has removed those of ended processes. Another process may append to its own one at any time, also when it is empty.
  if (listArrivals(folder).length === 0) return;
  throw blockedFailure('in_flight', `Another process stores callbacks in ${folder}.`, {
    hint: 'End it (rocketpay listen), and run the same command again.',
  });
}

/**
 * Marks a ledger as moved to another one, in a transaction in which no process sends a write.
 *
 * @throws {Failure} (blocked) while a process sends a write, and when the ledger was moved elsewhere.
 */
async function markMovedWhenIdle(
  target: string,
  { db }: Pick<LedgerDatabase, 'db'>,
  file: string,
  options: LocalLedgerOptions,
): Promise<void> {
  const moved = await findMoved(file, db);
  await db.transaction().execute(async (trx) => {
    for await (const intents of readByStates(['sending'], trx)) {
      const sending = intents.find((intent) => isInFlight(intent, new Set(), options.host, options));
      if (sending !== undefined)
        throw blockedFailure('in_flight', `Another process is sending the intent ${sending.id}.`, {
          hint: 'Run the same command again when it has ended.',
        });
    }
    if (moved === undefined) await markMoved(target, trx);
    else if (!isSameDatabase((await readInfo('moved_to', trx)) ?? '', target)) throw moved;
  });
}

/** Another member can continue an import. */
const isSameDatabase = (one: string, other: string): boolean => withoutLogin(one) === withoutLogin(other);

const withoutLogin = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

async function countRows(db: Kysely<Tables>): Promise<LocalLedger['counts']> {
  const counts = {} as Record<ImportedTable, number>;
  for (const table of IMPORTED_TABLES) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db);
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** Reads the key of the ledger: without it, its phones, requests and callbacks are lost for the team. */
async function readKey(file: string, db: Kysely<Tables>): Promise<Buffer> {
  const bytes = existsSync(file) ? readRegularFile(file, 1024) : Buffer.alloc(0);
  const check = await readInfo('key_check', db);
  if (bytes.length === KEY_BYTES && (check === undefined || createKey(bytes).hash(KEY_CHECK) === check)) return bytes;
  throw blockedFailure('ledger_key', `The key ${file} is missing, or is not the one of the ledger.`, {
    hint: 'Restore ledger.key from a backup first.',
  });
}
