import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKey } from '#adapters/ledger/ledger-key';
import { connect } from '#adapters/ledger/postgres/connection';
import { publicKeyText } from '#adapters/ledger/postgres/keys/data-key';
import { storeRows } from '#adapters/ledger/postgres/plans/plan-blocks';
import { openPlan } from '#adapters/plan-files/plan-reader';
import { signHeader } from '#domain/bulk-refunds/plan-format';
import { documentOf, errorOf } from '../../support/session.ts';
import { runAs } from '../../support/team/run-as.ts';
import { openPlanTeam, ROWS, TOTAL } from './plan-team.ts';

const DENIED = { code: '42501' };

describe('a plan that was changed in the database', () => {
  it.each([
    ['a byte of its rows', `update rocketpay.plan_rows set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)`],
    ['rows that are missing', 'delete from rocketpay.plan_rows'],
    ['rows that are too large', `update rocketpay.plan_rows set sealed = convert_to(repeat('a', 5000000), 'UTF8')`],
    ['rows twice', 'insert into rocketpay.plan_rows select plan, 2, sealed from rocketpay.plan_rows'],
    ['another total', `update rocketpay.plans set header = replace(header, '"totalMinor":3300', '"totalMinor":9900')`],
    ['another maker', `update rocketpay.plans set header = replace(header, '"by":"anna@', '"by":"olga@')`],
    ['no header', `update rocketpay.plans set header = ''`],
    [
      'another key of its maker',
      `update rocketpay.members set sign_key = (select sign_key from rocketpay.members where name = 'carl') where name = 'anna'`,
    ],
    ['an approval that is no text of a member', `update rocketpay.plan_approvals set approval = 'approved'`],
    [
      'an approval of another time',
      `update rocketpay.plan_approvals set approved_at = approved_at - interval '1 hour'`,
    ],
    ['an approver who is no approver any more', `update rocketpay.members set role = 'support' where name = 'boris'`],
    [
      'an approver with a membership that no administrator has accepted',
      `update rocketpay.members set keys_mac = (select keys_mac from rocketpay.members where name = 'olga') where name = 'boris'`,
    ],
    ['no approval', 'delete from rocketpay.plan_approvals'],
  ])('is not applied: %s', async (_, statement) => {
    const { as, team, plan, shop } = await openPlanTeam();
    const id = await plan(ROWS);
    expect(await as('boris', 'refunds', 'approve', id, '--confirm', '33.00')).toMatchObject({ exit: 0 });
    await team.sql('alter table rocketpay.plan_approvals drop constraint plan_approvals_plan_fkey', statement);
    expect(errorOf(await as('carl', 'refunds', 'apply', id, ...TOTAL))).toMatchObject({ exit: 7 });
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('is named by the list, which shows the others', async () => {
    const { as, team, plan } = await openPlanTeam();
    const ids = [await plan(ROWS), await plan(ROWS)];
    await team.sql(
      `update rocketpay.plans set header = replace(header, '"rows":3', '"rows":4') where plan = '${ids[0]}'`,
    );
    const { plans, changed } = documentOf(await as('olga', 'refunds', 'list'));
    expect([plans, changed]).toMatchObject([[{ plan: ids[1] }], [ids[0]]]);
  });

  it('after it was checked sends no other row', async () => {
    const { as, team, plan, shop, ledger } = await openPlanTeam({ requireApproval: false });
    const other = await plan(['order-3,12.00,Returned']);
    const id = await plan(['order-1,10.00,Returned']);
    const carl = await ledger('carl');
    const { newestByKey } = carl;
    let reads = 0;
    // The plan was checked when the states of its rows are read for the first time.
    Object.assign(carl, {
      newestByKey: async (...words: Parameters<typeof newestByKey>) => {
        reads += 1;
        if (reads === 1)
          await team.sql(
            `update rocketpay.plan_rows set sealed = (select sealed from rocketpay.plan_rows where plan = '${other}') where plan = '${id}'`,
          );
        return newestByKey(...words);
      },
    });
    const applied = await as('carl', 'refunds', 'apply', id, '--confirm', '10.00', '--rate', '0');
    expect([applied.exit, applied.err]).toEqual([7, expect.stringContaining('plan_edited')]);
    expect(shop.requestsTo('/refund')).toBe(0);
  });
});

describe('the owner of the database', () => {
  it('cannot make a plan that members apply, also not as a member that they have inserted', async () => {
    const { as, team, shop } = await openPlanTeam({ requireApproval: false });
    const file = await shop.csv(`payment_id,amount\norder-1,10.00\n`);
    await as('anna', 'refunds', 'plan', file, '--rate', '0');
    const { header, rows } = await openPlan(file.replace('.csv', '.plan.jsonl'));
    const { privateKey } = generateKeyPairSync('ed25519');
    const { makerKey: _, hash: __, signature: ___, ...unsigned } = header;
    const plan = 'plan-0123456789abcdef';
    const forged = signHeader({ ...unsigned, plan, by: 'mallory@db' }, privateKey);
    await team.sql(
      `insert into rocketpay.members (name, login, role, sign_key, seal_key, data_key)
        values ('mallory', 'mallory', 'admin', '${publicKeyText(privateKey)}', '', 'x')`,
      `insert into rocketpay.plans (plan, header) values ('${plan}', '${JSON.stringify(forged)}')`,
    );
    const db = connect(team.url('olga'));
    await storeRows(plan, rows(), createKey(randomBytes(32)), db);
    await db.destroy();
    const refused = errorOf(await as('carl', 'refunds', 'apply', plan, '--confirm', '10.00'));
    expect(refused).toMatchObject({ exit: 7, code: 'plan_edited' });
    expect(shop.requestsTo('/refund')).toBe(0);
  });
});

describe('a member with psql', () => {
  const INSERT = `insert into rocketpay.plan_approvals (plan, approval) select plan, 'a' from rocketpay.plans`;

  it.each([
    ['carl', INSERT],
    ['carl', `update rocketpay.plans set header = ''`],
    ['carl', 'delete from rocketpay.plan_rows'],
    ['boris', 'update rocketpay.plan_approvals set plan = plan'],
    ['boris', 'delete from rocketpay.plan_approvals'],
    ['boris', INSERT.replace('(plan, approval) select plan', `(plan, approved_at, approval) select plan, now()`)],
    ['boris', INSERT.replace('(plan, approval) select plan', `(plan, login, approval) select plan, 'olga'`)],
  ])('cannot, as %s: %s', async (name, statement) => {
    const { team, plan } = await openPlanTeam();
    await plan(ROWS);
    await expect(runAs(name, team, statement)).rejects.toMatchObject(DENIED);
  });

  it('can approve the plan of another one as an approver, and not a plan of their own', async () => {
    const { team, plan } = await openPlanTeam();
    await plan(ROWS);
    await expect(runAs('boris', team, INSERT)).resolves.toBeDefined();
    await runAs('boris', team, `insert into rocketpay.plans (plan, header) values ('own', '')`);
    await expect(runAs('boris', team, INSERT)).rejects.toMatchObject(DENIED);
  });
});
