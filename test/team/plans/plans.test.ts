import { describe, expect, it } from 'vitest';
import { blockedFailure, interruptedFailure } from '#domain/errors/failure';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, documentsOf, errorOf, expectPromised } from '../../support/session.ts';
import { openPlanTeam, type PlanTeam, ROWS, TOTAL } from './plan-team.ts';

const ONCE = { 'order-1': [1000], 'order-2': [1100], 'order-3': [1200] };

async function listed({ as }: PlanTeam): Promise<readonly Record<string, unknown>[]> {
  const document = documentOf(await as('olga', 'refunds', 'list'));
  expectPromised(document, 'refunds list');
  return document.plans as readonly Record<string, unknown>[];
}

describe('a plan in the ledger of a team', () => {
  it('is approved and applied by other members, who have no file of it', async () => {
    const members = await openPlanTeam();
    const { as, plan, shop } = members;
    const id = await plan(ROWS);
    expect(await listed(members)).toMatchObject([{ plan: id, state: 'open', refunds: 3, total: '33.00', sent: 0 }]);
    expect(errorOf(await as('carl', 'refunds', 'apply', id, ...TOTAL))).toMatchObject({ code: 'approval_missing' });
    expect(documentOf(await as('boris', 'refunds', 'approve', id, '--confirm', '33.00'))).toMatchObject({ file: id });
    expect(await listed(members)).toMatchObject([
      { state: 'approved', by: expect.stringMatching(/^anna@/), approvals: [{ by: expect.stringMatching(/^boris@/) }] },
    ]);
    expect(await as('carl', 'refunds', 'apply', id, ...TOTAL, '--wait')).toMatchObject({ exit: 0 });
    expect(await shop.refundedAmounts()).toEqual(ONCE);
    expect(await listed(members)).toMatchObject([{ state: 'applied', sent: 3 }]);
    expect(documentOf(await as('anna', 'refunds', 'show', id))).toMatchObject({ complete: true, file: id });
    expect(documentsOf((await as('olga', 'refunds', 'export', id)).out)).toHaveLength(3);
  });

  it('is stored by the next run when the database could not store it', async () => {
    const { as, ledger, shop } = await openPlanTeam();
    const { plans } = await ledger('anna');
    const { add } = plans ?? {};
    const failure = blockedFailure('ledger_unavailable', 'The connection to the server was lost.');
    Object.assign(plans ?? {}, { add: () => Promise.reject(failure) });
    const file = await shop.csv(`payment_id,amount\norder-1,10.00\n`);
    const { exit, hint } = errorOf(await as('anna', 'refunds', 'plan', file, '--rate', '0'));
    expect([exit, hint]).toEqual([7, expect.stringContaining('Run the same command again to store it in the ledger')]);
    Object.assign(plans ?? {}, { add });
    const again = documentOf(await as('anna', 'refunds', 'plan', file, '--rate', '0'));
    expect(again).toMatchObject({ inLedger: true });
    expect(await as('olga', 'refunds', 'show', String(again.plan))).toMatchObject({ exit: 10 });
    expect(errorOf(await as('anna', 'refunds', 'plan', file))).toMatchObject({ exit: 2, code: 'usage' });
  });

  it('is stored by the next run when the user has interrupted that', async () => {
    const { as, at, shop, ledger } = await openPlanTeam();
    const { plans } = await ledger('anna');
    const { add } = plans ?? {};
    const file = await shop.csv(`payment_id,amount\norder-1,10.00\n`);
    const interrupt = new AbortController();
    Object.assign(plans ?? {}, {
      add: (...words: Parameters<NonNullable<typeof add>>) => {
        interrupt.abort(interruptedFailure());
        return add?.(...words);
      },
    });
    const stopped = await at({ interrupt }, 'anna', 'refunds', 'plan', file, '--rate', '0');
    expect(errorOf(stopped)).toMatchObject({ exit: 130, hint: expect.stringContaining('Run the same command again') });
    Object.assign(plans ?? {}, { add });
    expect(documentOf(await as('anna', 'refunds', 'plan', file, '--rate', '0'))).toMatchObject({ inLedger: true });
  });

  it('is also a file, which a member at another machine can apply', async () => {
    const { as, shop, ledger } = await openPlanTeam({ requireApproval: false });
    Object.assign((await ledger('anna')).currentUser, { host: 'other-machine' });
    const file = await shop.csv(`payment_id,amount\norder-1,33.00\n`);
    expect(await as('anna', 'refunds', 'plan', file, '--rate', '0')).toMatchObject({ exit: 0 });
    const applied = await as('carl', 'refunds', 'apply', file.replace('.csv', '.plan.jsonl'), ...TOTAL);
    expect(applied).toMatchObject({ exit: 0 });
  });

  it('is used after the data key was replaced, also by programs that run already', async () => {
    const { as, plan, team, ledger } = await openPlanTeam();
    const id = await plan(ROWS);
    await ledger('boris');
    await team.manage('olga').rotateKey();
    const later = await plan(ROWS);
    for (const each of [id, later]) {
      expect(await as('boris', 'refunds', 'approve', each, '--confirm', '33.00')).toMatchObject({ exit: 0 });
      expect(await as('carl', 'refunds', 'apply', each, ...TOTAL, '--dry-run')).toMatchObject({ exit: 0 });
    }
  });

  it('shows no row to the administrator of the database', async () => {
    const { plan, team } = await openPlanTeam();
    await plan(ROWS);
    const [row] = await team.sql(
      `select encode(sealed, 'escape') as text, header from rocketpay.plan_rows, rocketpay.plans`,
    );
    expect(JSON.stringify(row)).toContain('payment_id');
    expect(JSON.stringify(row)).not.toContain('order-1');
    expect(JSON.stringify(row)).not.toContain('Returned');
  });

  it('with an id that the ledger does not have is a usage error that names the list', async () => {
    const { as } = await openPlanTeam();
    const { exit, hint } = errorOf(await as('olga', 'refunds', 'show', 'plan-0123456789abcdef'));
    expect([exit, hint]).toEqual([2, expect.stringContaining('rocketpay refunds list')]);
  });
});

describe('a plan that was made again with --replace', () => {
  async function replacedPlan() {
    const members = await openPlanTeam({ requireApproval: false });
    const file = await members.shop.csv('payment_id,amount\norder-1,33.00\n');
    const make = async (name: string, ...words: readonly string[]) => {
      const finished = await members.as(name, 'refunds', 'plan', file, '--rate', '0', ...words);
      expect(finished).toMatchObject({ exit: 0 });
      return String(documentOf(finished).plan);
    };
    return { ...members, members, make, old: await make('anna') };
  }

  it('replaces the first one in the ledger, which is listed as replaced and not applied', async () => {
    const { as, shop, members, make, old } = await replacedPlan();
    const id = await make('anna', '--replace');
    expect(await listed(members)).toMatchObject([
      { plan: id, state: 'open' },
      { plan: old, state: 'replaced' },
    ]);
    const refused = errorOf(await as('carl', 'refunds', 'apply', old, ...TOTAL));
    expect(refused).toMatchObject({ exit: 7, code: 'plan_replaced', hint: expect.stringContaining(id) });
    expect(shop.requestsTo('/refund')).toBe(0);
    expect(await as('carl', 'refunds', 'apply', id, ...TOTAL)).toMatchObject({ exit: 0 });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('stays in the ledger when another member makes it again, who is told', async () => {
    const { as, members, make, old, shop } = await replacedPlan();
    await make('carl', '--replace');
    expect(await listed(members)).toMatchObject([{ state: 'open' }, { plan: old, state: 'open' }]);
    expect(await as('anna', 'refunds', 'apply', old, ...TOTAL)).toMatchObject({ exit: 0 });
    expect(shop.requestsTo('/refund')).toBe(1);
  });
});

describe('an approval in the ledger of a team', () => {
  it('has the time of the server, whatever clock the approver has', async () => {
    const { at, plan, shop, as } = await openPlanTeam();
    const id = await plan(ROWS);
    const late = { ...movingClock(shop.platform.clock), now: () => Date.now() + 3_600_000 };
    const { approvedAt } = documentOf(
      await at({ clock: late }, 'boris', 'refunds', 'approve', id, '--confirm', '33.00'),
    );
    expect(Math.abs(Date.parse(String(approvedAt)) - Date.now())).toBeLessThan(60_000);
    expect(await as('carl', 'refunds', 'apply', id, ...TOTAL)).toMatchObject({ exit: 0 });
  });

  it('is not given by a member whose role is support', async () => {
    const { as, plan } = await openPlanTeam();
    const id = await plan(ROWS);
    const refused = errorOf(await as('carl', 'refunds', 'approve', id, '--confirm', '33.00'));
    expect(refused).toMatchObject({ exit: 7, code: 'not_an_approver' });
  });

  it('is not given by the maker, whatever their role is', async () => {
    const { as, team, plan } = await openPlanTeam();
    await team.sql(`update rocketpay.members set role = 'admin' where name = 'anna'`);
    const id = await plan(ROWS);
    const own = errorOf(await as('anna', 'refunds', 'approve', id, '--confirm', '33.00'));
    expect(own).toMatchObject({ exit: 7, code: 'approval_own' });
  });

  it('does not count any more when the approver or the maker has left the team', async () => {
    const { as, team, plan } = await openPlanTeam();
    const id = await plan(ROWS);
    await as('boris', 'refunds', 'approve', id, '--confirm', '33.00');
    await team.manage('olga').remove('boris');
    expect(errorOf(await as('carl', 'refunds', 'apply', id, ...TOTAL))).toMatchObject({ code: 'approval_unknown' });
    await as('olga', 'refunds', 'approve', id, '--confirm', '33.00');
    await team.manage('olga').remove('anna');
    const refused = errorOf(await as('carl', 'refunds', 'apply', id, ...TOTAL));
    expect(refused).toMatchObject({ exit: 7, code: 'maker_unknown' });
  });

  it('needs a listed key too where the profile lists keys', async () => {
    const { as, plan } = await openPlanTeam({ approvers: ['ed25519:listed'] });
    const id = await plan(ROWS);
    await as('boris', 'refunds', 'approve', id, '--confirm', '33.00');
    expect(errorOf(await as('carl', 'refunds', 'apply', id, ...TOTAL))).toMatchObject({ code: 'approval_unknown' });
  });
});

describe('a plan that is applied by two members at the same time', () => {
  it('sends each row once', async () => {
    const { as, plan, shop } = await openPlanTeam({ requireApproval: false });
    const id = await plan(ROWS);
    const runs = await Promise.all(['anna', 'carl', 'olga'].map((name) => as(name, 'refunds', 'apply', id, ...TOTAL)));
    expect(runs.map(({ exit }) => exit)).toContain(0);
    for (const { exit, err } of runs) expect(exit === 0 || err.includes('in_flight')).toBe(true);
    expect(shop.requestsTo('/refund')).toBe(3);
  });

  it('is continued by one of them when the other one has lost its lock, and the other one sends nothing more', async () => {
    const { as, plan, shop, ledger, team } = await openPlanTeam({ requireApproval: false });
    const id = await plan(ROWS);
    const stalled = await ledger('anna');
    const { createIntent } = stalled;
    let begun = 0;
    let second: ReturnType<typeof as> | undefined;
    Object.assign(stalled, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        begun += 1;
        if (begun === 2) {
          await team.sql(`update rocketpay.locks set expires_at = clock_timestamp() - interval '1 second'`);
          second = as('carl', 'refunds', 'apply', id, ...TOTAL);
          await second;
        }
        return createIntent(...words);
      },
    });
    const first = await as('anna', 'refunds', 'apply', id, ...TOTAL, '--concurrency', '1');
    expect(await second).toMatchObject({ exit: 0 });
    expect(first.exit).toBe(7);
    expect(first.err).toContain('lock_lost');
    expect(shop.requestsTo('/refund')).toBe(3);
    const history = await (await ledger('olga')).history({ limit: 10, kind: 'refund' });
    expect(history.map(({ state }) => state)).not.toContain('held');
  });
});
