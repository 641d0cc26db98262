import type { CallbackWriter } from '#adapters/ledger/callback-queue/callback-writer';
import { damagedFiles } from '#adapters/ledger/callback-queue/queue-file';
import type { Commit } from '#adapters/ledger/group-commit';
import type { Guards } from '#adapters/ledger/guard-calls';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import type { Ledger } from '#domain/ledger/ledger';
import { findCallbacks, getCallback, listCallbacks, pruneInvalid } from './callback-queries.ts';
import { addDelivery, deliveriesOf, failedDeliveries } from './deliveries.ts';
import { pruneCallbacks } from './prune-callbacks.ts';
import { findStorageProblem } from './storage-problem.ts';

/** What the methods about callbacks need. */
interface CallbackParts {
  readonly database: LedgerDatabase;
  readonly key: LedgerKey;
  /** Files of the ledger on this machine. */
  readonly files: { readonly folder: string } | undefined;
  readonly writer: Pick<CallbackWriter, 'add' | 'ingest'>;
  readonly commit: Commit<Tables>;
}

/** Creates the methods of a ledger about callbacks and forwarding them. */
export function createCallbackMethods(
  { database, key, files, writer, commit }: CallbackParts,
  { reading, writing, readingCallbacks }: Guards,
) {
  const { db, readOnly, forwardQueue: queue } = database;
  return {
    addCallback: writing(writer.add),
    ingestCallbacks: reading(writer.ingest),
    findStorageProblem: (options) => findStorageProblem(database, options),
    watchCallbacks: database.watchCallbacks,
    forwardQueue: queue && {
      take: reading(queue.take),
      renew: reading(queue.renew),
      finish: reading(queue.finish),
      release: reading(queue.release),
      state: reading(queue.state),
    },
    callbacks: readingCallbacks((project, paymentId, limit?: number) =>
      listCallbacks(project, paymentId, limit, key, db),
    ),
    callback: readingCallbacks((callbackId) => getCallback(callbackId, key, db)),
    findCallbacks: readingCallbacks((filter) => findCallbacks(filter, key, db)),
    pruneInvalidCallbacks: writing(async (bytes, kind) => {
      await commit((trx) => pruneInvalid(bytes, kind, database.callbacks, trx));
      return database.freeBytes();
    }),
    pruneCallbacks: readingCallbacks(async (pruning) => {
      if (!pruning.dryRun && readOnly !== undefined) throw readOnly;
      return pruneCallbacks(pruning, { ...database, key }, commit);
    }),
    damagedFiles: () => (files === undefined ? [] : damagedFiles(files.folder)),
    addDelivery: writing((delivery) => commit((trx) => addDelivery(delivery, database.callbacks, trx))),
    deliveries: readingCallbacks((callbackId) => deliveriesOf(callbackId, db)),
    failedDeliveries: readingCallbacks(() => failedDeliveries(database.callbacks.isTaken, db)),
  } satisfies Partial<Ledger>;
}
