import { blockedFailure, usageError } from '#domain/errors/failure';
import { fileFailure as failureOfFile } from '#domain/errors/file-errors';

/** What an error of a file means for anyone who makes or reads a plan: nothing has been sent. */
export function fileFailure(error: unknown, file: string): unknown {
  const name = JSON.stringify(file);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return usageError(
        `The file ${name} is there already, and is not overwritten.`,
        'Take another name: --out <file>',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return blockedFailure('disk_full', `The disk is full: ${name} could not be written.`, {
        hint: 'Make room, then run the same again: it goes on where it stopped.',
        cause: error,
      });
    default:
      return failureOfFile(error, {
        what: `${name} cannot be used`,
        code: 'unreadable',
        hint: 'Name a file that is there and can be used.',
      });
  }
}
