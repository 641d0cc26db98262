import type { Kysely } from 'kysely';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import { batchCalls } from '#adapters/ledger/postgres/batch-calls';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import type { Leases } from '#adapters/ledger/postgres/lease';
import type { Tables } from '#adapters/ledger/tables';
import type { IntentWrite } from '#adapters/ledger/writes/intent-write';
import { readForWrites } from './read-for-writes.ts';
import { type StagedOptions, stageWrites } from './staged-writes.ts';

/** What committing writes needs of the ledger of a team. */
interface Committer {
  readonly db: Kysely<Tables>;
  readonly key: TeamKey;
  readonly leases: Leases;
  readonly checkLimits: StagedOptions['checkLimits'];
  /** Returns an error of the database as a failure, any other as it is. */
  readonly toFailure: (error: unknown) => unknown;
}

/** A write and how it has ended. */
interface Waiting {
  readonly work: IntentWrite<unknown>;
  /** Returns the result, or throws why there is none. */
  end: () => unknown;
}

/**
 * Returns a function that commits writes with two requests to the server: one begins the transaction, takes the lock of the ledger and
 * reads what the write needs; the other stores everything and commits. Writes that arrive meanwhile share the next transaction.
 * Each of them checks its rules against everything that was written before it, also in this transaction. A write that its rules
 * refuse stores nothing, and does not stop the others.
 */
export function createCommitter(team: Committer): NonNullable<LedgerDatabase['commitIntent']> {
  let commitAll: ((item: Waiting) => Promise<void>) | undefined;
  return async (work, origin) => {
    commitAll ??= batchCalls((items) => commitGroup(items, { ...team, origin }));
    const item: Waiting = { work, end: () => undefined };
    await commitAll(item);
    return item.end() as Awaited<ReturnType<typeof work.run>>;
  };
}

type Origin = { readonly origin: Pick<StagedOptions, 'author' | 'index'> };

/** Commits a group. Where the database refuses one of its rows, each write is committed alone. */
async function commitGroup(items: readonly Waiting[], team: Committer & Origin): Promise<void> {
  try {
    await team.db.transaction().execute((trx) => runGroup(items, team, trx));
  } catch (error) {
    if (items.length > 1 && isRefusedRow(error)) for (const item of items) await commitGroup([item], team);
    else
      for (const item of items)
        item.end = () => {
          throw error;
        };
  }
}

async function runGroup(items: readonly Waiting[], team: Committer & Origin, trx: Kysely<Tables>): Promise<void> {
  const { leases, checkLimits, origin } = team;
  const options = {
    ...origin,
    checkLimits,
    checkLocks: ({ asked, alive }: { readonly asked: readonly string[]; readonly alive: readonly string[] }) =>
      leases.check(asked, alive),
  };
  const begin = async (at: number) =>
    stageWrites(
      await readForWrites(
        items.slice(at).map(({ work }) => work.needs),
        team,
        trx,
      ),
      options,
      trx,
    );
  let write = await begin(0);
  for (const [at, item] of items.entries()) {
    if (write.touches(item.work.needs)) {
      await write.flush(false);
      write = await begin(at);
    }
    try {
      const result = await item.work.run(write);
      item.end = () => result;
    } catch (error) {
      // After an error of the database nothing of the transaction can be committed.
      if (team.toFailure(error) !== error) throw error;
      item.end = () => {
        throw error;
      };
    }
  }
  await write.flush(true);
}

/** True of an error after which the server has stored nothing, and that belongs to one row: a constraint, a text that it cannot store. */
const isRefusedRow = (error: unknown): boolean => /^2[23]/.test(String((error as NodeJS.ErrnoException).code));
