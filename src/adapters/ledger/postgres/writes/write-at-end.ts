import { CompiledQuery } from 'kysely';
import type { LockingQuery } from '#adapters/ledger/postgres/pipelined-connection';
import { type StagedRows, stageWrites } from './staged-writes.ts';
import { stagedOptions, type WaitingWrite, type WriteGroup } from './write-group.ts';

/**
 * Stores writes with one request. Their rules use what this process knows of the ledger. The database takes the lock, and stores the rows
 * only if the trail still ends where it did, so that everything that was known is still true: `write_at_end` in
 * `versions/write-at-end.ts`.
 *
 * @returns false where nothing was stored: something is not known, a rule refuses a write, or others have written meanwhile
 */
export async function writeAtEnd(items: readonly WaitingWrite[], group: WriteGroup): Promise<boolean> {
  const { db, key, known, leases } = group;
  const found = known.find(items.map(({ work }) => work.needs));
  if (found === undefined) return false;
  const holders = leases.holders();
  const keys = { data_key: String(key.number()), imports: key.imports() };
  const all: StagedRows[] = [];
  const write = stageWrites({ ...found, locks: { asked: holders, alive: holders } }, stagedOptions(group), {
    db: () => {
      throw new Error('not known');
    },
    store: async (rows) => void all.push(rows),
  });
  const results: unknown[] = [];
  for (const { work } of items) {
    if (write.touches(work.needs)) return false;
    try {
      results.push(await work.run(write));
    } catch {
      // It is decided by what the ledger contains now.
      return false;
    }
  }
  await write.flush(true);
  const [{ before, after, lists } = {}] = all as Partial<StagedRows>[];
  if (before === undefined || after === undefined || lists === undefined) return false;
  const asked = {
    ...{ ...keys, is_unlimited: !found.isLimited },
    ...(holders.length === 0 ? {} : { holders }),
    ...{ before_number: before.number, before_hash: before.hash, last_number: after.number, last_hash: after.hash },
    ...lists,
  };
  const stored = CompiledQuery.raw('select rocketpay.write_at_end($1) as stored', [JSON.stringify(asked)]);
  const query: LockingQuery = { ...stored, locks: true };
  const { rows } = await db.executeQuery<{ readonly stored: boolean }>(query);
  if (rows[0]?.stored !== true) {
    known.forget();
    return false;
  }
  known.add({ before, head: after, isLimited: found.isLimited, written: write.written().rows });
  for (const [at, item] of items.entries()) item.end = () => results[at];
  return true;
}
