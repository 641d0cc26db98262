import { chmod, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { movingClock } from '../../support/moving-clock.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openPlanShop, rowsFor } from './plan-shop.ts';

const DAY = 24 * 3_600_000;

describe('a payment that has changed since the plan was made', () => {
  it('is not refunded, and the other payments are', async () => {
    const shop = await openPlanShop(5);
    const plan = await shop.plan(rowsFor(5));
    // In the Dashboard, by `refund` in part, and by `refund` in full.
    await shop.platform.post('/v2/payment/mobile/refund', {
      general: { project_id: shop.platform.sandbox.projectId, payment_id: 'order-1' },
      payment: { amount: 500, currency: 'KZT' },
    });
    await shop.done('refund', 'order-2', '--amount', '5', '--confirm', '5');
    await shop.done('refund', 'order-3', '--full', '--confirm', '1000', '--wait');
    const { exit, rows } = await shop.apply(plan);
    expect(exit).toBe(10);
    expect(rows).toEqual({ 2: 'held', 3: 'held', 4: 'held', 5: 'accepted', 6: 'accepted' });
    const { out } = await shop.run('refunds', 'export', plan);
    expect(out).toMatch(/"order-1".*"held".*it has a new refund/);
    expect(out).toMatch(/"order-3".*"held".*order-3 cannot be refunded/);
    // Another run checks it again, and records nothing new.
    const records = shop.ledger.records();
    const before = await count(records);
    expect(await shop.apply(plan)).toMatchObject({ exit: 10, rows: { 2: 'held', 3: 'held', 4: 'held' } });
    expect(await count(shop.ledger.records())).toBe(before);
    expect((await shop.run('refunds', 'export', plan, '--todo')).out.trim().split('\n')).toHaveLength(1);
  });

  it('is read before its refund when the plan was made offline', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(['order-1,10,x', 'absent,5,x', 'order-2,1000.01,x'], '--offline');
    expect(await shop.apply(plan)).toMatchObject({ exit: 10, rows: { 2: 'accepted', 3: 'held', 4: 'held' } });
    expect(shop.requestsTo('/refund')).toBe(1);
  });
});

const count = async (items: AsyncIterable<unknown>): Promise<number> => {
  let number = 0;
  for await (const _ of items) number += 1;
  return number;
};

describe('a plan that must not be applied', () => {
  it.each<[what: string, code: string, change: (text: string) => string]>([
    ['has another amount', 'plan_edited', (text) => text.replace('"amountMinor":1000', '"amountMinor":9000')],
    ['has another total', 'plan_edited', (text) => text.replace('"totalMinor":2100', '"totalMinor":2200')],
    ['lacks a row', 'plan_edited', (text) => text.replace(/\n[^\n]*\n$/, '\n')],
    ['has an incomplete last line', 'plan_edited', (text) => text.slice(0, -20)],
    ['has a row twice', 'plan_edited', (text) => text.replace(/\n([^\n]*\n)$/, '\n$1$1')],
    ['is of another project', 'plan_edited', (text) => text.replace(/\/4242"/, '/4243"')],
  ])('is refused as a whole when it %s', async (_, code, change) => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(rowsFor(2));
    await chmod(plan, 0o600);
    await writeFile(plan, change(await readFile(plan, 'utf8')));
    const error = await shop.failed('refunds', 'apply', plan, '--confirm', '21.00');
    expect(error).toMatchObject({ exit: 7, code });
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('is refused when the file is not a plan', async () => {
    const shop = await openPlanShop(0);
    const file = await shop.csv('payment_id,amount\norder-1,1\n');
    expect(await shop.failed('refunds', 'apply', file)).toMatchObject({ exit: 2, code: 'no_plan' });
    expect(await shop.failed('refunds', 'show', `${file}.none`)).toMatchObject({ exit: 2, code: 'unreadable' });
  });

  it('is refused when it is older than --max-age', async () => {
    const shop = await openPlanShop(1);
    const plan = await shop.plan(rowsFor(1));
    await shop.platform.clock.advance(DAY + 1000);
    const error = await shop.failed('refunds', 'apply', plan, '--confirm', '10.00');
    expect(error).toMatchObject({ exit: 7, code: 'plan_outdated', message: expect.stringContaining('24 h') });
    expect(await shop.apply(plan, '--max-age', '48h')).toMatchObject({ exit: 0 });
  });

  it.each([
    ['another project', { ROCKETPAY_PROJECT_ID: '4243' }],
    ['another platform', { ROCKETPAY_GATE_URL: 'http://127.0.0.1:9' }],
  ])('is refused when it was made for %s', async (_, other) => {
    const shop = await openPlanShop(1);
    const plan = await shop.plan(rowsFor(1));
    const options = { env: { ...shop.env, ...other }, ledger: shop.ledger, clock: movingClock(shop.platform.clock) };
    const error = errorOf(await rocketpay(['refunds', 'apply', plan, '--confirm', '10.00', '--json'], options));
    expect(error).toMatchObject({ exit: 7, code: 'other_project' });
    expect(shop.requestsTo('/refund')).toBe(0);
  });
});
