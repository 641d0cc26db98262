import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { type Message, message, type Text } from '#domain/language/message';
import { NOT_UTF8 } from './checked-texts.ts';

/** Maximum time to wait for another process that writes, in milliseconds. */
export const BUSY_MS = 5000;

/** True of the error of a database that another process has locked. */
export const isBusy = (error: unknown): boolean =>
  /^SQLITE_(BUSY|LOCKED)/.test((error as NodeJS.ErrnoException).code ?? '');

/** Converts an error of SQLite or of its files into a failure (exit code 7). Returns any other error as it is. */
export function sqliteFailure(error: unknown, place: string): unknown {
  if (error instanceof Failure) return error;
  const { code, message: text } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') return error;
  return new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    message('The ledger {place} cannot be used: {reason}.', { place, reason: describe(code, text, place) }),
    { hint: message('No write is sent without its record. Another place for it: ROCKETPAY_DATA_DIR.'), cause: error },
  );
}

function describe(code: string, text: string, place: string): Text {
  const [, primary = code] = /^(SQLITE_[A-Z]+)/.exec(code) ?? [];
  if (primary === 'SQLITE_IOERR' && isDiskFull(place)) return message('the disk is full');
  return REASONS[primary] ?? fileProblem({ code }) ?? text.replace(/\.$/, '');
}

/** Returns the free space on the disk of a file in bytes. */
export function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

/** SQLite reports an I/O error when the disk has no space for its temporary files. */
function isDiskFull(place: string): boolean {
  try {
    return freeBytes(place) < 256 * 1024;
  } catch {
    return false;
  }
}

const LOCKED = message('another process has kept it locked for {seconds} s', { seconds: BUSY_MS / 1000 });

const REASONS: Readonly<Record<string, Message>> = {
  SQLITE_FULL: message('the disk is full'),
  SQLITE_READONLY: message('it is read-only'),
  SQLITE_BUSY: LOCKED,
  SQLITE_LOCKED: LOCKED,
  SQLITE_CANTOPEN: message('it cannot be opened'),
  SQLITE_NOTADB: message('it is not a ledger'),
  SQLITE_CORRUPT: message('it is damaged'),
  SQLITE_IOERR: message('the disk failed'),
  [NOT_UTF8]: message('it is damaged: a text in it is not UTF-8'),
  EACCES: message('this user may not write there'),
  EPERM: message('this user may not write there'),
  ENOTDIR: message('a part of its path is not a folder'),
  EEXIST: message('a part of its path is not a folder'),
};
