import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '#async/clock';
import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { TeamTables } from './team-tables.ts';

/** How long a lock is held without being renewed, in milliseconds. */
const LEASE_MS = 30_000;

/** Pause between two renewals, in milliseconds. */
const RENEWAL_MS = 10_000;

/** Locks that processes hold longer than one transaction. */
export interface Leases {
  /** Takes a lock; undefined when another process holds it. */
  readonly acquire: (name: string) => Promise<(() => void) | undefined>;
  /** Returns what the rows of the locks of this process name it. */
  readonly holders: () => readonly string[];
  /**
   * @param asked the holders that were read in the transaction
   * @param alive those whose locks have not expired
   * @throws {Failure} (blocked) when this process has lost a lock that it took
   */
  readonly check: (asked: readonly string[], alive: readonly string[]) => void;
  /** Releases what this process still holds: no renewal keeps the process running. */
  readonly close: () => Promise<void>;
}

const lifetime = sql<Date>`clock_timestamp() + ${sql.lit(LEASE_MS)} * interval '1 millisecond'`;

/**
 * Keeps locks as rows that expire, because a lock of a session does not survive a connection pooler. A holder that stops renewing,
 * however it ended, loses the lock after {@link LEASE_MS}. A writing transaction calls `check`, so a holder that was stopped for
 * longer and wakes up sends nothing.
 */
export function createLeases(db: Kysely<TeamTables>, clock: Clock): Leases {
  const held = new Map<string, { readonly holder: string; readonly ended: AbortController }>();
  const renew = async (name: string, holder: string, signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.sleep(RENEWAL_MS, signal);
      // A failed renewal is tried again: `check` decides whether the lock is still there.
      await db
        .updateTable('locks')
        .set({ expires_at: lifetime })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute()
        .catch(() => {});
    }
  };
  const releases = new Set<Promise<unknown>>();
  const release = (name: string) => {
    const { holder, ended } = held.get(name) ?? {};
    if (holder === undefined) return;
    ended?.abort();
    held.delete(name);
    const expired = { expires_at: sql<Date>`clock_timestamp() - interval '1 second'` };
    // A lock that cannot be released expires.
    const done = db.updateTable('locks').set(expired).where('name', '=', name).where('holder', '=', holder).execute();
    releases.add(done.catch(() => {}));
  };
  return {
    async close() {
      for (const name of [...held.keys()]) release(name);
      await Promise.all(releases);
    },
    async acquire(name) {
      const holder = randomBytes(12).toString('hex');
      const row = await db
        .insertInto('locks')
        .values({ name, holder, fence: 1, expires_at: lifetime })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet(({ ref }) => ({ holder, fence: sql`${ref('locks.fence')} + 1`, expires_at: lifetime }))
            .where('locks.expires_at', '<', sql<Date>`clock_timestamp()`),
        )
        .returning('fence')
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const ended = new AbortController();
      held.set(name, { holder, ended });
      renew(name, holder, ended.signal).catch(() => {});
      return () => void release(name);
    },
    holders: () => [...held.values()].map(({ holder }) => holder),
    check(asked, alive) {
      const isLost = [...held.values()].some(({ holder }) => asked.includes(holder) && !alive.includes(holder));
      if (!isLost) return;
      throw blockedFailure(
        'lock_lost',
        message('This process was stopped for more than 30 s, so it lost its lock of the plan.'),
        { hint: message('Run the same command again.') },
      );
    },
  };
}
