import type { Kysely, Transaction } from 'kysely';
import { importLedger } from '#adapters/ledger/import/import-ledger';
import { openLocalLedger } from '#adapters/ledger/import/local-ledger';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import { checkSchema, checkServer } from '#adapters/ledger/postgres/check-server';
import { connect } from '#adapters/ledger/postgres/connection';
import { openRecoveryKey, sealRecoveryKey } from '#adapters/ledger/postgres/keys/recovery-key';
import {
  type KeyHolder,
  noteExport,
  readKeyHolder,
  recoverAccess,
  replaceDataKey,
  vouchForMembers,
} from '#adapters/ledger/postgres/keys/replace-data-key';
import { listLimits, saveLimits } from '#adapters/ledger/postgres/member-limits';
import {
  acceptMember,
  addFirstMember,
  addMember,
  findMember,
  getCurrentMember,
  listMembers,
  type MemberKeys,
  removeMember,
  signRecord,
  toMember,
} from '#adapters/ledger/postgres/members';
import { postgresFailure } from '#adapters/ledger/postgres/postgres-failure';
import { readSchemaState, upgradeSchema, VOUCHING_VERSION } from '#adapters/ledger/postgres/schema';
import { listSharedProfiles, shareProfile } from '#adapters/ledger/postgres/shared-profiles';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { CorrectedClock } from '#async/corrected-clock';
import { Failure } from '#domain/errors/failure';
import type { LedgerUrl } from '#domain/team/ledger-url';
import type { Team } from '#domain/team/team';
import { readCurrentUser } from './current-user.ts';
import { createGuard } from './guard-calls.ts';
import type { Processes } from './in-flight.ts';
import type { Tables } from './tables.ts';

/** What managing a team needs. */
export interface TeamOptions extends Omit<Processes, 'clock'> {
  readonly url: LedgerUrl;
  /** The folder of this machine's own ledger. */
  readonly folder: () => string;
  /** Id of this user; undefined where the system has none. */
  readonly uid?: number | undefined;
  readonly clock: CorrectedClock;
  readonly keys: () => Promise<MemberKeys>;
}

/** Opens the management of a team's ledger. `close` ends its connections. */
export function openTeam({
  url,
  clock,
  keys,
  folder,
  uid,
  ...processes
}: TeamOptions): Team & { readonly close: () => Promise<void> } {
  const { shown } = url;
  const db = connect(url);

  const guarded = createGuard((error) => postgresFailure(error, shown));
  /** Connects, and returns the row of the current login. */
  const readOwn = async () => {
    const { login } = await checkServer(db, clock, shown);
    await checkSchema(db, shown);
    return findMember(login, db);
  };
  /** Runs work with the row and the data keys of the current login, which no other client can change meanwhile. */
  const inTransaction = async <Result>(work: (admin: KeyHolder, trx: Transaction<TeamTables>) => Promise<Result>) => {
    const own = await keys();
    const row = await readOwn();
    return db.transaction().execute(async (trx) => work(await readKeyHolder(row?.login ?? '', own, shown, trx), trx));
  };

  /** Tries what opening the ledger tries. */
  const findProblem = async (login: string) => {
    try {
      await checkSchema(db, shown);
      await readKeyHolder(login, await keys(), shown, db);
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  };

  return {
    create: guarded(async (name) => {
      await checkServer(db, clock, shown);
      const before = await upgradeSchema(db);
      await addFirstMember(name ?? readCurrentUser().user, await keys(), db);
      if (before !== undefined && before.version < VOUCHING_VERSION) await inTransaction(vouchForMembers);
    }),
    join: guarded(async (name) => {
      await readOwn();
      return addMember(name, await keys(), db);
    }),
    accept: guarded((name, fingerprint, role) =>
      inTransaction(({ row, keys: { current } }, trx) =>
        acceptMember({ name, fingerprint, role }, current, row.name, trx),
      ),
    ),
    remove: guarded((name) => inTransaction((admin, trx) => removeMember(name, () => replaceDataKey(admin, trx), trx))),
    rotateKey: guarded(() => inTransaction(replaceDataKey)),
    exportKey: guarded(async (passphrase) => {
      const { number, current } = await inTransaction(async (admin, trx) => {
        await noteExport(admin, trx);
        return admin.keys;
      });
      const ledger = (await readInfo('id', db as unknown as Kysely<Tables>)) ?? '';
      return { key: number, text: await sealRecoveryKey({ ledger, number, key: current }, passphrase) };
    }),
    recover: guarded(async (name, text, passphrase) => {
      const { login } = await checkServer(db, clock, shown);
      await checkSchema(db, shown);
      const recovery = await openRecoveryKey(text, passphrase);
      const own = await keys();
      return db.transaction().execute((trx) => recoverAccess(name, own, recovery, login, trx));
    }),
    importLedger: guarded(async (from = folder(), show) => {
      const row = await readOwn();
      const own = await keys();
      const { host } = readCurrentUser();
      const local = await openLocalLedger({ ...processes, clock, folder: from, uid, host });
      try {
        return await importLedger({
          ...{ local, db, shown, show, now: clock.now },
          readKeys: async (trx) => (await readKeyHolder(row?.login ?? '', own, shown, trx)).keys,
          author: { name: `${row?.name}@${host}`, sign: (hash) => signRecord(hash, own) },
        });
      } finally {
        await local.close();
      }
    }),
    shareProfile: guarded((profile) =>
      inTransaction(async (admin, trx) => shareProfile(profile, admin, await keys(), trx)),
    ),
    sharedProfiles: guarded(() => inTransaction(listSharedProfiles)),
    members: guarded(async () => {
      await readOwn();
      return listMembers(db);
    }),
    setLimits: guarded((set) =>
      inTransaction(async ({ row }, trx) => {
        if (set.member !== undefined) await getCurrentMember(set.member, trx);
        await saveLimits(set, { name: row.name, keys: await keys(), at: clock.now() }, trx);
      }),
    ),
    limits: guarded(async () => {
      await readOwn();
      return listLimits(db);
    }),
    status: guarded(async () => {
      await checkServer(db, clock, shown);
      // The first answer took as long as connecting.
      const { version, login, latencyMilliseconds, readOnly } = await checkServer(db, clock, shown);
      const row = (await readSchemaState(db)) === undefined ? undefined : await findMember(login, db);
      return {
        problem: (await findProblem(login)) ?? readOnly,
        tls: url.tls,
        place: shown,
        version,
        latencyMilliseconds: Math.round(latencyMilliseconds * 10) / 10,
        clockOffsetMilliseconds: Math.round(clock.offset()),
        member: row === undefined ? undefined : toMember(row),
      };
    }),
    close: () => db.destroy(),
  };
}
