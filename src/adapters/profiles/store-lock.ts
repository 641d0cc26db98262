import lockfile from 'proper-lockfile';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { storeUnwritable } from './store-errors.ts';

/**
 * Another process holds the lock for milliseconds. One that was killed leaves it behind: after `stale`
 * milliseconds it is taken over, and the retries last longer than that (150 times 50 to 100 ms).
 */
const LOCK = {
  realpath: false,
  stale: 5_000,
  retries: { retries: 150, factor: 1, minTimeout: 50, randomize: true },
};

/**
 * Lets this process alone write to the store until it releases it. Only who writes loads what locks.
 *
 * @param makeFolder makes the folder of the store
 */
export async function lockStore(file: string, makeFolder: () => void): Promise<() => Promise<void>> {
  makeFolder();
  try {
    return await lockfile.lock(file, LOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw storeUnwritable(file, error);
    throw new Failure(EXIT.held, 'store_locked', `The profile store is locked: ${(error as Error).message}.`, {
      hint: `If no other rocketpay runs, remove ${file}.lock`,
    });
  }
}
