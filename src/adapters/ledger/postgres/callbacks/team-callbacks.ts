import { type Kysely, sql } from 'kysely';
import type { CallbackTables } from '#adapters/ledger/callbacks/callback-tables';
import { IS_TAKEN, unqueue } from '#adapters/ledger/postgres/forward-queue';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import { isConnectionLoss } from '#adapters/ledger/postgres/postgres-failure';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { storeBatch } from './store-batch.ts';

/**
 * Creates the tables of callbacks in PostgreSQL. The database decides which of several listeners stored a callback first, by a unique
 * identity. The others store a repeat.
 */
export const createTeamCallbacks = (team: Kysely<TeamTables>, key: TeamKey): CallbackTables => ({
  callbacks: sql`rocketpay.callbacks`,
  deliveries: sql`rocketpay.deliveries`,
  hasId: (ids) => sql`id = any(${ids}::text[])`,
  add: (batch, _, commit) => storeBatch(batch, { key, team, commit }),
  isTaken: IS_TAKEN,
  unqueue,
  // Only used while the database cannot be reached: nothing is known of what it holds.
  findRepeats: async (keys, others) => {
    const found = new Set(others);
    return keys.map((same) => {
      if (same === undefined) return false;
      const isRepeat = found.has(same);
      found.add(same);
      return isRepeat;
    });
  },
  // SQLSTATE classes of data and of program limits (PostgreSQL documentation: appendix A).
  isRecordFault: (error) => /^(22|54)/.test(String((error as NodeJS.ErrnoException).code)),
  isUnreachable: isConnectionLoss,
});
