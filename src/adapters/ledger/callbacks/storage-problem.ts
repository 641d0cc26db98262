import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { StorageOptions, StorageProblem } from '#domain/ledger/stored-callback';

/** Free space below which no callback is expected to fit, in bytes. */
const MIN_FREE_BYTES = 4 * 1024 * 1024;

/** Ends the transaction of a check. */
const NOTHING_STORED = new Error('checked');

/** See {@link Ledger.findStorageProblem}. A writing transaction is begun and rolled back. */
export async function findStorageProblem(
  { db, readOnly, freeBytes, callbacks, isRemote }: LedgerDatabase,
  { shared = false }: StorageOptions = {},
): Promise<StorageProblem | undefined> {
  if (readOnly !== undefined) return 'read_only';
  if (freeBytes() < MIN_FREE_BYTES) return 'disk_full';
  try {
    await db.transaction().execute(() => Promise.reject(NOTHING_STORED));
  } catch (error) {
    if (error === NOTHING_STORED) return undefined;
    if (!callbacks.isUnreachable(error)) return 'storage_failed';
    // The callbacks are queued on this machine.
    return isRemote === true && !shared ? undefined : 'database_unreachable';
  }
  return undefined;
}
