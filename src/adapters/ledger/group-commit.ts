import { type Kysely, sql, type Transaction } from 'kysely';
import { nextTurn } from '#async/clock';

/** Reads and writes that are committed together. */
type Work<Tables, Result> = (trx: Transaction<Tables>) => Promise<Result>;

/** Runs work in a transaction, and resolves when it is on disk. */
export type Commit<Tables> = <Result>(work: Work<Tables, Result>) => Promise<Result>;

/** Runs at the beginning of a transaction. */
type Begin<Tables> = (trx: Transaction<Tables>) => Promise<void>;

/**
 * Commits work in order. Work that arrives during a commit is committed together in the next transaction, because waiting for the
 * disk takes longest. If one part fails, the others are committed all the same.
 */
export function groupCommits<Tables>(db: Kysely<Tables>, begin?: Begin<Tables>): Commit<Tables> {
  let waiting: Waiting<Tables>[] = [];
  let busy = false;

  const commitAll = async () => {
    busy = true;
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting;
      waiting = [];
      await commitGroup(group, db, begin);
    }
    busy = false;
  };

  return (work) =>
    new Promise((resolve, reject) => {
      const settlers = { resolve, reject };
      waiting.push({
        run: (trx, isAlone) => (isAlone ? runAlone(work, trx, resolve) : runWithSavepoint(work, trx, settlers)),
        reject,
      });
      if (!busy) void commitAll();
    });
}

interface Waiting<Tables> {
  /** Runs the work, and returns a function that settles its promise after the commit. */
  readonly run: (trx: Transaction<Tables>, isAlone: boolean) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

async function commitGroup<Tables>(
  group: readonly Waiting<Tables>[],
  db: Kysely<Tables>,
  begin: Begin<Tables> | undefined,
): Promise<void> {
  const settlers: (() => void)[] = [];
  try {
    await db.transaction().execute(async (trx) => {
      await begin?.(trx);
      for (const { run } of group) settlers.push(await run(trx, group.length === 1));
    });
  } catch (error) {
    for (const { reject } of group) reject(error);
    return;
  }
  // The newest comes first, so that its caller saves the newest record of the ledger once for all of them.
  for (const settle of settlers.reverse()) settle();
}

/** Runs work that has a transaction of its own: its failure is that of the transaction. A savepoint would cost two round trips. */
async function runAlone<Tables, Result>(
  work: Work<Tables, Result>,
  trx: Transaction<Tables>,
  resolve: (result: Result) => void,
): Promise<() => void> {
  const result = await work(trx);
  return () => resolve(result);
}

async function runWithSavepoint<Tables, Result>(
  work: Work<Tables, Result>,
  trx: Transaction<Tables>,
  { resolve, reject }: { resolve: (result: Result) => void; reject: (error: unknown) => void },
): Promise<() => void> {
  // It is not released: each statement of a server takes time, and the commit releases them all.
  await sql`savepoint work`.execute(trx);
  try {
    const result = await work(trx);
    return () => resolve(result);
  } catch (error) {
    // Where the database itself has rolled back, as on a full disk, the whole group fails with this error.
    await sql`rollback to savepoint work`.execute(trx).catch(() => Promise.reject(error));
    return () => reject(error);
  }
}
