import { type NewlyStored, toIdentityKey, toStored } from '#adapters/ledger/callbacks/callback-rows';
import type { Commit } from '#adapters/ledger/group-commit';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import { createRandomPool, type LedgerKey } from '#adapters/ledger/ledger-key';
import { BACKLOG_BATCH, indexBacklog } from '#adapters/ledger/search/search-backlog';
import type { Tables } from '#adapters/ledger/tables';
import { type Clock, nextTurn } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { createCallbackIds } from './callback-ids.ts';
import { CallbackIngestion } from './callback-ingestion.ts';
import { ConcurrentBatches } from './concurrent-batches.ts';
import { OwnFiles } from './own-files.ts';
import type { QueueFile } from './queue-file.ts';
import { BATCH_BYTES } from './queue-frames.ts';
import { QuietWork } from './quiet-work.ts';
import { TeamStorage } from './team-storage.ts';

/** Maximum number of callbacks in a batch, so that none of them waits long. */
const MAX_BATCH = 500;

/** A batch of this size is appended to a file and ingested later. */
const APPENDED_BATCH = 4;

/** A batch of this size does not wait for more callbacks. */
const FULL_BATCH = 32;

/** Maximum number of batches that are stored in the database of a team at the same time. */
const MAX_BATCHES = 2;

/** A second batch is stored at the same time only from this size on: few large batches take less time than many small ones. */
const SECOND_BATCH = 64;

/** Limits of the appended callbacks, in bytes. */
const LIMITS = {
  /** Above this size some are ingested after each append. */
  queue: 256 * 1024 * 1024,
  /** A larger file is not appended to any more. It is removed once it is ingested, while new callbacks still arrive. */
  file: 16 * 1024 * 1024,
};

/** Maximum duration of ingestion before the first callback, and at the end of the process, in milliseconds. */
const MAX_INGESTION_MS = 1000;

/** Interval at which this process checks whether the ledger was moved to a team, in milliseconds. */
const CHECK_MS = 1000;

/** Ignores an error: the next process that reads callbacks ingests the rest. */
const INGEST_LATER = (): void => {};

interface Waiting {
  readonly callback: NewlyStored;
  /** True for a callback that may not be appended to a file. */
  readonly shared: boolean;
  readonly resolve: (stored: StoredCallback) => void;
  readonly reject: (error: unknown) => void;
}

/** Stores callbacks. Each one is on disk before its promise resolves. */
export interface CallbackWriter {
  readonly add: Ledger['addCallback'];
  /** Ingests the appended callbacks of all processes, so that queries find them. */
  readonly ingest: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The parts of a database that store callbacks. */
type CallbackDatabase = Pick<LedgerDatabase, 'db' | 'callbacks' | 'search' | 'queueFolder' | 'isRemote' | 'beginWrite'>;

/**
 * Creates a writer of callbacks. It encrypts their bodies and marks repeated ones. Callbacks that arrive while the disk is busy
 * share the next flush, because flushing takes longest. Batches are appended to a file (`queue-file.ts`) and ingested into the
 * database when few callbacks arrive. The database of a team is written directly; the files are used while it cannot be reached.
 */
export function createCallbackWriter(
  database: CallbackDatabase,
  key: LedgerKey,
  clock: Clock,
  commit: Commit<Tables>,
  limits = LIMITS,
): CallbackWriter {
  const { db, callbacks: tables, search, queueFolder: folder, isRemote, beginWrite } = database;
  const waiting: Waiting[] = [];
  const draw = createRandomPool();
  const idAt = createCallbackIds(draw);
  const closed = new AbortController();
  const files = new OwnFiles(key, draw);
  let received = 0;
  let writing: Promise<void> | undefined;
  /** The file for which the ledger was not moved, and the time until which this is not checked again. */
  let checked: { readonly file: QueueFile; readonly until: number } | undefined;
  /** Called when the waiting callbacks are enough for a second batch. */
  let onMany = (): void => {};
  /** Resolves when no batch is being appended to a file. */
  let appending: Promise<unknown> = Promise.resolve();

  const addAll = async (batch: readonly StoredCallback[]) => {
    const stored = await tables.add(batch, key, commit);
    quietWork.hasBacklog = true;
    return stored;
  };
  const ingestion = new CallbackIngestion(database, key, files, addAll);
  const batches = new ConcurrentBatches();
  const team = new TeamStorage(files, ingestion, tables.isUnreachable, clock);
  const quietWork = new QuietWork(
    {
      files,
      ingestion,
      indexSome: async () => (await commit((trx) => indexBacklog({ tables: search, key }, trx))) === BACKLOG_BATCH,
      countReceived: () => received,
      isWriting: () => writing !== undefined,
      isUnreachable: tables.isUnreachable,
      closed: closed.signal,
    },
    clock,
  );
  /** While files are used, callbacks are appended to them in their order. */
  const maxBatches = () => (isRemote === true && files.empty && !team.isAway ? MAX_BATCHES : 1);
  /** Returns a function that is true after the maximum duration of ingestion. */
  const startTimer = () => {
    const end = clock.elapsed() + MAX_INGESTION_MS;
    return () => clock.elapsed() >= end;
  };
  /** Waits while each turn of the event loop brings more callbacks: one flush costs less than two. */
  const fillBatch = async () => {
    for (let before = 0; before < waiting.length && waiting.length < FULL_BATCH; ) {
      before = waiting.length;
      await nextTurn();
    }
  };
  /** Returns undefined where the batch is to be appended to a file. */
  const storeDirectly = (batch: readonly StoredCallback[], shared: boolean) => {
    if (isRemote === true) return team.store(batch, addAll, shared || folder === undefined);
    const isSmall = batch.length < APPENDED_BATCH && files.empty;
    return folder === undefined || isSmall ? addAll(batch) : undefined;
  };
  const isChecked = (file: QueueFile) => checked?.file === file && clock.elapsed() < checked.until;
  /** Checks that the ledger was not imported. Where a file exists, an import is refused, so {@link CHECK_MS} may pass between checks. */
  const checkMoved = async (file: QueueFile) => {
    await beginWrite?.(db);
    checked = { file, until: clock.elapsed() + CHECK_MS };
  };
  const append = async (batch: readonly NewlyStored[], to: string) => {
    const file = files.last(limits.file) ?? (await files.open(to));
    if (isRemote !== true && !isChecked(file)) await checkMoved(file);
    const keys = batch.map(toIdentityKey);
    // The lookup runs while the disk is busy.
    const [, repeats] = await Promise.all([file.append(batch), tables.findRepeats(keys, ingestion.appended, db)]);
    for (const same of keys) if (same !== undefined) ingestion.appended.add(same);
    // They are in the file already. A copy of each repeated one would take longer.
    for (const [at, callback] of batch.entries()) callback.repeat = repeats[at] === true;
    return batch;
  };
  const store = async (batch: readonly NewlyStored[], shared: boolean): Promise<readonly StoredCallback[]> => {
    const stored = await storeDirectly(batch, shared);
    if (stored !== undefined || folder === undefined) return stored ?? [];
    const appended = appending.then(() => append(batch, folder));
    appending = appended.catch(() => {});
    return appended;
  };
  const storeSome = async (batch: readonly Waiting[]) => {
    try {
      const stored = await store(
        batch.map(({ callback }) => callback),
        batch.some(({ shared }) => shared),
      );
      for (const [at, { resolve }] of batch.entries()) resolve(stored[at] as StoredCallback);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (files.bytes > limits.queue) await ingestion.ingestSome().catch(INGEST_LATER);
  };
  /** Starts a batch, or waits until one can be started. */
  const startSome = async () => {
    if (batches.size >= maxBatches()) return batches.nextEnd();
    await fillBatch();
    const count = countBatch(waiting, batches.isFree);
    if (batches.size > 0 && count < SECOND_BATCH) {
      const many = new Promise<void>((resolve) => {
        onMany = resolve;
      });
      return Promise.race([batches.nextEnd(), many]);
    }
    const batch = waiting.splice(0, count);
    // A batch on this machine is always the only one.
    batches.start(isRemote === true ? batch.map(({ callback }) => callback) : [], () => storeSome(batch));
  };
  const write = async () => {
    // A callback in a file of an ended process makes a new one a repeated one.
    if (received === 1) await ingestion.ingestAll(startTimer()).catch(INGEST_LATER);
    while (waiting.length > 0 || batches.size > 0) await startSome();
    writing = undefined;
    quietWork.start();
  };

  return {
    add: (callback, { shared = false } = {}) =>
      new Promise((resolve, reject) => {
        const receivedAt = clock.now();
        waiting.push({ callback: toStored(callback, idAt(receivedAt), receivedAt), shared, resolve, reject });
        received += 1;
        if (waiting.length >= SECOND_BATCH) onMany();
        writing ??= write();
      }),
    ingest: () => ingestion.ingestAll(),
    async close() {
      closed.abort();
      await writing;
      await quietWork.ended();
      try {
        for (const isLate = startTimer(); !files.empty && !isLate(); ) await ingestion.ingestSome();
      } catch {
        // The next process that reads callbacks ingests the rest.
      }
      await files.close();
    },
  };
}

/** Counts the first waiting callbacks that can be stored together: one or more, unless the first one is not free. */
function countBatch(waiting: readonly Waiting[], isFree: (callback: StoredCallback) => boolean): number {
  let bytes = 0;
  const end = waiting.findIndex(({ callback }, at) => {
    bytes += callback.text.length;
    return at === MAX_BATCH || (at > 0 && bytes > BATCH_BYTES) || !isFree(callback);
  });
  return end < 0 ? waiting.length : end;
}
