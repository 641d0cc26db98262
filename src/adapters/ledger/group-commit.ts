import { type Kysely, sql, type Transaction } from 'kysely';
import { nextTurn } from '#async/clock';

/** Something that is read and written whole, or not at all. */
type Piece<Tables, Result> = (trx: Transaction<Tables>) => Promise<Result>;

/** Runs a piece; it is on disk when the promise resolves. */
export type Commit<Tables> = <Result>(piece: Piece<Tables, Result>) => Promise<Result>;

/**
 * Commits pieces of work one after another, and those that have come up meanwhile in one transaction: to
 * reach the disk takes longest, and they reach it together. What becomes of one changes nothing of the others.
 */
export function groupCommits<Tables>(db: Kysely<Tables>): Commit<Tables> {
  let waiting: Waiting<Tables>[] = [];
  let busy = false;

  const commitAll = async () => {
    busy = true;
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting;
      waiting = [];
      await commitGroup(group, db);
    }
    busy = false;
  };

  return (piece) =>
    new Promise((resolve, reject) => {
      waiting.push({ attempt: (trx) => attempt(piece, trx, { resolve, reject }), reject });
      if (!busy) void commitAll();
    });
}

interface Waiting<Tables> {
  /** Runs the piece and gives what tells its owner, for when it is on disk. */
  readonly attempt: (trx: Transaction<Tables>) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

async function commitGroup<Tables>(group: readonly Waiting<Tables>[], db: Kysely<Tables>): Promise<void> {
  const tell: (() => void)[] = [];
  try {
    await db.transaction().execute(async (trx) => {
      for (const { attempt } of group) tell.push(await attempt(trx));
    });
  } catch (error) {
    for (const { reject } of group) reject(error);
    return;
  }
  for (const owner of tell) owner();
}

async function attempt<Tables, Result>(
  piece: Piece<Tables, Result>,
  trx: Transaction<Tables>,
  { resolve, reject }: { resolve: (result: Result) => void; reject: (error: unknown) => void },
): Promise<() => void> {
  await sql`savepoint piece`.execute(trx);
  try {
    const result = await piece(trx);
    await sql`release savepoint piece`.execute(trx);
    return () => resolve(result);
  } catch (error) {
    // Where the database has undone everything itself, as on a full disk, the group ends with its error.
    await sql`rollback to savepoint piece`.execute(trx).catch(() => Promise.reject(error));
    await sql`release savepoint piece`.execute(trx);
    return () => reject(error);
  }
}
