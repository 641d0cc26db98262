import { Failure, usageFailure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';

/** What an error of a file means for whoever makes or reads a plan: nothing has been sent. */
export function fileFailure(error: unknown, file: string): unknown {
  if (error instanceof Failure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const name = JSON.stringify(file);
  switch (code) {
    case undefined:
      return error;
    case 'ENOENT':
      return new Failure(EXIT.usage, 'unreadable', `${name} cannot be used: there is no such file or folder.`, {
        hint: 'Name one that is there.',
      });
    case 'EEXIST':
      return usageFailure(
        `The file ${name} is there already, and is not overwritten.`,
        'Take another name: --out <file>',
      );
    case 'EISDIR':
      return usageFailure(`${name} is a folder.`, 'Name a file.');
    case 'EACCES':
    case 'EPERM':
      return usageFailure(`This user may not use the file ${name}.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure(
        EXIT.unavailable,
        'disk_full',
        `The disk is full: ${name} could not be written. Nothing was sent.`,
        {
          hint: 'Make room, then run the same again: it goes on where it stopped.',
          cause: error,
        },
      );
    default:
      return new Failure(EXIT.usage, 'unreadable', `The file ${name} cannot be used: ${message}.`, { cause: error });
  }
}
