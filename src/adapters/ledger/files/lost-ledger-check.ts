import { realpathSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import { readRegularFile } from '#adapters/bounded-read';
import type { Tables } from '#adapters/ledger/tables';
import { replaceFile } from '#adapters/private-files';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import type { RecordLink } from '#domain/ledger/audit-record';

/** The newest record of a ledger at its last use. */
interface Head extends RecordLink {
  /** Id of the ledger. */
  readonly id: string;
}

/**
 * What is stored outside of the database, so that a lost, older or other database is noticed:
 * - `head.json` beside the database: number and hash of the newest record;
 * - `ledger.json` beside the profiles: the same, and the folder of the ledger. It remains when the folder is lost or restored.
 */
export interface LostLedgerCheck {
  /** Folder of the ledger according to the settings; undefined where they name none. */
  readonly notedFolder: string | undefined;
  /** Reads the newest records, from beside the ledger and from the settings. */
  readHeads(): readonly Head[];
  /** @throws {Failure} (blocked) where a file shows that the missing or empty database was used. */
  checkUnused(file: string, what: 'missing' | 'empty'): void;
  /**
   * Compares the folder of the ledger with the one in the settings, and writes it to settings without one.
   *
   * @throws {Failure} (blocked) where it is another one: its refunds are not known here.
   */
  checkFolder(): void;
  /** Writes the newest record after its commit. It is not flushed: after a crash it can be older than the database, never newer. */
  saveHead(head: Head): void;
  /** Accepts the ledger as it is: its newest record, if any, and its folder. */
  accept(head: Head | undefined): void;
}

/**
 * @param folder the folder of the ledger
 * @param settings the folder of the profiles; undefined where nothing is compared. Settings without profiles store nothing.
 */
export function createLostLedgerCheck(folder: string, settings: string | undefined): LostLedgerCheck {
  const headFile = join(folder, 'head.json');
  const noteFile = settings === undefined ? undefined : join(settings, 'ledger.json');
  const hasProfiles = () => settings !== undefined && getSize(join(settings, 'profiles.json')) > 0;
  const readNote = () => (noteFile === undefined ? {} : readJson(noteFile));
  const readNotedFolder = () => {
    const { folder: noted } = readNote();
    return typeof noted === 'string' ? noted : undefined;
  };
  const isNoted = () => {
    const noted = readNotedFolder();
    return noted !== undefined && toRealPath(noted) === toRealPath(folder);
  };
  const readNotedHead = () => (isNoted() ? toHead(readNote().head) : undefined);
  const saveNote = (head?: Head) => {
    if (noteFile !== undefined && hasProfiles())
      tryReplace(noteFile, `${JSON.stringify({ folder: toRealPath(folder), head })}\n`, head === undefined);
  };
  return {
    get notedFolder() {
      return readNotedFolder();
    },
    readHeads: () => [toHead(readJson(headFile)), readNotedHead()].filter((head) => head !== undefined),
    checkUnused(file, what) {
      const beside = ['ledger.key', 'head.json', 'recent.json'].find((name) => getSize(join(folder, name)) > 0);
      const proof = beside === undefined ? readNotedHead() && noteFile : message('{name} beside it', { name: beside });
      if (proof !== undefined)
        throw lostFailure(
          what === 'missing'
            ? message('The ledger {file} is missing, and {proof} shows that there was one.', { file, proof })
            : message('The ledger {file} is empty, and {proof} shows that there was one.', { file, proof }),
        );
    },
    checkFolder() {
      const noted = readNotedFolder();
      if (!hasProfiles() || isNoted()) return;
      if (noted === undefined) return saveNote();
      throw new Failure(
        EXIT.blocked,
        'ledger_unavailable',
        message('The profiles in {settings} use the ledger in {noted}, and this run uses {folder}.', {
          settings: settings ?? '',
          noted,
          folder: toRealPath(folder),
        }),
        {
          hint: message(
            'Use the same one: ROCKETPAY_DATA_DIR={folder}. To use this one from now on: rocketpay ledger init --new. This ledger does not know what was refunded with the other one.',
            { folder: shellWord(noted) },
          ),
        },
      );
    },
    saveHead({ id, number, hash }) {
      tryReplace(headFile, JSON.stringify({ id, number, hash }));
      if (isNoted()) saveNote({ id, number, hash });
    },
    accept(head) {
      if (head === undefined) rmSync(headFile, { force: true });
      else tryReplace(headFile, JSON.stringify(head));
      saveNote(head);
    },
  };
}

const MAX_FILE_BYTES = 64 * 1024;

/** Reads an object from a JSON file; `{}` where that is not possible. */
function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readRegularFile(file, MAX_FILE_BYTES).toString()));
  } catch {
    return {};
  }
}

/** Replaces a file, except on a read-only disk. */
function tryReplace(file: string, text: string, flush = false): void {
  try {
    replaceFile(file, text, flush);
  } catch {
    // The next write tries it again.
  }
}

function toHead(value: unknown): Head | undefined {
  const { id, number, hash } = Object(value);
  const isHead = Number.isSafeInteger(number) && [id, hash].every((text) => typeof text === 'string');
  return isHead ? { id, number, hash } : undefined;
}

/** Returns the size of a file in bytes; 0 where it is missing. */
function getSize(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : 0;
}

function toRealPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

/**
 * Compares a database with the newest records at its last use. They are read before the database is opened, because another process
 * may write newer ones. A record that was changed in place is found by `audit verify`.
 *
 * @param id id of the opened ledger
 * @throws {Failure} (blocked) where the database is that of another ledger; where it ends earlier, so that it is an older copy; or
 *   where another record has the same number, so that records were written again.
 */
export async function checkNotOlder(
  heads: readonly Head[],
  id: string,
  place: string,
  db: Kysely<Tables>,
): Promise<void> {
  for (const head of heads) {
    if (head.id !== id)
      throw lostFailure(message('The ledger {place} is not the one that was used here before.', { place }));
    const end = await db.selectFrom('head').select('number').executeTakeFirst();
    if (end === undefined) continue;
    if (end.number < head.number)
      throw lostFailure(
        message('The ledger {place} is older than its last use: it ends with record {end}, and there were {all}.', {
          place,
          end: end.number,
          all: head.number,
        }),
      );
    const same = await db.selectFrom('records').select('hash').where('number', '=', head.number).executeTakeFirst();
    if (same !== undefined && same.hash !== head.hash)
      throw lostFailure(
        message('The ledger {place} has another record {number} than at its last use.', { place, number: head.number }),
      );
  }
}

const lostFailure = (what: Text): Failure =>
  new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    joinTexts([what, message('Earlier refunds may not be known.')], ' '),
    {
      hint: message(
        'Bring back the newest copy (ledger.db with its -wal file). To continue with what is there, after checking the Dashboard: rocketpay ledger init --new',
      ),
    },
  );
