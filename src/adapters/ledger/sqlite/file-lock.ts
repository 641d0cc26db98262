import { closeSync, openSync, rmSync } from 'node:fs';
import Database from 'libsql';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { isBusy } from './sqlite-failure.ts';

/**
 * Locks a file for this process. The system releases the lock when the process ends, also by a kill. A lock outlives many
 * transactions of the ledger, so it cannot be a lock of the ledger's own database.
 *
 * @returns a function that releases the lock and removes the file; undefined when another process has locked it.
 */
export function lockFile(file: string): (() => void) | undefined {
  closeSync(openSync(file, 'a', PRIVATE_FILE));
  const database = new Database(file);
  try {
    database.pragma('busy_timeout = 0');
    // Not exclusive: two processes that request an exclusive lock at the same time can both fail.
    database.exec('begin immediate');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return () => {
    for (const own of [file, `${file}-journal`]) rmSync(own, { force: true });
    database.close();
  };
}
