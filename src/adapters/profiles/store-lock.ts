import lockfile from 'proper-lockfile';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { storeFailure } from './store-errors.ts';

/**
 * Another process needs the lock for milliseconds. The lock of a killed process becomes invalid after `stale` milliseconds,
 * and the retries last longer: 150 times 50 to 100 ms.
 */
const LOCK = {
  realpath: false,
  stale: 5_000,
  retries: { retries: 150, factor: 1, minTimeout: 50, randomize: true },
};

/**
 * Locks the store for writing, and returns the function that releases it.
 *
 * @param makeFolder creates the folder of the store
 * @throws {Failure} when another process keeps the lock, or the folder cannot be written.
 */
export async function lockStore(file: string, makeFolder: () => void): Promise<() => Promise<void>> {
  makeFolder();
  try {
    return await lockfile.lock(file, LOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw storeFailure('written', file, error);
    throw new Failure(EXIT.blocked, 'store_locked', `The profile store is locked: ${(error as Error).message}.`, {
      hint: `If no other rocketpay runs, remove ${file}.lock`,
    });
  }
}
