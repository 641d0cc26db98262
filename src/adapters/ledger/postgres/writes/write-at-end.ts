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
  const asked = leases.holders();
  const all: StagedRows[] = [];
  const write = stageWrites({ ...found, locks: { asked, alive: asked } }, stagedOptions(group), {
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
  const values = [
    ...[String(key.number()), key.imports(), !found.isLimited, asked.length === 0 ? null : asked],
    ...[before.number, before.hash, after.number, after.hash, ...lists],
  ];
  const marks = values.map((_, at) => `$${at + 1}`).join(', ');
  const text = `select rocketpay.write_at_end(${marks}) as stored`;
  const query: LockingQuery = { ...CompiledQuery.raw(text, values), locks: true };
  const { rows } = await db.executeQuery<{ readonly stored: boolean }>(query);
  if (rows[0]?.stored !== true) {
    known.forget();
    return false;
  }
  known.add({ before, head: after, isLimited: found.isLimited, written: write.written().rows });
  for (const [at, item] of items.entries()) item.end = () => results[at];
  return true;
}
