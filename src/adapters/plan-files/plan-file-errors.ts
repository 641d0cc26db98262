import { blockedFailure, usageError } from '#domain/errors/failure';
import { fileFailure } from '#domain/errors/file-errors';
import { message } from '#domain/language/message';

/** Returns the failure for an error of a CSV file, a plan or an approval. Nothing has been sent. */
export function planFileFailure(error: unknown, file: string): unknown {
  const name = JSON.stringify(file);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return usageError(
        message('The file {name} exists already and is not overwritten.', { name }),
        message(
          'To replace an earlier plan of which nothing was sent, add --replace. Otherwise choose another name: --out <file>',
        ),
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return blockedFailure('disk_full', message('The file {name} could not be written: the disk is full.', { name }), {
        hint: message('Free some space, then run the same command again: it continues where it stopped.'),
        cause: error,
      });
    default:
      return fileFailure(error, {
        what: message('{name} cannot be used', { name }),
        code: 'unreadable',
        hint: message('Name a file that exists and can be used.'),
      });
  }
}
