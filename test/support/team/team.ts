import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { openTeam } from '#adapters/ledger/manage-team';
import { openTeamLedger } from '#adapters/ledger/open-team-ledger';
import { connect } from '#adapters/ledger/postgres/connection';
import { addFirstMember, type MemberKeys } from '#adapters/ledger/postgres/members';
import { grantRole } from '#adapters/ledger/postgres/roles';
import { upgradeSchema } from '#adapters/ledger/postgres/schema';
import { type Clock, systemClock } from '#async/clock';
import { type CorrectedClock, correctedClock } from '#async/corrected-clock';
import type { Ledger } from '#domain/ledger/ledger';
import type { NewCallback } from '#domain/ledger/stored-callback';
import { type LedgerUrl, parseLedgerUrl } from '#domain/team/ledger-url';
import type { MemberRole } from '#domain/team/member';
import type { Team } from '#domain/team/team';
import { atEndOfFile } from '../suite/end-of-file.ts';
import { OWNER } from './postgres-server.ts';

const TEMPLATE = 'team_template';

const urlOf = (port: number, database: string, login = OWNER): LedgerUrl =>
  parseLedgerUrl(`postgres://${login}@127.0.0.1:${port}/${database}`);

/** Runs SQL statements as the owner of the server. */
export async function runSql(port: number, database: string, ...statements: readonly string[]): Promise<unknown[]> {
  const db = connect(urlOf(port, database));
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await sql.raw(statement).execute(db)).rows;
    return rows;
  } finally {
    await db.destroy();
  }
}

/** Creates a database with the tables: the database of each test is a copy of it. */
export async function createTemplate(port: number): Promise<void> {
  await runSql(port, 'postgres', `create database ${TEMPLATE}`);
  const db = connect(urlOf(port, TEMPLATE));
  await upgradeSchema(db);
  // Roles belong to the server: granted here once, tests in several files do not grant it concurrently.
  await grantRole(OWNER, 'admin', db);
  await db.destroy();
}

export const createKeys = (): MemberKeys => ({
  sign: generateKeyPairSync('ed25519').privateKey,
  seal: generateKeyPairSync('x25519').privateKey,
});

/** A team with a database of its own, which is removed after the last test of the file. */
export interface TestTeam {
  readonly port: number;
  readonly database: string;
  /** Opens the ledger as a member; the first one is `olga`, an administrator. */
  readonly open: (name: string, options?: OpenOptions) => Promise<Ledger>;
  /** Lets a login with keys of its own join, and accepts it. */
  readonly add: (name: string, role: MemberRole) => Promise<void>;
  /** Opens the management of the team as a member, or as a login that has not joined. */
  readonly manage: (name: string) => Team;
  readonly sql: (...statements: readonly string[]) => Promise<unknown[]>;
  readonly url: (name: string) => LedgerUrl;
  readonly keys: (name: string) => MemberKeys;
}

interface OpenOptions {
  readonly clock?: Clock | CorrectedClock;
  /** The port of a proxy in front of the server. */
  readonly port?: number;
  readonly folder?: string;
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-team-'));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Creates a team on the server of this run, or on another one that has the template. */
export async function createTeam(port = inject('postgresPort') as number): Promise<TestTeam> {
  const database = `t${randomUUID().replaceAll('-', '')}`;
  await runSql(port, 'postgres', `create database ${database} template ${TEMPLATE}`);
  atEndOfFile(() => runSql(port, 'postgres', `drop database ${database} with (force)`).catch(() => {}));
  const keys = new Map<string, MemberKeys>();
  const keysOf = (name: string) => {
    const own = keys.get(name) ?? createKeys();
    keys.set(name, own);
    return own;
  };
  /** Logins belong to the whole server: each team has its own. */
  const loginOf = (name: string) => (name === 'olga' ? OWNER : `${name}_${database}`.slice(0, 60));
  const url = (name: string) => urlOf(port, database, loginOf(name));
  const manage = (name: string) => {
    const team = openTeam({
      ...{ url: url(name), clock: correctedClock(systemClock), keys: async () => keysOf(name) },
      ...{ pid: process.pid, isRunning: () => false, folder: makeFolder },
    });
    atEndOfFile(team.close);
    return team;
  };
  const db = connect(url('olga'));
  await addFirstMember('olga', keysOf('olga'), db);
  await db.destroy();
  return {
    port,
    database,
    url,
    keys: keysOf,
    manage,
    sql: (...statements) => runSql(port, database, ...statements),
    async add(name, role) {
      await runSql(port, database, `create role "${loginOf(name)}" login`);
      const { fingerprint } = await manage(name).join(name);
      await manage('olga').accept(name, fingerprint, role);
    },
    async open(name, { clock = systemClock, folder = makeFolder(), port: proxy } = {}) {
      const ledger = await openTeamLedger({
        url: { ...url(name), ...(proxy === undefined ? {} : { port: proxy }) },
        clock: isCorrected(clock) ? clock : correctedClock(clock),
        keys: async () => keysOf(name),
        folder,
        pid: process.pid,
        isRunning: () => false,
      });
      atEndOfFile(() => ledger.close());
      return ledger;
    },
  };
}

const isCorrected = (clock: Clock | CorrectedClock): clock is CorrectedClock => 'set' in clock && 'offset' in clock;

/** Opens the ledger at a URL with new keys. */
export const openTeamAt = (url: LedgerUrl): Promise<Ledger> =>
  openTeamLedger({
    url,
    clock: correctedClock(systemClock),
    keys: async () => createKeys(),
    folder: makeFolder(),
    pid: process.pid,
    isRunning: () => false,
  });

/** Returns a callback about a payment, as a listener stores it. */
export const createCallback = (paymentId: string): NewCallback => ({
  project: 'gate.example/42',
  text: JSON.stringify({ payment: { id: paymentId, status: 'success' }, phone: '77071234567' }),
  valid: true,
  paymentId,
  status: 'success',
  operationId: '1',
  operationStatus: 'success',
  requestId: undefined,
});

/** Opens a new ledger of a team for a test that holds for every ledger. A fake clock is not set to the server's time. */
export async function openAnyTeamLedger(clock: Clock): Promise<Ledger> {
  const team = await createTeam();
  return team.open('olga', { clock: asCorrected(clock) });
}

/** Returns a clock that keeps its own time when a ledger sets it to that of the server. */
export const asCorrected = (clock: Clock): CorrectedClock => ({
  now: () => clock.now(),
  elapsed: () => clock.elapsed(),
  ...(clock.sinceBoot === undefined ? {} : { sinceBoot: () => clock.sinceBoot?.() }),
  sleep: (...wait) => clock.sleep(...wait),
  set() {},
  offset: () => 0,
});
