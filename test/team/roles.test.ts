import { type KyselyPlugin, RawNode, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import { GIVES_RIGHTS, grantRole } from '#adapters/ledger/postgres/roles';
import { upgradeSchema } from '#adapters/ledger/postgres/schema';
import type { Failure } from '#domain/errors/failure';
import { parseLedgerUrl } from '#domain/team/ledger-url';
import { draft } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { atEndOfFile } from '../support/suite/end-of-file.ts';
import { OWNER } from '../support/team/postgres-server.ts';
import { runAs } from '../support/team/run-as.ts';
import { createTeam } from '../support/team/team.ts';

const DENIED = { code: '42501' };

describe('a member with psql', () => {
  it.each([
    'update rocketpay.records set data = data',
    'delete from rocketpay.records',
    'truncate rocketpay.records',
    'delete from rocketpay.intents',
    'update rocketpay.intents set amount = 1',
    'update rocketpay.intents set approval = null',
    `update rocketpay.intents set "user" = 'boris'`,
    'delete from rocketpay.callbacks',
    "update rocketpay.members set role = 'admin'",
    'drop table rocketpay.intents',
    'alter table rocketpay.records disable trigger all',
  ])('cannot run as support: %s', async (statement) => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await (await team.open('olga')).createIntent(draft('a'));
    await expect(runAs('anna', team, statement)).rejects.toMatchObject(DENIED);
  });

  it('cannot change a record as an administrator either', async () => {
    const team = await createTeam();
    await team.add('boris', 'admin');
    await (await team.open('olga')).createIntent(draft('a'));
    await expect(runAs('boris', team, 'delete from rocketpay.records')).rejects.toMatchObject(DENIED);
    await expect(runAs('olga', team, 'delete from rocketpay.records')).rejects.toThrow('are never changed');
  });

  it('can read but not write as a reader', async () => {
    const team = await createTeam();
    await team.add('rita', 'reader');
    await (await team.open('olga')).createIntent(draft('a'));
    const ledger = await team.open('rita');
    expect(await ledger.get('a')).toMatchObject({ id: 'a' });
    expect(await rejectionOf(ledger.createIntent(draft('b')))).toMatchObject({ code: 'ledger_unavailable', exit: 7 });
    await expect(runAs('rita', team, `update rocketpay.head set number = 0`)).rejects.toMatchObject(DENIED);
  });
});

describe('a login that is no member', () => {
  it('cannot stop the check of the audit trail with keys that are none, nor be accepted with them', async () => {
    const team = await createTeam();
    await team.sql(`create role "new_${team.database}" login`);
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('a'));
    const db = connect({ ...team.url('olga'), user: `new_${team.database}` });
    await sql`insert into rocketpay.members (name, sign_key, seal_key) values ('x', 'a', 'b')`.execute(db);
    await db.destroy();
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
    const { fingerprint = '' } = (await team.manage('olga').members()).find(({ name }) => name === 'x') ?? {};
    const accepted = team.manage('olga').accept('x', fingerprint, 'support');
    expect(await rejectionOf(accepted)).toMatchObject({ exit: 2, message: 'The keys of x are not valid.' });
  });

  it('can ask to join, and nothing else, until it is accepted', async () => {
    const team = await createTeam();
    await team.sql(`create role "new_${team.database}" login`.slice(0, 200));
    await expect(team.open('olga')).resolves.toBeDefined();
    const login = { ...team.url('olga'), user: `new_${team.database}` };
    const db = connect(login);
    await expect(sql`select * from rocketpay.intents`.execute(db)).rejects.toMatchObject(DENIED);
    await expect(
      sql`insert into rocketpay.members (name, login, sign_key, seal_key) values ('x', ${team.url('olga').user}, 'a', 'b')`.execute(
        db,
      ),
    ).rejects.toMatchObject(DENIED);
    await db.destroy();
  });

  it('is accepted only with the fingerprint of its keys', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const { fingerprint } = (await team.manage('olga').members()).find(({ name }) => name === 'anna') ?? {};
    const refused = rejectionOf(team.manage('olga').accept('anna', '0000-0000', 'admin'));
    expect(await refused).toMatchObject({ exit: 2, message: expect.stringContaining(`${fingerprint}`) });
  });
});

describe('a removed member', () => {
  it('can neither read nor write, and their records stay valid', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await (await team.open('anna')).createIntent(draft('a'));
    await team.manage('olga').remove('anna');
    expect(await rejectionOf(team.open('anna'))).toMatchObject({ code: 'not_a_member', exit: 7 });
    await expect(runAs('anna', team, 'select * from rocketpay.intents')).rejects.toMatchObject(DENIED);
    expect(await (await team.open('olga')).verify()).toMatchObject({ records: 1, problem: undefined });
  });

  it('is not accepted again, and joins with another name', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const olga = team.manage('olga');
    const { fingerprint } = (await olga.remove('anna')).member;
    const removed = { exit: 2, message: '"anna" was removed from the team.' };
    expect(await rejectionOf(olga.accept('anna', fingerprint, 'admin'))).toMatchObject(removed);
    await expect(runAs('anna', team, 'select * from rocketpay.intents')).rejects.toMatchObject(DENIED);
    await team.manage('anna').join('anna 2');
    await olga.accept('anna 2', fingerprint, 'support');
    expect(await rejectionOf(olga.remove('anna'))).toMatchObject(removed);
    await (await team.open('anna')).createIntent(draft('a'));
    expect(await rejectionOf(team.manage('anna').join('anna 3'))).toMatchObject({
      exit: 2,
      message: expect.stringContaining('has joined already, as "anna 2"'),
    });
  });
});

describe('the only administrator', () => {
  it('cannot be removed, nor get another role', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const olga = team.manage('olga');
    const only = { exit: 2, message: '"olga" is the only administrator of the team.' };
    const [{ fingerprint } = { fingerprint: '' }] = await olga.members();
    expect(await rejectionOf(olga.remove('olga'))).toMatchObject(only);
    expect(await rejectionOf(olga.accept('olga', fingerprint, 'reader'))).toMatchObject(only);
    await team.add('boris', 'admin');
    await team.sql(`alter role "${team.url('boris').user}" createrole`);
    // The login of olga owns the databases of all tests, so its role stays.
    expect((await team.manage('boris').remove('boris')).member).toMatchObject({ state: 'removed' });
  });
});

describe('a database with a long name in Cyrillic', () => {
  it('has four different roles', async () => {
    const { port, sql: run } = await createTeam();
    const database = `касса_${'ж'.repeat(25)}`;
    await run(`create database "${database}"`);
    atEndOfFile(() => run(`drop database "${database}" with (force)`).catch(() => {}));
    const db = connect({ ...parseLedgerUrl(`postgres://${OWNER}@127.0.0.1/x`), port, database });
    await upgradeSchema(db);
    const { rows } = await sql<{ roles: number }>`
      select count(*)::int as roles from pg_roles where rolname like
        (select value from rocketpay.info where name = 'roles') || '\_%'`.execute(db);
    expect(rows).toEqual([{ roles: 4 }]);
    await db.destroy();
  });
});

describe('a server on which only who has given a role can take it', () => {
  /** Lets a revoke change nothing, as the server does with no more than a warning. */
  const withoutRevoke: KyselyPlugin = {
    transformQuery: ({ node }) =>
      node.kind === 'RawNode' && node.sqlFragments[0]?.startsWith('revoke') ? RawNode.createWithSql('select 1') : node,
    transformResult: async ({ result }) => result,
  };

  it('is not believed that it has taken the role of a removed member', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const [member] = (await team.sql(`select login from rocketpay.members where name = 'anna'`)) as { login: string }[];
    const db = connect(team.url('olga'));
    const failure = await rejectionOf(grantRole(String(member?.login), undefined, db.withPlugin(withoutRevoke)));
    expect(failure).toMatchObject({ exit: 7, code: 'role_kept', message: expect.stringContaining(OWNER) });
    expect(String((failure as Failure).hint)).toMatch(
      new RegExp(`: revoke "\\w+_support" from "${member?.login}" granted by "${OWNER}";$`),
    );
    await expect(grantRole(String(member?.login), undefined, db)).resolves.toBeUndefined();
    await db.destroy();
  });

  it.each([
    ['the rights and the admin option', 'true as inherit_option, true as set_option', true],
    ['the rights without `set role`', 'true as inherit_option, false as set_option', true],
    ['the rights after `set role`', 'false as inherit_option, true as set_option', true],
    ['the admin option only, as to the creator of a role', 'false as inherit_option, false as set_option', false],
    ['what it gives without saying it, before PostgreSQL 16', 'true as admin_option', true],
  ])('counts a membership that gives %s', async (_, columns, gives) => {
    const { sql: run } = await createTeam();
    expect(await run(`select ${GIVES_RIGHTS} as gives from (select ${columns}) as m`)).toEqual([{ gives }]);
  });
});
