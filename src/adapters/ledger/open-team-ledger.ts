import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import { watchHints } from '#adapters/ledger/postgres/callbacks/callback-hints';
import { createTeamCallbacks } from '#adapters/ledger/postgres/callbacks/team-callbacks';
import { checkSchema, checkServer, unusable } from '#adapters/ledger/postgres/check-server';
import { connect, connectionSettings } from '#adapters/ledger/postgres/connection';
import { createLeases } from '#adapters/ledger/postgres/expiring-lock';
import { createForwardQueue } from '#adapters/ledger/postgres/forward-queue';
import { readImports } from '#adapters/ledger/postgres/imported-chains';
import { findUnsigned } from '#adapters/ledger/postgres/keys/find-unsigned-records';
import { createTeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import { readKeyHolder } from '#adapters/ledger/postgres/keys/replace-data-key';
import { checkLimits } from '#adapters/ledger/postgres/member-limits';
import { findMember, type MemberKeys, signRecord } from '#adapters/ledger/postgres/members';
import { createTeamPlans } from '#adapters/ledger/postgres/plans/team-plans';
import { postgresFailure } from '#adapters/ledger/postgres/postgres-failure';
import { approveRefund, findRequests } from '#adapters/ledger/postgres/refund-approvals';
import { canWrite } from '#adapters/ledger/postgres/roles';
import { TEAM_SEARCH } from '#adapters/ledger/postgres/team-search';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { createCommitter } from '#adapters/ledger/postgres/writes/commit-intents';
import { makeFolder } from '#adapters/private-files';
import type { CorrectedClock } from '#async/corrected-clock';
import { message } from '#domain/language/message';
import type { Ledger, LimitedWrite } from '#domain/ledger/ledger';
import type { LedgerUrl } from '#domain/team/ledger-url';
import type { Processes } from './in-flight.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { createSqlLedger } from './sql-ledger.ts';
import type { Tables } from './tables.ts';

/** What opening the ledger of a team needs from this machine. */
export interface TeamLedgerOptions extends Omit<Processes, 'clock'> {
  readonly url: LedgerUrl;
  /** Set to the time of the server when the ledger is opened: all members use one clock. */
  readonly clock: CorrectedClock;
  readonly keys: () => Promise<MemberKeys>;
  /** A folder of this machine, for callbacks that the server could not take when they arrived. */
  readonly folder: string;
  /** Id of this user; undefined where the system has none. */
  readonly uid?: number | undefined;
}

/**
 * Opens the ledger of a team on PostgreSQL.
 *
 * @throws {Failure} (blocked) where it cannot be used. No other ledger is used in its place: a reservation there would bind no one.
 */
export async function openTeamLedger({
  url,
  clock,
  keys,
  folder,
  uid,
  ...processes
}: TeamLedgerOptions): Promise<Ledger> {
  const { shown } = url;
  const team = connect(url);
  try {
    const { login, readOnly } = await checkServer(team, clock, shown);
    await checkSchema(team, shown);
    const member = await findMember(login, team);
    const own = await keys();
    const readKeys = async (from: Kysely<TeamTables>) => (await readKeyHolder(login, own, shown, from)).keys;
    const key = createTeamKey(await readKeys(team), readKeys);
    const leases = createLeases(team, clock);
    const db = team as unknown as Kysely<Tables>;
    const id = (await readInfo('id', db)) ?? '';
    const queueFolder = join(folder, `team-${id}`);
    makeFolder(queueFolder, uid);
    const toFailure = (error: unknown) => postgresFailure(error, shown);
    const checkOwnLimits = (write: LimitedWrite, from: Kysely<Tables>) =>
      checkLimits(write, { ledger: id, member: member?.name ?? '', key }, from as unknown as Kysely<TeamTables>);
    const database: LedgerDatabase = {
      db,
      place: shown,
      readOnly:
        readOnly ??
        ((await canWrite(team)) ? undefined : unusable(shown, message('your role is reader, which cannot write'))),
      queueFolder,
      isRemote: true,
      callbacks: createTeamCallbacks(team, key),
      forwardQueue: createForwardQueue(team, key),
      watchCallbacks: (project, paymentId, onHint, signal) =>
        void watchHints({ settings: connectionSettings(url), project, paymentId, onHint, clock }, signal),
      search: TEAM_SEARCH,
      toFailure,
      acquireLock: leases.acquire,
      beginWrite: (trx) => key.update(trx as unknown as Kysely<TeamTables>),
      updateKey: (used) => key.update(used as unknown as Kysely<TeamTables>),
      imports: (used) => readImports(used as unknown as Kysely<TeamTables>),
      commitIntent: createCommitter({ db, key, leases, checkLimits: checkOwnLimits, toFailure }),
      checkLimits: checkOwnLimits,
      approveRefund: (shown) =>
        team.transaction().execute((trx) => approveRefund(shown, { ledger: id, member, keys: own }, trx)),
      requests: () => findRequests({ ledger: id, key }, team),
      findUnsigned: (trx) => findUnsigned(trx as unknown as Kysely<TeamTables>),
      sign: (hash: string) => signRecord(hash, own),
      freeBytes: () => Number.POSITIVE_INFINITY,
      close: () => leases.close().then(() => team.destroy()),
    };
    const plans = createTeamPlans({ ...database, db: team, key });
    return createSqlLedger(
      { id, database, key, plans, ...(member === undefined ? {} : { member: member.name }) },
      { ...processes, clock },
    );
  } catch (error) {
    await team.destroy();
    throw postgresFailure(error, shown);
  }
}
