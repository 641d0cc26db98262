import { CompiledQuery, type Kysely } from 'kysely';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import { batchCalls } from '#adapters/ledger/postgres/batch-calls';
import type { LastQuery } from '#adapters/ledger/postgres/pipelined-connection';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import { KnownEnd, type SeenEnd } from './known-end.ts';
import { readForWrites } from './read-for-writes.ts';
import { LISTS, type StagedTarget, stageWrites } from './staged-writes.ts';
import { writeAtEnd } from './write-at-end.ts';
import { type Committer, stagedOptions, type WaitingWrite, type WriteGroup } from './write-group.ts';

/**
 * Returns a function that commits writes with one to three requests to the server. Where this process knows everything that they read,
 * because no one else has written since its last one, one request stores them: see `write-at-end.ts`. Else, also after the server has
 * refused that request because others have written, one begins the transaction, takes the lock of the ledger and reads what the writes
 * need; another one stores everything and commits. A write that needs what an earlier one of its transaction has stored adds two.
 *
 * Writes that arrive meanwhile share the next transaction. Each of them checks its rules against everything that was written before it,
 * also in this transaction. A write that its rules refuse stores nothing, and does not stop the others.
 */
export function createCommitter(team: Committer): NonNullable<LedgerDatabase['commitIntent']> {
  let commitAll: ((item: WaitingWrite) => Promise<void>) | undefined;
  const known = new KnownEnd();
  return async (work, origin) => {
    commitAll ??= batchCalls((items) => commitGroup(items, { ...team, origin, known }));
    const item: WaitingWrite = { work, end: () => undefined };
    await commitAll(item);
    return item.end() as Awaited<ReturnType<typeof work.run>>;
  };
}

/** Commits a group. Where the database refuses one of its rows, each write is committed alone. */
async function commitGroup(items: readonly WaitingWrite[], group: WriteGroup): Promise<void> {
  const { db, known } = group;
  try {
    if (await writeAtEnd(items, group)) return;
    known.add(await db.transaction().execute((trx) => runGroup(items, group, trx)));
  } catch (error) {
    known.forget();
    if (items.length > 1 && isRefusedRow(error)) for (const item of items) await commitGroup([item], group);
    else
      for (const item of items)
        item.end = () => {
          throw error;
        };
  }
}

async function runGroup(items: readonly WaitingWrite[], group: WriteGroup, trx: Kysely<Tables>): Promise<SeenEnd> {
  const target = storeIn(trx);
  const written: IntentRow[] = [];
  const begin = async (at: number) => {
    const found = await readForWrites(
      items.slice(at).map(({ work }) => work.needs),
      group,
      trx,
    );
    return { found, write: stageWrites(found, stagedOptions(group), target) };
  };
  const first = await begin(0);
  let { write } = first;
  for (const [at, item] of items.entries()) {
    if (write.touches(item.work.needs)) {
      await write.flush(false);
      written.push(...write.written().rows);
      ({ write } = await begin(at));
    }
    try {
      const result = await item.work.run(write);
      item.end = () => result;
    } catch (error) {
      // After an error of the database nothing of the transaction can be committed.
      if (group.toFailure(error) !== error) throw error;
      item.end = () => {
        throw error;
      };
    }
  }
  await write.flush(true);
  const { head, rows } = write.written();
  return { before: first.found.head, head, isLimited: first.found.isLimited, written: [...written, ...rows] };
}

/** Stores rows in a transaction, the last ones together with its commit. */
const storeIn = (trx: Kysely<Tables>): StagedTarget => ({
  db: () => trx,
  async store({ before, after, lists }, isLast) {
    const texts = LISTS.map((list) => lists[list] && JSON.stringify(lists[list]));
    const values = [before?.number, after?.number, after?.hash, ...texts];
    const query = CompiledQuery.raw('select rocketpay.store_writes($1, $2, $3, $4, $5, $6, $7, $8, $9)', values);
    const last: LastQuery = { ...query, commits: true };
    await trx.executeQuery(isLast ? last : query);
  },
});

/** True of an error after which the server has stored nothing, and that belongs to one row: a constraint, a text that it cannot store. */
const isRefusedRow = (error: unknown): boolean => /^2[23]/.test(String((error as NodeJS.ErrnoException).code));
