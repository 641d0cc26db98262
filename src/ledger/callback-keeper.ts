import type { Kysely } from 'kysely';
import { type Clock, nextTurn } from '../clock.ts';
import type { Ledger, StoredCallback } from '../domain/ledger.ts';
import { readableId, readableTime } from '../domain/payment-id.ts';
import { Arrivals, sortInAll } from './arrivals.ts';
import { addCallbacks, markRepeats, sameness } from './callbacks.ts';
import type { Commit } from './group-commit.ts';
import { createDraw, type LedgerKey } from './key.ts';
import type { Tables } from './tables.ts';

/** No more at once, so that nobody waits long; and with so many there is nothing to wait for. */
const MOST_AT_ONCE = 500;
const ENOUGH = 64;

/** From so many at once on they are put down as they are, and sorted in later. */
const MANY = 16;

/** What was put down is sorted in when no callback has come for so long, or when so many wait for it. */
const QUIET_MS = 1000;
const MOST_PUT_DOWN = 100_000;

/** What cannot be sorted in now is so by whoever looks for it. */
const LATER = (): void => {};

interface Waiting {
  readonly callback: StoredCallback;
  readonly resolve: (stored: StoredCallback) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes callbacks in, each on disk before its promise resolves. */
export interface CallbackKeeper {
  readonly add: Ledger['addCallback'];
  /** After it, all callbacks of all processes are where they are looked for. */
  readonly sortIn: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Keeps callbacks, their bodies sealed; one that has come before is kept too, and marked. All that come while the disk is
 * busy are put on it together: waiting for the disk is what costs. Where many come at once they are put down in a file
 * (`arrivals.ts`), and sorted into the database in the quiet.
 *
 * @param folder where such files are; undefined for a ledger in memory
 */
export function callbackKeeper(
  db: Kysely<Tables>,
  key: LedgerKey,
  clock: Clock,
  commit: Commit<Tables>,
  folder: string | undefined,
): CallbackKeeper {
  const waiting: Waiting[] = [];
  /** What makes those that this process has put down the same as another: they are not found in the database yet. */
  const putDown = new Set<string>();
  const draw = createDraw();
  const closed = new AbortController();
  let arrivals: Arrivals | undefined;
  let came = 0;
  let writing: Promise<void> | undefined;
  let tidying: Promise<void> | undefined;

  const sortBatchIn = async (batch: readonly StoredCallback[]) => {
    await commit((trx) => addCallbacks(batch, key, trx));
    for (const callback of batch) putDown.delete(sameness(callback));
  };
  const sortIn = async () => {
    if (folder !== undefined) await sortInAll(folder, arrivals?.file, key, sortBatchIn);
  };
  /** As long as each turn brings more, one flush of all of them costs less than two. */
  const untilEnough = async () => {
    for (let before = 0; before < waiting.length && waiting.length < ENOUGH; ) {
      before = waiting.length;
      await nextTurn();
    }
  };
  const keep = async (batch: readonly StoredCallback[]): Promise<readonly StoredCallback[]> => {
    if (folder === undefined || (batch.length < MANY && (arrivals?.empty ?? true)))
      return commit((trx) => addCallbacks(batch, key, trx));
    arrivals ??= await Arrivals.open(folder, readableId(draw(10)), key);
    const keys = batch.map(sameness);
    const flushed = arrivals.append(batch);
    // The disk is busy meanwhile.
    const [marked] = await Promise.all([markRepeats(batch, keys, putDown, db), flushed]);
    for (const key of keys) putDown.add(key);
    return marked;
  };
  const writeSome = async () => {
    await untilEnough();
    const batch = waiting.splice(0, MOST_AT_ONCE);
    try {
      const kept = await keep(batch.map(({ callback }) => callback));
      for (const [at, { resolve }] of batch.entries()) resolve(kept[at] as StoredCallback);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (putDown.size > MOST_PUT_DOWN) await arrivals?.sortInNext(sortBatchIn, () => false).catch(LATER);
  };
  const write = async () => {
    // What a process that was killed has left counts as come before.
    if (came === 1) await sortIn().catch(LATER);
    while (waiting.length > 0) await writeSome();
    writing = undefined;
    tidying ??= tidy()
      .catch(LATER)
      .finally(() => {
        tidying = undefined;
      });
  };
  /** Sorts in whenever it is quiet, until everything is. */
  const tidy = async () => {
    while (arrivals?.empty === false) {
      const before = came;
      await clock.sleep(QUIET_MS, closed.signal);
      while (came === before && writing === undefined && !arrivals.empty) {
        await arrivals.sortInNext(sortBatchIn, () => writing !== undefined);
        await nextTurn();
      }
    }
  };

  return {
    add: (callback) =>
      new Promise((resolve, reject) => {
        const receivedAt = clock.now();
        const id = `cb-${readableTime(receivedAt).slice(2)}${readableId(draw(6))}`;
        waiting.push({ callback: { ...callback, id, receivedAt, repeat: false }, resolve, reject });
        came += 1;
        writing ??= write();
      }),
    sortIn,
    async close() {
      closed.abort();
      await writing;
      await tidying;
      try {
        while (arrivals?.empty === false) await arrivals.sortInNext(sortBatchIn, () => false);
      } catch {
        // By the next one who looks.
      }
      await arrivals?.close();
    },
  };
}
