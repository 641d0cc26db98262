import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { message, type Text } from '#domain/language/message';
import { getStats, listParts } from './read-only.ts';

/** A process that reads a copy. */
export interface ReadingProcess {
  readonly pid: number;
  /** True of a process that runs on this machine. */
  readonly isRunning: (pid: number) => boolean;
}

/** A copy of a ledger in a folder that only this user may use. */
export interface LedgerCopy {
  /** The database. */
  readonly file: string;
  readonly remove: () => void;
}

/** Maximum number of attempts, because another process can write the ledger during a copy. */
const MAX_ATTEMPTS = 5;

const FOLDER_PREFIX = 'rocketpay-copy-';

/**
 * Copies a ledger for reading. It removes the copies of processes that were killed.
 *
 * @throws {Failure} (blocked) where it cannot be copied, or another process keeps writing it.
 */
export function copyLedger(file: string, { pid, isRunning }: ReadingProcess): LedgerCopy {
  removeOldCopies(isRunning);
  let folder: string | undefined;
  const remove = () => folder !== undefined && rmSync(folder, { recursive: true, force: true });
  try {
    folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${pid}-`));
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
      const parts = listParts(file);
      const before = getVersions(parts);
      for (const part of parts.filter((name) => getStats(name) !== undefined))
        copyFileSync(part, join(folder, basename(part)));
      if (getVersions(parts) === before) return { file: join(folder, basename(file)), remove };
    }
  } catch (error) {
    remove();
    throw copyFailure(file, fileProblem(error) ?? (error as Error).message, error);
  }
  remove();
  throw copyFailure(file, message('another process keeps writing it'));
}

/** Returns the size and the time of the last change of each file. */
const getVersions = (files: readonly string[]): string =>
  files.map((name) => [getStats(name)?.size, getStats(name)?.mtimeMs].join()).join(' ');

const copyFailure = (file: string, why: Text, cause?: unknown): Failure =>
  new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    message('The ledger {place} cannot be copied to {folder}, where it would be read: {why}.', {
      place: file,
      folder: tmpdir(),
      why,
    }),
    { hint: message('Run this again. Another folder for temporary files: TMPDIR.'), cause },
  );

function removeOldCopies(isRunning: (pid: number) => boolean): void {
  try {
    for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
      const pid = Number.parseInt(name.slice(FOLDER_PREFIX.length), 10);
      if (!isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  } catch {
    // Copies of other users stay.
  }
}
