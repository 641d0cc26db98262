import { randomBytes } from 'node:crypto';
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import { readRegularFile } from '#adapters/bounded-read';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { AuditRecord } from '#domain/ledger/audit-record';
import type { Tables } from './tables.ts';

/**
 * What is kept outside the database, to notice that the database was lost, replaced by an older copy, or is another one:
 * number and hash of the newest record (`head.json` beside it), and the place of the ledger with the same two (`ledger.json` beside
 * the profiles: it stays where the whole folder is lost, or brought back from an older copy).
 */

interface Head extends Pick<AuditRecord, 'number' | 'hash'> {
  /** Id of the ledger. */
  readonly id: string;
}

const headFile = (folder: string): string => join(folder, 'head.json');

const MAX_PARTS_BYTES = 64 * 1024;

/** What a file says. One that cannot be read says nothing. */
function readParts(file: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readRegularFile(file, MAX_PARTS_BYTES).toString()));
  } catch {
    return {};
  }
}

function asHead(value: unknown): Head | undefined {
  const { id, number, hash } = Object(value);
  const isHead = Number.isSafeInteger(number) && [id, hash].every((text) => typeof text === 'string');
  return isHead ? { id, number, hash } : undefined;
}

/**
 * The newest records that were kept of the ledger in a folder: beside it, and in the settings that have used it.
 *
 * @param settings the folder of the profiles; undefined where none is compared
 */
export function readHeads(folder: string, settings?: string): readonly Head[] {
  const beside = asHead(readParts(headFile(folder)));
  return [beside, settings === undefined ? undefined : notedHead(settings, folder)].filter(
    (head) => head !== undefined,
  );
}

/** The newest record that the settings have noted of the ledger in this very folder. */
function notedHead(settings: string, folder: string): Head | undefined {
  const noted = notedFolder(settings);
  if (noted === undefined || realPath(noted) !== realPath(folder)) return undefined;
  return asHead(readParts(noteFile(settings)).head);
}

/**
 * Keeps the newest record. It is called after the commit and not flushed: the file can be behind the database after a crash,
 * and is never ahead of it.
 */
export function writeHead(folder: string, { id, number, hash }: Head): void {
  const draft = `${headFile(folder)}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, JSON.stringify({ id, number, hash }), { mode: 0o600, flag: 'wx' });
    renameSync(draft, headFile(folder));
  } catch {
    rmSync(draft, { force: true });
  }
}

/** The size of a file in bytes; 0 where it is not there. */
function sizeOf(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : 0;
}

/**
 * @throws {Failure} (held) where the files beside the database, or the settings, say that there was one, and it is missing
 *   or empty.
 */
export function checkPresent(folder: string, settings?: string): void {
  const file = join(folder, 'ledger.db');
  const found = statSync(file, { throwIfNoEntry: false });
  if ((found !== undefined && !found.isFile()) || sizeOf(file) > 0 || sizeOf(`${file}-wal`) > 0) return;
  const beside = ['ledger.key', 'head.json', 'recent.json'].find((name) => sizeOf(join(folder, name)) > 0);
  const what = found === undefined ? 'missing' : 'empty';
  if (beside !== undefined)
    throw lost(`The ledger ${file} is ${what}, and ${beside} beside it shows that there was one.`);
  if (settings === undefined || notedHead(settings, folder) === undefined) return;
  throw lost(`The ledger ${file} is ${what}, and ${noteFile(settings)} shows that there was one.`);
}

/** Removes a database file without content: processes that still have it open as the database it was would lock the new one. */
export function removeEmpty(folder: string): void {
  const file = join(folder, 'ledger.db');
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true || sizeOf(file) > 0) return;
  for (const own of [file, `${file}-wal`, `${file}-shm`]) rmSync(own, { force: true });
}

/**
 * @param heads the newest records that were kept before the database was opened: see {@link readHeads}
 * @param id of the ledger that was opened
 * @throws {Failure} (held) where the database ends before it: it is an older copy; where another record has its number: the
 *   records were written again; or where it is another ledger. A record that was changed in place is for `audit verify`.
 */
export async function checkNotOlder(
  heads: readonly Head[],
  id: string,
  place: string,
  db: Kysely<Tables>,
): Promise<void> {
  for (const head of heads) await checkHead(head, id, place, db);
}

async function checkHead(kept: Head, id: string, place: string, db: Kysely<Tables>): Promise<void> {
  if (kept.id !== id) throw lost(`The ledger ${place} is not the one that was used here before.`);
  const found = await db.selectFrom('head').select('number').executeTakeFirst();
  if (found === undefined) return;
  if (found.number >= kept.number) {
    const same = await db.selectFrom('records').select('hash').where('number', '=', kept.number).executeTakeFirst();
    if (same === undefined || same.hash === kept.hash) return;
    throw lost(`The ledger ${place} has another record ${kept.number} than at its last use.`);
  }
  throw lost(
    `The ledger ${place} is older than its last use: it ends with record ${found.number}, and there were ${kept.number}.`,
  );
}

const lost = (message: string): Failure =>
  new Failure(EXIT.held, 'ledger_unavailable', `${message} What was refunded before may not be known.`, {
    hint:
      'Bring back the newest copy (ledger.db with its -wal file). ' +
      'To continue with what is there, after a look into the Dashboard: rocketpay ledger init --new',
  });

const noteFile = (settings: string): string => join(settings, 'ledger.json');

/** The folder of the ledger that the settings name; undefined where they name none. */
export function notedFolder(settings: string): string | undefined {
  const { folder } = readParts(noteFile(settings));
  return typeof folder === 'string' ? folder : undefined;
}

const realPath = (folder: string): string => {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
};

/** Notes the folder of the ledger beside the profiles, where there are any: without profiles nothing is shared. */
export function noteFolder(settings: string, folder: string, head?: Head): void {
  if (sizeOf(join(settings, 'profiles.json')) === 0) return;
  const draft = `${noteFile(settings)}.${randomBytes(6).toString('hex')}`;
  try {
    const text = `${JSON.stringify({ folder: realPath(folder), head })}\n`;
    // A newer record is noted after each write: as that beside the ledger it may be behind.
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: head === undefined });
    renameSync(draft, noteFile(settings));
  } catch {
    // Settings on a read-only disk name no place.
    rmSync(draft, { force: true });
  }
}

/** Notes the newest record of the ledger in the settings that have used it. */
export function noteHead(settings: string, folder: string, { id, number, hash }: Head): void {
  const noted = notedFolder(settings);
  if (noted !== undefined && realPath(noted) === realPath(folder)) noteFolder(settings, folder, { id, number, hash });
}

/**
 * Compares the folder of the ledger with the one that these settings have used before, and notes it at the first use.
 *
 * @throws {Failure} (held) where it is another one: what was refunded there is not known here.
 */
export function checkFolder(settings: string, folder: string): void {
  if (sizeOf(join(settings, 'profiles.json')) === 0) return;
  const noted = notedFolder(settings);
  if (noted === undefined) return noteFolder(settings, folder);
  if (realPath(noted) === realPath(folder)) return;
  throw new Failure(
    EXIT.held,
    'ledger_unavailable',
    `The profiles in ${settings} use the ledger in ${noted}, and this run uses ${realPath(folder)}.`,
    {
      hint:
        `Use the same one: ROCKETPAY_DATA_DIR=${shellWord(noted)}. ` +
        'To use this one from now on: rocketpay ledger init --new. What was refunded with the other one is not known here.',
    },
  );
}
