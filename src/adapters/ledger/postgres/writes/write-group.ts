import type { Kysely } from 'kysely';
import type { Leases } from '#adapters/ledger/postgres/expiring-lock';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import type { Tables } from '#adapters/ledger/tables';
import type { IntentWrite } from '#adapters/ledger/writes/intent-write';
import type { KnownEnd } from './known-end.ts';
import type { StagedOptions } from './staged-writes.ts';

/** What committing writes needs of the ledger of a team. */
export interface Committer {
  readonly db: Kysely<Tables>;
  readonly key: TeamKey;
  readonly leases: Leases;
  readonly checkLimits: StagedOptions['checkLimits'];
  /** Returns an error of the database as a failure, any other as it is. */
  readonly toFailure: (error: unknown) => unknown;
}

/** A write and how it has ended. */
export interface WaitingWrite {
  readonly work: IntentWrite<unknown>;
  /** Returns the result, or throws why there is none. */
  end: () => unknown;
}

/** What writes that are committed together have in common. */
export interface WriteGroup extends Committer {
  readonly origin: Pick<StagedOptions, 'author' | 'index'>;
  readonly known: KnownEnd;
}

/** Returns what a transaction of the group needs beside its database. */
export const stagedOptions = ({ leases, checkLimits, origin }: WriteGroup): StagedOptions => ({
  ...origin,
  checkLimits,
  checkLocks: ({ asked, alive }) => leases.check(asked, alive),
});
