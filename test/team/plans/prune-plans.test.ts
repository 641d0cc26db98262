import { describe, expect, it } from 'vitest';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { documentOf, errorOf, expectPromised, rocketpay } from '../../support/session.ts';
import { runAs } from '../../support/team/run-as.ts';
import { openPlanTeam, type PlanTeam, ROWS, TOTAL } from './plan-team.ts';

/** Makes the plans of a team old. */
const age = ({ team }: PlanTeam) => team.sql(`update rocketpay.plans set stored_at = now() - interval '100 days'`);

const prune = async ({ as }: PlanTeam, ...words: readonly string[]) => {
  const document = documentOf(await as('olga', 'refunds', 'prune', '--older-than', '90d', ...words));
  expectPromised(document, 'refunds prune');
  return document;
};

const stored = async ({ team }: PlanTeam) => {
  const [row] = await team.sql(
    `select (select count(*) from rocketpay.plans)::int as plans, (select count(*) from rocketpay.plan_rows)::int as rows,
      (select count(*) from rocketpay.plan_approvals)::int as approvals`,
  );
  return row;
};

describe('refunds prune', () => {
  it('removes old plans that were never applied, with their rows and approvals', async () => {
    const members = await openPlanTeam();
    const id = await members.plan(ROWS);
    await members.as('boris', 'refunds', 'approve', id, '--confirm', '33.00');
    await age(members);
    await members.plan(ROWS);
    expect(await prune(members, '--dry-run')).toEqual({ removed: 0, unused: 1, finished: 0, kept: 0, dryRun: true });
    expect(await stored(members)).toEqual({ plans: 2, rows: 2, approvals: 1 });
    expect(await prune(members, '--yes')).toEqual({ removed: 1, unused: 1, finished: 0, kept: 0 });
    expect(await stored(members)).toEqual({ plans: 1, rows: 1, approvals: 0 });
    expect(errorOf(await members.as('carl', 'refunds', 'apply', id, ...TOTAL))).toMatchObject({ exit: 2 });
    expect(await prune(members, '--yes')).toEqual({ removed: 0, unused: 0, finished: 0, kept: 0 });
  });

  it('removes a plan when every row has its final result, and its refunds stay', async () => {
    const members = await openPlanTeam({ requireApproval: false });
    const id = await members.plan(ROWS);
    await age(members);
    await members.as('carl', 'refunds', 'apply', id, ...TOTAL);
    expect(await prune(members, '--yes')).toMatchObject({ removed: 0, kept: 1 });
    expect(await members.as('carl', 'refunds', 'apply', id, ...TOTAL, '--wait')).toMatchObject({ exit: 0 });
    expect(await prune(members, '--yes')).toMatchObject({ removed: 1, finished: 1 });
    const ledger = await members.ledger('olga');
    expect(await ledger.history({ state: 'done', limit: 9 })).toHaveLength(3);
    expect(await ledger.verify()).toMatchObject({ problem: undefined });
  });

  it('keeps a plan of which a row has no result, also when nothing else was sent', async () => {
    const members = await openPlanTeam({ requireApproval: false });
    const id = await members.plan(ROWS);
    expect(await members.as('carl', 'refunds', 'apply', id, ...TOTAL, '--wait')).toMatchObject({ exit: 0 });
    await age(members);
    await members.team.sql(`update rocketpay.intents set state = 'unknown' where intent_key = '${id}/2'`);
    expect(await prune(members, '--yes')).toMatchObject({ removed: 0, kept: 1 });
    await members.team.sql(`update rocketpay.intents set state = 'not_sent' where intent_key like '${id}/_%'`);
    await members.team.sql(`update rocketpay.intents set state = 'sending' where intent_key = '${id}/2'`);
    expect(await prune(members, '--yes')).toMatchObject({ removed: 0, kept: 1 });
  });

  it('keeps a plan that another process is applying', async () => {
    const members = await openPlanTeam();
    const id = await members.plan(ROWS);
    await age(members);
    const release = await (await members.ledger('carl')).acquireLock(id);
    expect(await prune(members, '--yes')).toMatchObject({ removed: 0, kept: 1 });
    release?.();
    await expect.poll(() => prune(members, '--yes')).toMatchObject({ removed: 1 });
  });

  it('keeps a plan that has replaced another one, so that the earlier one stays replaced', async () => {
    const members = await openPlanTeam({ requireApproval: false });
    const file = await members.shop.csv('payment_id,amount\norder-1,33.00\n');
    const make = (...words: readonly string[]) => members.as('anna', 'refunds', 'plan', file, '--rate', '0', ...words);
    await make();
    expect(await make('--replace')).toMatchObject({ exit: 0 });
    await age(members);
    expect(await prune(members, '--yes')).toMatchObject({ removed: 1, unused: 1, kept: 1 });
  });

  it('needs an age and a confirmation, and the role of an administrator at the database', async () => {
    const members = await openPlanTeam();
    await members.plan(ROWS);
    await age(members);
    expect(errorOf(await members.as('olga', 'refunds', 'prune', '--yes'))).toMatchObject({ exit: 2 });
    const unconfirmed = errorOf(await members.as('olga', 'refunds', 'prune', '--older-than', '90d'));
    expect(unconfirmed).toMatchObject({ exit: 7, code: 'not_confirmed' });
    const refused = errorOf(await members.as('carl', 'refunds', 'prune', '--older-than', '90d', '--yes'));
    expect(refused).toMatchObject({ exit: 7, message: expect.stringContaining('this member may not do that') });
    await expect(runAs('boris', members.team, 'delete from rocketpay.plan_rows')).rejects.toMatchObject({
      code: '42501',
    });
    expect(await stored(members)).toMatchObject({ plans: 1, rows: 1 });
  });

  it.each(['ru', 'kk'])('says everything in %s', async (language) => {
    const members = await openPlanTeam();
    await members.plan(ROWS);
    await age(members);
    const ask = async (name: string, ...words: readonly string[]) =>
      rocketpay(['refunds', 'prune', ...words, '--language', language], { ledger: await members.ledger(name) });
    const ends = [
      await ask('olga', '--yes'),
      await ask('olga', '--older-than', '90d'),
      await ask('olga', '--older-than', '90d', '--dry-run'),
      await ask('carl', '--older-than', '90d', '--yes'),
      await ask('olga', '--older-than', '90d', '--yes'),
    ];
    expect(ends.map(({ exit }) => exit)).toEqual([2, 7, 0, 7, 0]);
    expect(ends.flatMap(({ out, err }) => listEnglishWords(`${out}\n${err}`))).toEqual([]);
  });
});
