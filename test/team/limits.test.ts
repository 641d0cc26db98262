import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import type { IntentDraft } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { RefundLimits } from '#domain/team/member-limits';
import { draft } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { movingClock } from '../support/moving-clock.ts';
import { runProgram } from '../support/run-program.ts';
import { documentOf, errorOf } from '../support/session.ts';
import { openShop } from '../support/shop.ts';
import { createTeam, type TestTeam } from '../support/team/team.ts';

const kzt = (minor: number) => ({ minor, currency: 'KZT' });

const refund = (id: string, minor: number, values: Partial<IntentDraft> = {}) =>
  draft(id, { paymentId: `payment of ${id}`, amount: kzt(minor), ...values });

async function limitedTeam(limits: Partial<RefundLimits>, member: string | null = 'anna'): Promise<TestTeam> {
  const team = await createTeam();
  await team.add('anna', 'support');
  await team.manage('olga').setLimits({ member: member ?? undefined, limits: { currency: 'KZT', ...limits } });
  return team;
}

const failureOf = (ledger: Ledger, wanted: IntentDraft) => rejectionOf(ledger.createIntent(wanted));

describe('the limits of a member', () => {
  it('refuse a refund that is larger than the limit of one refund', async () => {
    const team = await limitedTeam({ perRefund: 50_000 });
    const anna = await team.open('anna');
    const failure = await failureOf(anna, refund('a', 50_001));
    expect(failure).toMatchObject({ exit: 7, code: 'over_limit' });
    expect(failure.message).toBe(
      '500.01 KZT (50001 minor units) is over the limit of anna for one refund, 500.00 KZT (50000 minor units). Nothing was sent.',
    );
    await anna.createIntent(refund('b', 50_000));
    await (await team.open('olga')).createIntent(refund('c', 50_001));
  });

  it('refuse refunds over the limit of 24 hours, and report the used and the remaining amount', async () => {
    const team = await limitedTeam({ perDay: 30_000 });
    const anna = await team.open('anna');
    await anna.createIntent(refund('a', 20_000));
    const failure = await failureOf(anna, refund('b', 10_001));
    expect(failure.message).toContain(
      '300.00 KZT (30000 minor units): 200.00 KZT (20000 minor units) was refunded or may have been, 100.00 KZT (10000 minor units) is left.',
    );
    await anna.change('a', 'answered', { state: 'declined' });
    await anna.createIntent(refund('c', 30_000));
    await team.sql(`update rocketpay.intents set created_at = created_at - 86400001 where id = 'c'`);
    await anna.createIntent(refund('d', 30_000));
  });

  it('let only as many pass as fit when two machines of a member refund concurrently', async () => {
    const team = await limitedTeam({ perDay: 30_000 });
    const machines = await Promise.all([team.open('anna'), team.open('anna')]);
    const attempts = machines.flatMap((ledger, at) =>
      ['a', 'b', 'c'].map((id) => ledger.createIntent(refund(`${id}${at}`, 10_000))),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });

  it('count requests to the refund endpoint that are no refund command, and nothing else', async () => {
    const team = await limitedTeam({ perDay: 30_000 });
    const anna = await team.open('anna');
    await anna.createIntent(refund('a', 25_000, { kind: 'raw' }));
    expect(await failureOf(anna, refund('b', 10_000, { kind: 'raw' }))).toMatchObject({ code: 'over_limit' });
    expect(await failureOf(anna, refund('c', 0, { kind: 'raw', amount: undefined }))).toMatchObject({ exit: 7 });
    await anna.createIntent(refund('d', 900_000, { kind: 'sale', path: '/v2/payment/mobile/sale' }));
  });

  it('refuse a refund in another currency', async () => {
    const team = await limitedTeam({ perDay: 30_000 });
    const failure = await failureOf(await team.open('anna'), refund('a', 1, { amount: { minor: 1, currency: 'USD' } }));
    expect(failure.message).toContain('The limits of anna are in KZT, the refund is in USD.');
  });

  it('are those of everyone until a member has their own', async () => {
    const team = await limitedTeam({ perRefund: 100 }, null);
    const anna = await team.open('anna');
    expect(await failureOf(anna, refund('a', 101))).toMatchObject({ code: 'over_limit' });
    const olga = team.manage('olga');
    await olga.setLimits({ member: 'anna', limits: { currency: 'KZT', perRefund: 200 } });
    await anna.createIntent(refund('b', 101));
    await olga.setLimits({ member: 'anna', limits: undefined });
    expect(await failureOf(anna, refund('c', 101))).toMatchObject({ code: 'over_limit' });
  });
});

describe('limits in the database', () => {
  it('are not set by a member who is no administrator', async () => {
    const team = await limitedTeam({ perRefund: 100 });
    const own = team.manage('anna').setLimits({ member: 'anna', limits: undefined });
    expect(await rejectionOf(own)).toMatchObject({ exit: 7 });
    const db = connect(team.url('anna'));
    for (const statement of [
      'delete from rocketpay.refund_limits',
      'update rocketpay.refund_limits set per_refund = 9',
    ])
      await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: '42501' });
    await db.destroy();
  });

  it('block every refund when an administrator has not signed them', async () => {
    const team = await limitedTeam({ perRefund: 100 });
    await team.sql('update rocketpay.refund_limits set per_refund = 1000000');
    expect(await failureOf(await team.open('anna'), refund('a', 1))).toMatchObject({
      code: 'limits_unsigned',
      exit: 7,
      hint: expect.stringContaining(': rocketpay ledger limit anna --reset'),
    });
    const asOlga = { team: async () => team.manage('olga') };
    expect((await runProgram(['ledger', 'limit', 'anna', '--per-refund', '1.00'], { context: asOlga })).exit).toBe(7);
    expect((await runProgram(['ledger', 'limit', 'anna', '--reset'], { context: asOlga })).exit).toBe(0);
    await (await team.open('anna')).createIntent(refund('b', 1));
  });

  it.each<[what: string, limits: Partial<RefundLimits>, reader: string]>([
    ['do not check them', { perRefund: 100 }, '8'],
    ['ask for no approval', { withoutApproval: 100 }, '10'],
  ])('exclude versions of the program that %s', async (_, limits, value) => {
    const team = await createTeam();
    await team.sql(`update rocketpay.info set value = '1' where name = 'min_reader'`);
    await team.manage('olga').setLimits({ member: undefined, limits: { currency: 'KZT', ...limits } });
    expect(await team.sql(`select value from rocketpay.info where name = 'min_reader'`)).toEqual([{ value }]);
  });
});

it('rocketpay ledger limit sets limits, which members shows and a refund is blocked by before it is confirmed', async () => {
  const team = await createTeam();
  await team.add('anna', 'support');
  const asOlga = { team: async () => team.manage('olga') };
  const set = (...words: readonly string[]) => runProgram(['ledger', 'limit', ...words], { context: asOlga });
  expect((await set('anna', '--per-refund', '500.00')).exit).toBe(0);
  const { out } = await set('anna', '--per-day', '3000', '--json');
  const limits = { currency: 'KZT', perRefundMinor: 50_000, perDayMinor: 300_000, withoutApprovalMinor: null };
  expect(JSON.parse(out)).toEqual({ limits: [{ member: 'anna', ...limits }] });
  expect((await set()).out).toBe('anna  one refund up to 500.00 KZT, refunds of 24 hours up to 3000.00 KZT\n');
  const members = documentOf(await runProgram(['ledger', 'members', '--json'], { context: asOlga })).members;
  expect(members).toMatchObject([
    { name: 'olga', limits: null },
    { name: 'anna', limits },
  ]);
  expect((await runProgram(['ledger', 'members'], { context: asOlga })).out).toContain(
    '\n  one refund up to 500.00 KZT, refunds of 24 hours up to 3000.00 KZT\n',
  );
  expect((await set('boris', '--per-day', '1')).exit).toBe(2);

  const shop = await openShop();
  await shop.paid();
  const clock = movingClock(shop.platform.clock);
  const words = ['refund', 'order-1', '--amount', '600', '--json'];
  const refused = await runProgram(words, { env: shop.env, clock, ledger: await team.open('anna') });
  expect(errorOf(refused)).toMatchObject({ exit: 7, code: 'over_limit' });
});
