import { describe, expect, it } from 'vitest';
import { draft } from '../adapters/ledger/drafts.ts';
import { runAs } from '../support/team/run-as.ts';
import { createTeam, type TestTeam } from '../support/team/team.ts';

const STORE_CALLBACK = `insert into rocketpay.callbacks
  (id, received_at, project, payment_key, payment_id, status, valid, repeated, body, holds)
  values ('x', 1, 'gate.example/42', 'k', 'k', 'success', 1, 0, '', '{}')`;

/** A table of the member whose trigger runs whatever the member likes. */
const OWN_TABLE = `create temp table search_backlog (callback text primary key);
  create temp table ran_as (name name);
  create function pg_temp.run() returns trigger language plpgsql as $$
    begin insert into pg_temp.ran_as values (current_user); return new; end $$;
  create trigger run before insert on search_backlog for each row execute function pg_temp.run();
  grant all on search_backlog, ran_as to public;`;

/** An operator in a schema of the member that finds no name equal to another one. */
const OWN_OPERATOR = `create function own.never(name, name) returns boolean language sql as 'select false';
  create operator own.= (leftarg = name, rightarg = name, function = own.never);
  set search_path = own, pg_catalog;`;

/** Lets a member create functions, as every login may in the schema `public` before PostgreSQL 15. */
const addSchema = (name: string, { sql, url }: TestTeam) => sql(`create schema own authorization "${url(name).user}"`);

describe('a member with tables, functions and operators of their own', () => {
  it('runs nothing with the rights of the owner of the ledger', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await runAs(
      'anna',
      team,
      `${OWN_TABLE} ${STORE_CALLBACK}; do $$ begin assert not exists (select from ran_as); end $$`,
    );
    expect(await team.sql('select callback from rocketpay.search_backlog')).toEqual([{ callback: 'x' }]);
  });

  it.each(['exclude_older', 'exclude_unlimited', 'exclude_unapproved', 'add_to_search_backlog'])(
    'cannot let a table of their own run %s, which has the rights of the owner',
    async (name) => {
      const team = await createTeam();
      await team.add('anna', 'support');
      const trigger = `create temp table own (id text);
        create trigger run after insert on own for each statement execute function rocketpay.${name}()`;
      await expect(runAs('anna', team, trigger)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('cannot approve their own plan', async () => {
    const team = await createTeam();
    await team.add('boris', 'approver');
    await addSchema('boris', team);
    await runAs('boris', team, `insert into rocketpay.plans (plan, header) values ('p', 'h')`);
    const approval = `insert into rocketpay.plan_approvals (plan, approval) values ('p', 'a')`;
    await expect(runAs('boris', team, `${OWN_OPERATOR} ${approval}`)).rejects.toThrow('not approved by its maker');
  });

  it('cannot approve their own refund', async () => {
    const team = await createTeam();
    await team.add('boris', 'approver');
    await addSchema('boris', team);
    await (await team.open('boris')).recordBlocked(draft('a'), 'over the limit');
    const approval = `insert into rocketpay.refund_approvals (intent_id, by, approved_at, signature) values ('a', 'olga', 1, '')`;
    await expect(runAs('boris', team, `${OWN_OPERATOR} ${approval}`)).rejects.toThrow('not approved by its maker');
  });

  it('chooses the search path of no function of the ledger', async () => {
    const { sql } = await createTeam();
    const open = await sql(`select proname from pg_proc where pronamespace = 'rocketpay'::regnamespace and
      not exists (select from unnest(proconfig) as one where one in
        ('search_path=rocketpay, pg_temp', 'search_path=pg_catalog, pg_temp'))`);
    expect(open).toEqual([]);
  });

  it('cannot record under the login of another member', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const record = `insert into rocketpay.records (number, at, by, intent_id, event, data, previous, hash, login)
      values (9, 1, 'olga@laptop', 'a', 'found', '{}', '', '', 'olga')`;
    await expect(runAs('anna', team, record)).rejects.toMatchObject({ code: '42501' });
  });
});
