import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { readRegularFile } from '#adapters/bounded-read';
import { createFailingKey, createKey, KEY_BYTES, type LedgerKey } from '#adapters/ledger/ledger-key';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import type { Tables } from '#adapters/ledger/tables';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { joinTexts, message, type Text } from '#domain/language/message';

/** Text whose hash is stored in the database, so that another key is noticed. */
export const KEY_CHECK = 'ledger key';

/** A longer file is only reported as damaged. */
const MAX_KEY_FILE_BYTES = 64 * 1024;

const RESTORE = message(
  'Bring ledger.key back from a backup. To continue without what it sealed: rocketpay ledger init --new',
);

const REPLACE = message(
  'Bring it back, or remove it and run: rocketpay ledger init --new. Earlier phones and intent keys are not found then.',
);

/**
 * Opens the key of a ledger. It has a file of its own, so that a copy of the database alone cannot be searched for phones by trying
 * all of them. Where the key is missing or another one, the returned key fails when it is used.
 *
 * @param options.accept creates a missing key, and accepts another one
 * @param options.readOnly creates nothing and changes no mode
 * @throws {Failure} (blocked) where the key of a ledger that can be written is damaged.
 */
export async function openKey(
  file: string,
  db: Kysely<Tables>,
  { accept, readOnly }: { readonly accept: boolean; readonly readOnly: boolean },
): Promise<LedgerKey> {
  const check = accept ? undefined : await readInfo('key_check', db);
  const mayCreate = !readOnly && (accept || (check === undefined && !(await isUsed(db))));
  const bytes = readKey(file, mayCreate, readOnly);
  if (bytes instanceof Failure) return createFailingKey(bytes);
  const key = createKey(bytes);
  const hash = key.hash(KEY_CHECK);
  if (check !== undefined && check !== hash)
    return createFailingKey(
      keyFailure(message('The key {file} is not the one that the ledger was made with.', { file }), RESTORE),
    );
  if (readOnly) return key;
  chmodSync(file, PRIVATE_FILE);
  if (check === undefined) await saveCheck(hash, db);
  return key;
}

/** Reads the key, or returns why it is missing or cannot be read. */
function readKey(file: string, mayCreate: boolean, readOnly: boolean): Buffer | Failure {
  let bytes: Buffer | undefined;
  try {
    bytes = readIfPresent(file) ?? (mayCreate ? createKeyFile(file) : undefined);
  } catch (error) {
    if (!readOnly) throw error;
    const why = fileProblem(error) ?? (error as Error).message;
    return keyFailure(
      message('The key {file} of the ledger cannot be read: {why}.', { file, why }),
      message('Run this as its owner.'),
    );
  }
  if (bytes === undefined) return keyFailure(message('The key {file} of the ledger is missing.', { file }), RESTORE);
  if (bytes.length === KEY_BYTES) return bytes;
  const damaged = keyFailure(message('The key {file} is damaged.', { file }), REPLACE);
  if (readOnly) return damaged;
  throw damaged;
}

const keyFailure = (what: Text, hint: Text): Failure =>
  new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    joinTexts([what, message('Without it, stored callbacks, phones and intent keys cannot be read.')], ' '),
    { hint },
  );

async function isUsed(db: Kysely<Tables>): Promise<boolean> {
  for (const table of ['records', 'callbacks'] as const) {
    const query = db.selectFrom(table).select(sql.lit(1).as('one')).limit(1);
    if ((await query.executeTakeFirst()) !== undefined) return true;
  }
  return false;
}

async function saveCheck(value: string, db: Kysely<Tables>): Promise<void> {
  const row = { name: 'key_check', value };
  await db
    .insertInto('info')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

function readIfPresent(file: string): Buffer | undefined {
  try {
    return readRegularFile(file, MAX_KEY_FILE_BYTES);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** If two processes create the key concurrently, one is first, and both return its key. */
function createKeyFile(file: string): Buffer {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(KEY_BYTES), { mode: PRIVATE_FILE, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readRegularFile(file, MAX_KEY_FILE_BYTES);
}
