import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import { parseLedgerUrl } from '#domain/team/ledger-url';
import { draft, PROJECT } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { openIntents } from '../support/stored-intents.ts';
import { startCuttingProxy } from '../support/team/cutting-proxy.ts';
import { freePort } from '../support/team/ports.ts';
import { type PostgresServer, startPostgres } from '../support/team/postgres-server.ts';
import { createCallback, createTeam, createTemplate, openTeamAt, type TestTeam } from '../support/team/team.ts';

const UNUSABLE = { code: 'ledger_unavailable', exit: 7 };

/** A server of this file alone, for it is stopped. */
let server: PostgresServer;
beforeAll(async () => {
  server = startPostgres(await freePort()) as PostgresServer;
  await createTemplate(server.port);
});
afterAll(() => server.remove());

describe('a server that is stopped', () => {
  it('blocks every write, and is used again when it is back', async () => {
    const team = await createTeam(server.port);
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('a', { paymentId: 'p1' }));
    server.stop('immediate');
    const failure = await rejectionOf(ledger.createIntent(draft('b', { paymentId: 'p2' })));
    expect(failure).toMatchObject({
      ...UNUSABLE,
      message: expect.stringMatching(/connection|nothing listens|shutting down/),
    });
    expect(await rejectionOf(team.open('olga'))).toMatchObject({
      ...UNUSABLE,
      message: expect.stringContaining('nothing listens'),
    });
    server.start();
    expect((await ledger.createIntent(draft('c', { paymentId: 'p3' }))).state).toBe('sending');
    expect((await openIntents(ledger)).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
  });

  it('stores the callbacks that arrived meanwhile when it is back', async () => {
    const team = await createTeam(server.port);
    await team.add('anna', 'support');
    const ledger = await team.open('olga');
    await ledger.addCallback(createCallback('p1'));
    server.stop('fast');
    expect(await ledger.addCallback(createCallback('p2'))).toMatchObject({ paymentId: 'p2', repeat: false });
    server.start();
    expect(await ledger.callbacks(PROJECT, 'p2')).toHaveLength(1);
    const other = await team.open('anna');
    expect(await other.callbacks(PROJECT, 'p2')).toMatchObject([{ text: createCallback('p2').text }]);
  });
});

describe('a server that could lose a commit', () => {
  it('is refused', async () => {
    const team = await createTeam(server.port);
    await team.sql('alter system set fsync = off', 'select pg_reload_conf()');
    await expect.poll(() => team.sql('show fsync')).toEqual([{ fsync: 'off' }]);
    expect(await rejectionOf(team.open('olga'))).toMatchObject({
      ...UNUSABLE,
      message: expect.stringContaining('fsync off'),
    });
    await team.sql('alter system reset fsync', 'select pg_reload_conf()');
    await expect.poll(() => team.sql('show fsync')).toEqual([{ fsync: 'on' }]);
  });

  it('keeps a commit although the login does not wait for the disk by default', async () => {
    const team = await createTeam(server.port);
    const db = connect(team.url('olga'));
    await sql`set synchronous_commit = off`.execute(db);
    const setting = await db
      .transaction()
      .execute((trx) => sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(trx));
    expect(setting.rows).toEqual([{ synchronous_commit: 'on' }]);
    await db.destroy();
  });
});

describe('a connection that is cut', () => {
  let team: TestTeam;
  beforeAll(async () => {
    team = await createTeam(server.port);
  });

  it('before the commit sends nothing and records nothing', async () => {
    const proxy = await startCuttingProxy(server.port);
    const ledger = await team.open('olga', { port: proxy.port });
    proxy.mode = 'before commit';
    expect(await rejectionOf(ledger.createIntent(draft('before', { paymentId: 'p1' })))).toMatchObject(UNUSABLE);
    expect(await openIntents(await team.open('olga'))).toEqual([]);
  });

  it('after the commit sends nothing, and leaves the intent open until its outcome is looked up', async () => {
    const proxy = await startCuttingProxy(server.port);
    const ledger = await team.open('olga', { port: proxy.port });
    proxy.mode = 'after commit';
    expect(await rejectionOf(ledger.createIntent(draft('after', { paymentId: 'p2' })))).toMatchObject(UNUSABLE);
    expect(await openIntents(await team.open('olga'))).toMatchObject([{ id: 'after', state: 'sending' }]);
  });

  it('by a network that drops everything makes the statement fail, and the process can end', async () => {
    const proxy = await startCuttingProxy(server.port);
    const db = connect({ ...team.url('olga'), port: proxy.port }, 300);
    await sql`select 1`.execute(db);
    proxy.mode = 'silent';
    await expect(sql`select 1`.execute(db)).rejects.toThrow('connection timeout');
    await db.destroy();
  });

  it('by the administrator of the server is replaced by a new one for the next write', async () => {
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('one', { paymentId: 'p3' }));
    await team.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    const attempts = await Promise.allSettled([ledger.createIntent(draft('two', { paymentId: 'p4' }))]);
    if (attempts[0]?.status === 'rejected') expect(attempts[0].reason).toMatchObject(UNUSABLE);
    expect((await ledger.createIntent(draft('three', { paymentId: 'p5' }))).state).toBe('sending');
  });
});

describe('a client that stops in the middle of a write', () => {
  it('blocks the others for a few seconds only', async () => {
    const team = await createTeam(server.port);
    const stalled = connect(team.url('olga'));
    const held = stalled.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      await new Promise(() => {});
    });
    held.catch(() => {});
    await expect.poll(() => team.sql(`select 1 from pg_locks where locktype = 'advisory' and granted`)).toHaveLength(1);
    const ledger = await team.open('olga');
    expect((await ledger.createIntent(draft('next'))).state).toBe('sending');
  });
});

describe('a client that stops in the middle of sending a statement', () => {
  it.each(['read_for_writes(', 'store_writes(', 'write_at_end('])(
    'blocks the others no longer: %s',
    async (statement) => {
      const team = await createTeam(server.port);
      const proxy = await startCuttingProxy(server.port);
      const stopped = await team.open('olga', { port: proxy.port });
      await stopped.createIntent(draft('a', { paymentId: 'p1' }));
      Object.assign(proxy, { mode: 'before end', statement });
      const allow = statement === 'write_at_end(' ? undefined : async () => {};
      stopped.createIntent(draft('b', { paymentId: 'p2' }), allow).catch(() => {});
      await expect.poll(() => proxy.mode).toBe('silent');
      const ledger = await team.open('olga');
      expect((await ledger.createIntent(draft('c', { paymentId: 'p3' }))).state).toBe('sending');
    },
  );
});

describe('a ledger URL that leads nowhere', () => {
  it.each([
    [
      'a closed port',
      async () => `postgres://olga@127.0.0.1:${await freePort()}/shop`,
      'nothing listens at its address',
    ],
    ['an unknown host', async () => 'postgres://olga@host.invalid/shop?sslmode=disable', 'host name is not known'],
    ['an unknown database', async () => server.url('nowhere'), 'no database of this name'],
    ['a login without TLS', async () => `${server.url('postgres')}?sslmode=require`, 'does not offer TLS'],
    ['a database without a ledger', async () => server.url('postgres'), 'the database holds no ledger'],
  ])('names the reason: %s', async (_, url, reason) => {
    const failure = await rejectionOf(openTeamAt(parseLedgerUrl(await url())));
    expect(failure).toMatchObject({ ...UNUSABLE, message: expect.stringContaining(reason) });
  });
});

describe('tables of another version', () => {
  it.each([
    ['a newer one that this version can still use', '99', '1', undefined],
    ['a newer one that needs a newer program', '99', '99', 'need a newer version'],
    ['an older one', '0', '0', 'of an older version'],
  ])('%s', async (_, schema, minReader, reason) => {
    const team = await createTeam(server.port);
    await team.sql(
      `update rocketpay.info set value = '${schema}' where name = 'schema'`,
      `update rocketpay.info set value = '${minReader}' where name = 'min_reader'`,
    );
    if (reason === undefined) await expect(team.open('olga')).resolves.toBeDefined();
    else
      expect(await rejectionOf(team.open('olga'))).toMatchObject({
        ...UNUSABLE,
        message: expect.stringContaining(reason),
      });
  });
});
