import { accessSync, constants, copyFileSync, mkdtempSync, readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { filledArrivals } from '#adapters/ledger/spool/callback-spool';
import { belongsToAnother } from '#adapters/private-files';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';

/**
 * Reading a ledger that this process cannot write: on a read-only disk, in a folder without permission to write, or of another
 * user. Nothing beside the ledger is changed. SQLite can read a database without files of its own as long as no process writes
 * it; what is in a write-ahead log or in the spool of callbacks is read from a private copy.
 */

const statOf = (file: string): Stats | undefined => statSync(file, { throwIfNoEntry: false });

const isFilled = (file: string): boolean => (statOf(file)?.size ?? 0) > 0;

/** The file of a database and all others that hold a part of its ledger. */
const partsOf = (file: string): readonly string[] => [
  file,
  ...['-wal', '-journal'].map((end) => file + end),
  ...filledArrivals(dirname(file)),
];

/** Returns why a ledger can only be read, in words that follow "cannot be written: "; undefined where it can, or is not there. */
export function whyReadOnly(file: string, uid: number | undefined): string | undefined {
  const folder = dirname(file);
  try {
    if (!isFilled(file) && !isFilled(`${file}-wal`)) return undefined;
    const foreign = [folder, file].find((path) => belongsToAnother(path, uid));
    if (foreign !== undefined) return `${foreign} belongs to another user`;
    // Root may write everywhere: a folder without permission to write says that nothing is to be written there.
    if (uid !== undefined && ((statOf(folder)?.mode ?? 0o222) & 0o222) === 0) return fileProblem({ code: 'EACCES' });
  } catch {
    return undefined;
  }
  const ofFile = writeError(file);
  // A file of this user without permission to write is given it.
  return fileProblem(writeError(folder)) ?? (ofFile?.code === 'EACCES' ? undefined : fileProblem(ofFile));
}

function writeError(path: string): NodeJS.ErrnoException | undefined {
  try {
    accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

/** What every write to such a ledger ends with. */
export const readOnlyFailure = (place: string, why: string): Failure =>
  new Failure(EXIT.held, 'ledger_unavailable', `The ledger ${place} can be read and cannot be written: ${why}.`, {
    hint:
      'No write is sent without its record. Run this where the ledger can be written, as its owner. ' +
      'Another place for it: ROCKETPAY_DATA_DIR.',
  });

/** @throws {Failure} (held) where this user may not even read the database, or a part of it in another file. */
export function checkReadable(file: string): void {
  for (const part of partsOf(file).filter(isFilled)) {
    try {
      accessSync(part, constants.R_OK);
    } catch (error) {
      const why = part === file ? readProblem(error) : `${basename(part)}: ${readProblem(error)}`;
      throw new Failure(EXIT.held, 'ledger_unavailable', `The ledger ${file} cannot be read: ${why}.`, {
        hint: 'Run this as its owner. Another place for it: ROCKETPAY_DATA_DIR.',
        cause: error,
      });
    }
  }
}

const readProblem = (error: unknown): string => fileProblem(error) ?? (error as Error).message;

/** True where the file of the database alone holds all of the ledger, so that it can be read in place. */
export const isWhole = (file: string): boolean => !partsOf(file).some((part) => part !== file && isFilled(part));

/** A copy of a ledger in a folder that only this user may use. */
export interface LedgerCopy {
  /** The database. */
  readonly file: string;
  readonly remove: () => void;
}

/** A copy is made again when the ledger was written meanwhile, this many times at most. */
const MAX_COPIES = 5;

/**
 * Copies a ledger to be read. Copies of processes that were killed are removed.
 *
 * @param isRunning true of a process that runs on this machine
 * @throws {Failure} (held) where it cannot be copied, or another process keeps writing it.
 */
export function copyLedger(
  file: string,
  { pid, isRunning }: { readonly pid: number; readonly isRunning: (pid: number) => boolean },
): LedgerCopy {
  removeOldCopies(isRunning);
  let folder: string | undefined;
  const remove = () => folder !== undefined && rmSync(folder, { recursive: true, force: true });
  try {
    folder = mkdtempSync(join(tmpdir(), `${COPY_NAME}${pid}-`));
    for (let copies = 0; copies < MAX_COPIES; copies += 1) {
      const parts = partsOf(file);
      const before = versions(parts);
      for (const part of parts.filter((name) => statOf(name) !== undefined))
        copyFileSync(part, join(folder, basename(part)));
      if (versions(parts) === before) return { file: join(folder, basename(file)), remove };
    }
  } catch (error) {
    remove();
    throw copyFailure(file, readProblem(error), error);
  }
  remove();
  throw copyFailure(file, 'another process keeps writing it');
}

const COPY_NAME = 'rocketpay-copy-';

/** Size and time of the last change of each file. */
const versions = (files: readonly string[]): string =>
  files.map((name) => [statOf(name)?.size, statOf(name)?.mtimeMs].join()).join(' ');

const copyFailure = (file: string, why: string, cause?: unknown): Failure =>
  new Failure(
    EXIT.held,
    'ledger_unavailable',
    `The ledger ${file} cannot be copied to ${tmpdir()}, where it would be read: ${why}.`,
    { hint: 'Run this again. Another folder for temporary files: TMPDIR.', cause },
  );

function removeOldCopies(isRunning: (pid: number) => boolean): void {
  try {
    for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(COPY_NAME))) {
      const pid = Number.parseInt(name.slice(COPY_NAME.length), 10);
      if (!isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  } catch {
    // One of another user stays.
  }
}
