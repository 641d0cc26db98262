import type { LedgerDatabase } from './ledger-database.ts';

type Method<Arguments extends unknown[], Result> = (...args: Arguments) => Promise<Result>;

type Guard = <Arguments extends unknown[], Result>(work: Method<Arguments, Result>) => Method<Arguments, Result>;

/** What the calls of a ledger have in common. */
export interface Guards {
  /** Converts the errors of the database. */
  readonly reading: Guard;
  /** Refuses every call where the ledger can only be read. */
  readonly writing: Guard;
  /** Ingests the queued callbacks first. */
  readonly readingCallbacks: Guard;
}

/** Returns a guard that converts the errors of the database. */
export const createGuard =
  (toFailure: LedgerDatabase['toFailure']): Guard =>
  (work) =>
  async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      throw toFailure(error);
    }
  };

/** @param ingest stores the callbacks that are queued on this machine */
export function createGuards(
  { db, readOnly, toFailure, updateKey }: LedgerDatabase,
  ingest: () => Promise<void>,
): Guards {
  const reading = createGuard(toFailure);
  return {
    reading,
    writing: (work) => (readOnly === undefined ? reading(work) : () => Promise.reject(readOnly)),
    readingCallbacks: (work) =>
      reading(async (...args) => {
        await ingest();
        await updateKey?.(db);
        return work(...args);
      }),
  };
}
