import { findNew } from '#adapters/ledger/callbacks/callback-queries';
import { toIdentityKey, withRepeat } from '#adapters/ledger/callbacks/callback-rows';
import type { Commit } from '#adapters/ledger/group-commit';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import { createRandomPool, type LedgerKey } from '#adapters/ledger/ledger-key';
import { BACKLOG_BATCH, indexBacklog } from '#adapters/ledger/search/search-backlog';
import type { Tables } from '#adapters/ledger/tables';
import { type Clock, nextTurn } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { createCallbackIds } from './callback-ids.ts';
import { OwnFiles } from './own-files.ts';
import { ingestAll } from './queue-file.ts';
import { BATCH_BYTES } from './queue-frames.ts';

/** Maximum number of callbacks in a batch, so that none of them waits long. */
const MAX_BATCH = 500;

/** A batch of this size is appended to a file and ingested later. */
const APPENDED_BATCH = 4;

/** A batch of this size does not wait for more callbacks. */
const FULL_BATCH = 32;

/** Time without a new callback after which all appended ones are ingested, in milliseconds. */
const QUIET_MS = 1000;

/** Limits of the appended callbacks, in bytes. */
const LIMITS = {
  /** Above this size some are ingested after each append. */
  queue: 256 * 1024 * 1024,
  /** A larger file is not appended to any more. It is removed once it is ingested, while new callbacks still arrive. */
  file: 16 * 1024 * 1024,
};

/** Maximum duration of ingestion before the first callback, and at the end of the process, in milliseconds. */
const MAX_INGESTION_MS = 1000;

/** Ignores an error: the next process that reads callbacks ingests the rest. */
const INGEST_LATER = (): void => {};

/** After a failure to reach the database of a team nothing is sent to it for this time, in milliseconds. */
const PAUSE_MS = 1000;

interface Waiting {
  readonly callback: StoredCallback;
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
 * database when few callbacks arrive. A database on another machine is written directly; the files are used while it cannot be
 * reached.
 */
export function createCallbackWriter(
  { db, callbacks: tables, search, queueFolder: folder, isRemote, beginWrite }: CallbackDatabase,
  key: LedgerKey,
  clock: Clock,
  commit: Commit<Tables>,
  limits = LIMITS,
): CallbackWriter {
  const waiting: Waiting[] = [];
  /** The {@link toIdentityKey} of callbacks that this process has appended: the database does not contain them yet. */
  const appended = new Set<string>();
  const draw = createRandomPool();
  const idAt = createCallbackIds(draw);
  const closed = new AbortController();
  const files = new OwnFiles(key, draw);
  /** True when files of ended processes are not ingested yet. */
  let hasOtherFiles = false;
  /** True when the database may have callbacks that are not in the index of payments yet. */
  let hasBacklog = true;
  let received = 0;
  let writing: Promise<void> | undefined;
  let tidying: Promise<void> | undefined;
  /** The last failure to reach the database, and the time until which it is not tried again. */
  let away: { readonly error: unknown; readonly until: number } | undefined;

  const addAll = async (batch: readonly StoredCallback[]) => {
    const stored = await commit((trx) => tables.add(batch, key, trx));
    hasBacklog = true;
    return stored;
  };
  /** Halves a batch that cannot be ingested, so that one invalid callback does not block the others. Returns their number. */
  const addOrHalve = async (batch: readonly StoredCallback[]): Promise<number> => {
    if (batch.length === 0) return 0;
    try {
      await addAll(batch);
      return 0;
    } catch (error) {
      if (!tables.isRecordFault(error)) throw error;
      if (batch.length === 1) return 1;
      const middle = batch.length >> 1;
      return (await addOrHalve(batch.slice(0, middle))) + (await addOrHalve(batch.slice(middle)));
    }
  };
  const ingestBatch = async (batch: readonly StoredCallback[]) => {
    const rejected = await addOrHalve(await findNew(batch, tables, db));
    for (const callback of batch) appended.delete(toIdentityKey(callback) ?? '');
    return rejected;
  };
  const ingest = async (isEnough = () => false) => {
    hasOtherFiles = folder !== undefined && !(await ingestAll(folder, files.paths, key, ingestBatch, isEnough));
  };
  const hasAppended = () => !files.empty;
  const ingestSome = () => files.ingestSome(ingestBatch);
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
  /** Stores a batch in the database of a team, after what was appended while it could not be reached. */
  const storeRemotely = async (batch: readonly StoredCallback[]) => {
    if (away !== undefined && clock.elapsed() < away.until) throw away.error;
    try {
      // One batch: with many more, new callbacks would wait too long. They follow in the file.
      if (hasAppended()) await ingestSome();
      const stored = hasAppended() ? undefined : await addAll(batch);
      away = undefined;
      return stored;
    } catch (error) {
      if (tables.isUnreachable(error)) away = { error, until: clock.elapsed() + PAUSE_MS };
      throw error;
    }
  };
  /** Returns undefined where the batch is to be appended to a file. */
  const storeDirectly = async (batch: readonly StoredCallback[], shared: boolean) => {
    const isSmall = batch.length < APPENDED_BATCH && !hasAppended();
    if (isRemote !== true) {
      return folder === undefined || isSmall ? addAll(batch) : undefined;
    }
    try {
      return await storeRemotely(batch);
    } catch (error) {
      if (shared || folder === undefined || !tables.isUnreachable(error)) throw error;
      return undefined;
    }
  };
  const store = async (batch: readonly StoredCallback[], shared: boolean): Promise<readonly StoredCallback[]> => {
    const stored = await storeDirectly(batch, shared);
    if (stored !== undefined || folder === undefined) return stored ?? [];
    const file = await files.open(folder, limits.file);
    // The file exists first: either this process notices that the ledger was moved, or the import notices the file.
    if (isRemote !== true) await beginWrite?.(db);
    const keys = batch.map(toIdentityKey);
    // The lookup runs while the disk is busy.
    const [repeats] = await Promise.all([tables.findRepeats(keys, appended, db), file.append(batch)]);
    for (const same of keys) if (same !== undefined) appended.add(same);
    return batch.map((callback, at) => withRepeat(callback, repeats[at] === true));
  };
  const writeSome = async () => {
    await fillBatch();
    const batch = waiting.splice(0, countBatch(waiting));
    try {
      const stored = await store(
        batch.map(({ callback }) => callback),
        batch.some(({ shared }) => shared),
      );
      for (const [at, { resolve }] of batch.entries()) resolve(stored[at] as StoredCallback);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (files.bytes > limits.queue) await ingestSome().catch(INGEST_LATER);
  };
  const write = async () => {
    // A callback in a file of an ended process makes a new one a repeated one.
    if (received === 1) await ingest(startTimer()).catch(INGEST_LATER);
    while (waiting.length > 0) await writeSome();
    writing = undefined;
    tidying ??= tidy()
      .catch(INGEST_LATER)
      .finally(() => {
        tidying = undefined;
      });
  };
  /** Ingests callbacks until new ones arrive, one batch at least. */
  const ingestUntil = async (isDisturbed: () => boolean) => {
    do {
      await ingestSome();
      await nextTurn();
    } while (!isDisturbed() && hasAppended());
    if (hasOtherFiles && !isDisturbed()) await ingest(isDisturbed);
    // A file that is not needed any more would keep descriptors open.
    if (!hasAppended() && writing === undefined) await files.close();
  };
  /** Indexes stored callbacks until new ones arrive, one batch at least. */
  const indexUntil = async (isDisturbed: () => boolean) => {
    do {
      hasBacklog = (await commit((trx) => indexBacklog({ tables: search, key }, trx))) === BACKLOG_BATCH;
      await nextTurn();
    } while (hasBacklog && !isDisturbed());
  };
  const isTidy = () => !(hasOtherFiles || hasAppended() || hasBacklog);
  const tidySome = async (isDisturbed: () => boolean) => {
    try {
      if (hasOtherFiles || hasAppended()) await ingestUntil(isDisturbed);
      if (hasBacklog && !closed.signal.aborted) await indexUntil(isDisturbed);
    } catch (error) {
      // The database of a team comes back, perhaps without a new callback.
      if (!tables.isUnreachable(error)) throw error;
    }
  };
  /** Ingests and indexes a part each second, and everything when no callback arrives. */
  const tidy = async () => {
    while (!isTidy()) {
      const before = received;
      await clock.sleep(QUIET_MS, closed.signal);
      // It would delay the many callbacks that arrive.
      if (received - before > MAX_BATCH) continue;
      await tidySome(() => received !== before || writing !== undefined || closed.signal.aborted);
    }
  };

  return {
    add: (callback, { shared = false } = {}) =>
      new Promise((resolve, reject) => {
        const receivedAt = clock.now();
        // With the spread first it takes twenty times as long.
        waiting.push({
          callback: { id: idAt(receivedAt), receivedAt, repeat: false, ...callback },
          shared,
          resolve,
          reject,
        });
        received += 1;
        writing ??= write();
      }),
    ingest,
    async close() {
      closed.abort();
      await writing;
      await tidying;
      try {
        for (const isLate = startTimer(); hasAppended() && !isLate(); ) await ingestSome();
      } catch {
        // The next process that reads callbacks ingests the rest.
      }
      await files.close();
    },
  };
}

/** Counts the waiting callbacks that are stored together: one or more. */
function countBatch(waiting: readonly Waiting[]): number {
  let bytes = 0;
  const end = waiting.findIndex(({ callback }, at) => {
    bytes += callback.text.length;
    return at === MAX_BATCH || (at > 0 && bytes > BATCH_BYTES);
  });
  return end < 0 ? waiting.length : end;
}
