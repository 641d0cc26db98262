import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { filledArrivals } from '#adapters/ledger/callback-queue/queue-file';
import { belongsToAnother } from '#adapters/trusted-files';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { joinTexts, message, type Text } from '#domain/language/message';

/**
 * A ledger that this process cannot write: on a read-only disk, in a folder without write permission, or of another user. Nothing
 * beside it is changed. SQLite can read a database in place as long as no process writes it. With a write-ahead log or queued
 * callbacks, a private copy is read: see `ledger-copy.ts`.
 */

/** Returns the properties of a file; undefined where it is missing. */
export const getStats = (file: string): Stats | undefined => statSync(file, { throwIfNoEntry: false });

const hasContent = (file: string): boolean => (getStats(file)?.size ?? 0) > 0;

/** Returns the file of a database and all other files that contain a part of its ledger. */
export const listParts = (file: string): readonly string[] => [
  file,
  `${file}-wal`,
  `${file}-journal`,
  ...filledArrivals(dirname(file)),
];

/** True where the file of the database contains the whole ledger, so that it can be read in place. */
export const isInOneFile = (file: string): boolean =>
  !listParts(file).some((part) => part !== file && hasContent(part));

/** Returns why a ledger can only be read, as a clause after "cannot be written: "; undefined where it can be written or is missing. */
export function whyReadOnly(file: string, uid: number | undefined): Text | undefined {
  const folder = dirname(file);
  try {
    if (!hasContent(file) && !hasContent(`${file}-wal`)) return undefined;
    const foreign = [folder, file].find((path) => belongsToAnother(path, uid));
    if (foreign !== undefined) return message('{path} belongs to another user', { path: foreign });
    // Root may write everywhere, but a folder without write permission is meant to stay unchanged.
    if (uid !== undefined && ((getStats(folder)?.mode ?? 0o222) & 0o222) === 0) return fileProblem({ code: 'EACCES' });
  } catch {
    return undefined;
  }
  const fileError = findAccessError(file, constants.W_OK);
  // A file of this user without write permission gets it when it is opened.
  const problem = fileError?.code === 'EACCES' ? undefined : fileProblem(fileError);
  return fileProblem(findAccessError(folder, constants.W_OK)) ?? problem;
}

function findAccessError(path: string, mode: number): NodeJS.ErrnoException | undefined {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

/** Returns the failure of every write to a ledger that can only be read. */
export const readOnlyFailure = (place: string, why: Text): Failure =>
  new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    message('The ledger {place} can be read and cannot be written: {why}.', { place, why }),
    {
      hint: message(
        'No write is sent without its record. Run this where the ledger can be written, as its owner. Another place for it: ROCKETPAY_DATA_DIR.',
      ),
    },
  );

/** @throws {Failure} (blocked) where this user may not read the database, or another file with a part of it. */
export function checkReadable(file: string): void {
  for (const part of listParts(file).filter(hasContent)) {
    const error = findAccessError(part, constants.R_OK);
    if (error === undefined) continue;
    const problem = fileProblem(error) ?? error.message;
    const why = part === file ? problem : joinTexts([basename(part), problem], ': ');
    throw new Failure(
      EXIT.blocked,
      'ledger_unavailable',
      message('The ledger {place} cannot be read: {why}.', { place: file, why }),
      {
        hint: message('Run this as its owner. Another place for it: ROCKETPAY_DATA_DIR.'),
        cause: error,
      },
    );
  }
}
