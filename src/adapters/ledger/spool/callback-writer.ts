import type { Kysely } from 'kysely';
import { addCallbacks, findRepeats, isRecordFault, sameness, unknownOf, withRepeat } from '#adapters/ledger/callbacks';
import type { Commit } from '#adapters/ledger/group-commit';
import { createRandomPool, type LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import { type Clock, nextTurn } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { encodeBase32, readableTime } from '#domain/payments/payment-id';
import { CallbackSpool, ingestAll } from './callback-spool.ts';
import { BATCH_BYTES } from './spool-frames.ts';

/** No more at once, so that nobody waits long. */
const MAX_AT_ONCE = 500;

/** So many at once are appended as they are, and ingested later. */
const MANY = 4;

/** With so many there is nothing to wait for. */
const ENOUGH = 32;

/** Time without a new callback after which all appended ones are ingested, in milliseconds. */
const QUIET_MS = 1000;

/** Limits of the appended callbacks, in bytes. */
const LIMITS = {
  /** Above this size some are ingested after each append. */
  spool: 256 * 1024 * 1024,
  /** A larger file is not appended to any more. It is removed once it is ingested, while new callbacks still arrive. */
  file: 16 * 1024 * 1024,
};

/** So long at most somebody waits for ingestion: the first callback for what was there before, and who ends the process. */
const MAX_WAIT_MS = 1000;

/** What cannot be ingested now is ingested by the next process that looks for it. */
const LATER = (): void => {};

interface Waiting {
  readonly callback: StoredCallback;
  readonly resolve: (stored: StoredCallback) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes callbacks in, each on disk before its promise resolves. */
export interface CallbackWriter {
  readonly add: Ledger['addCallback'];
  /** After it, all callbacks of all processes are where they are looked for. */
  readonly ingest: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Keeps callbacks, their bodies sealed; one that has come before is kept too, and marked. All that come while the disk is
 * busy are put on it together: waiting for the disk is what costs. Where many come at once they are appended in a file
 * (`callback-spool.ts`), and ingested into the database in the quiet.
 *
 * @param folder where such files are; undefined for a ledger in memory
 */
export function createCallbackWriter(
  db: Kysely<Tables>,
  key: LedgerKey,
  clock: Clock,
  commit: Commit<Tables>,
  folder: string | undefined,
  limits = LIMITS,
): CallbackWriter {
  const waiting: Waiting[] = [];
  /** What makes those that this process has appended the same as another: they are not found in the database yet. */
  const appended = new Set<string>();
  const draw = createRandomPool();
  const idAt = createIds(draw);
  const closed = new AbortController();
  /** The oldest one first; only the last one is appended to. */
  let files: readonly CallbackSpool[] = [];
  /** Something of processes that have ended is not ingested yet. */
  let left = false;
  let came = 0;
  let writing: Promise<void> | undefined;
  let tidying: Promise<void> | undefined;

  /** Halves what cannot be ingested, so that one that never can stands in the way of no other. */
  const addOrHalve = async (batch: readonly StoredCallback[]): Promise<number> => {
    if (batch.length === 0) return 0;
    try {
      await commit((trx) => addCallbacks(batch, key, trx));
      return 0;
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      if (batch.length === 1) return 1;
      const middle = batch.length >> 1;
      return (await addOrHalve(batch.slice(0, middle))) + (await addOrHalve(batch.slice(middle)));
    }
  };
  const ingestBatch = async (batch: readonly StoredCallback[]) => {
    const rejected = await addOrHalve(await unknownOf(batch, db));
    for (const callback of batch) appended.delete(sameness(callback) ?? '');
    return rejected;
  };
  const ingest = async (enough = () => false) => {
    left =
      folder !== undefined &&
      !(await ingestAll(
        folder,
        files.map(({ file }) => file),
        key,
        ingestBatch,
        enough,
      ));
  };
  const waitsForIngestion = () => files.some(({ empty }) => !empty);
  /** Ingests the oldest ones. */
  const ingestSome = async () => {
    const oldest = files.find(({ empty }) => !empty);
    await oldest?.ingestSome(ingestBatch);
    const done = files.slice(0, -1).filter(({ empty }) => empty);
    files = files.filter((file) => !done.includes(file));
    for (const file of done) await file.close();
  };
  const fileFor = async (into: string): Promise<CallbackSpool> => {
    const last = files.at(-1);
    if (last !== undefined && last.end < limits.file) return last;
    const file = await CallbackSpool.open(into, encodeBase32(draw(10)), key);
    files = [...files, file];
    return file;
  };
  const late = () => {
    const end = clock.elapsed() + MAX_WAIT_MS;
    return () => clock.elapsed() >= end;
  };
  /** As long as each turn brings more, one flush of all of them costs less than two. */
  const untilEnough = async () => {
    for (let before = 0; before < waiting.length && waiting.length < ENOUGH; ) {
      before = waiting.length;
      await nextTurn();
    }
  };
  const keep = async (batch: readonly StoredCallback[]): Promise<readonly StoredCallback[]> => {
    if (folder === undefined || (batch.length < MANY && !waitsForIngestion()))
      return commit((trx) => addCallbacks(batch, key, trx));
    const file = await fileFor(folder);
    const keys = batch.map(sameness);
    // The disk is busy meanwhile.
    const [repeats] = await Promise.all([findRepeats(keys, appended, db), file.append(batch)]);
    for (const same of keys) if (same !== undefined) appended.add(same);
    return batch.map((callback, at) => withRepeat(callback, repeats[at] === true));
  };
  const writeSome = async () => {
    await untilEnough();
    const batch = waiting.splice(0, countOf(waiting));
    try {
      const kept = await keep(batch.map(({ callback }) => callback));
      for (const [at, { resolve }] of batch.entries()) resolve(kept[at] as StoredCallback);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (files.reduce((sum, { size }) => sum + size, 0) > limits.spool) await ingestSome().catch(LATER);
  };
  const write = async () => {
    // What other processes have left counts as come before.
    if (came === 1) await ingest(late()).catch(LATER);
    while (waiting.length > 0) await writeSome();
    writing = undefined;
    tidying ??= tidy()
      .catch(LATER)
      .finally(() => {
        tidying = undefined;
      });
  };
  /** Ingests some at each turn, and everything whenever it is quiet. */
  const tidy = async () => {
    while (left || waitsForIngestion()) {
      const before = came;
      const disturbed = () => came !== before || writing !== undefined || closed.signal.aborted;
      await clock.sleep(QUIET_MS, closed.signal);
      // It would delay them.
      if (came - before > MAX_AT_ONCE) continue;
      do {
        await ingestSome();
        await nextTurn();
      } while (!disturbed() && waitsForIngestion());
      if (left && !disturbed()) await ingest(disturbed);
    }
  };

  return {
    add: (callback) =>
      new Promise((resolve, reject) => {
        const receivedAt = clock.now();
        // Written the other way round it takes twenty times as long.
        waiting.push({ callback: { id: idAt(receivedAt), receivedAt, repeat: false, ...callback }, resolve, reject });
        came += 1;
        writing ??= write();
      }),
    ingest,
    async close() {
      closed.abort();
      await writing;
      await tidying;
      try {
        for (const enough = late(); waitsForIngestion() && !enough(); ) await ingestSome();
      } catch {
        // By the next one who looks, as is what is left.
      }
      for (const file of files) await file.close();
    },
  };
}

/** How many of those that wait are put on disk together: there is one at least. */
function countOf(waiting: readonly Waiting[]): number {
  let bytes = 0;
  const end = waiting.findIndex(({ callback }, at) => {
    bytes += callback.text.length;
    return at === MAX_AT_ONCE || (at > 0 && bytes > BATCH_BYTES);
  });
  return end < 0 ? waiting.length : end;
}

/** Ids that sort by the time, epoch milliseconds, and within one millisecond in the order in which they were made. */
function createIds(draw: (size: number) => Buffer): (now: number) => string {
  let last = -1;
  let number = 0;
  return (now) => {
    // Half of the range is left for those of the same millisecond.
    number = now === last ? number + 1 : draw(4).readUInt32BE() >>> 3;
    last = now;
    return `cb-${readableTime(now).slice(2)}${readableTime(number).slice(4)}`;
  };
}
