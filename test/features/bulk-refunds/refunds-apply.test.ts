import { describe, expect, it } from 'vitest';
import { openTestLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openPlanShop, planRows, rowsFor } from './plan-shop.ts';

describe('refunds apply', () => {
  it('refunds each row once with its exact amount, and nothing when it runs again', async () => {
    const shop = await openPlanShop(10);
    const plan = await shop.plan(rowsFor(10));
    const first = await shop.apply(plan, '--wait');
    expect(first).toMatchObject({
      exit: 0,
      summary: { complete: true, outcomes: { done: { rows: 10, minor: 14_500 } } },
    });
    expect(Object.values(await shop.refundedAmounts()).flat()).toEqual(rowsFor(10).map((_, at) => 1000 + at * 100));
    const again = await shop.apply(plan);
    expect(again).toMatchObject({ exit: 0, rows: {}, summary: { complete: true } });
    expect(shop.requestsTo('/refund')).toBe(10);
  });

  it('sends nothing unless the exact total is confirmed', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(rowsFor(2));
    for (const words of [[], ['--confirm', '20.00'], ['--confirm', '2100'], ['--confirm', '21,00']]) {
      const error = await shop.failed('refunds', 'apply', plan, ...words);
      expect(error).toMatchObject({ exit: 7, code: 'not_confirmed', hint: expect.stringContaining('--confirm 21.00') });
    }
    expect(await shop.run('refunds', 'apply', plan, '--dry-run')).toMatchObject({ exit: 0 });
    expect(shop.requestsTo('/refund')).toBe(0);
    expect(await shop.apply(plan)).toMatchObject({ exit: 0 });
  });

  it('reports each row that is not done, and refunds the others', async () => {
    const shop = await openPlanShop(4);
    const plan = await shop.plan(['order-1,10,a', 'order-2,30.28,b', 'order-3,13.13,c', 'order-4,11,d', 'x,1,e']);
    const { exit, rows } = await shop.apply(plan, '--wait', '--concurrency', '1');
    expect(exit).toBe(10);
    expect(rows).toEqual({ 2: 'accepted', 3: 'refused', 4: 'accepted', 5: 'accepted' });
    expect((await shop.show(plan)).outcomes).toMatchObject({
      done: { rows: 2, minor: 2100 },
      refused: { rows: 1, minor: 3028 },
      declined: { rows: 1, minor: 1313 },
      skipped: { rows: 1 },
    });
    const { out, exit: shown } = await shop.run('refunds', 'show', plan);
    expect(shown).toBe(10);
    expect(out).toMatch(/line 3 +order-2 +30\.28 KZT +refused by the platform\n +3028 the merchant balance is too low/);
    expect(out).toMatch(/line 4 +order-3 +13\.13 KZT +declined\n +20100/);
  });

  it('does not resend a row with an unknown outcome, and continues after the row is resumed', async () => {
    const shop = await openPlanShop(3);
    const plan = await shop.plan(rowsFor(3));
    shop.spoilNext('reset-after');
    const first = await shop.apply(plan, '--concurrency', '1');
    expect(first).toMatchObject({ exit: 10, rows: { 2: 'unknown', 3: 'accepted', 4: 'accepted' } });
    const { out } = await shop.run('refunds', 'show', plan);
    expect(out).toContain(`Next: rocketpay resume --plan ${plan} --wait`);
    expect(await shop.apply(plan)).toMatchObject({ exit: 10, rows: {} });
    expect(await shop.run('resume', '--plan', plan, '--wait')).toMatchObject({ exit: 0 });
    expect(await shop.apply(plan, '--wait')).toMatchObject({ exit: 0, summary: { outcomes: { done: { rows: 3 } } } });
    expect(await shop.refundedAmounts()).toEqual({ 'order-1': [1000], 'order-2': [1100], 'order-3': [1200] });
  });

  it('does not resend a row that the platform does not show, because it may be processed late', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(rowsFor(2));
    shop.spoilNext('500');
    expect((await shop.apply(plan, '--concurrency', '1')).rows).toEqual({ 2: 'unknown', 3: 'accepted' });
    await shop.run('resume', '--plan', plan, '--wait');
    expect((await shop.show(plan)).outcomes).toMatchObject({ not_seen: { rows: 1, minor: 1000 }, left: { rows: 0 } });
    expect(await shop.apply(plan)).toMatchObject({ exit: 10, rows: {} });
    expect((await shop.run('refunds', 'export', plan, '--todo')).out).not.toContain('order-1');
    expect(shop.requestsTo('/refund')).toBe(2);
    const again = ['--again', '--reason', 'not seen for an hour'];
    expect(await shop.apply(plan, ...again)).toMatchObject({ exit: 0, rows: { 2: 'accepted' } });
    await shop.platform.clock.advance(5000);
    expect(await shop.refundedAmounts()).toEqual({ 'order-1': [1000], 'order-2': [1100] });
  });

  it('skips what an earlier plan has refunded, however long ago, unless the plan is made with --again', async () => {
    const shop = await openPlanShop(3);
    const [first = '', ...others] = rowsFor(3);
    await shop.apply(await shop.plan([first, ...others]));
    await shop.platform.clock.advance(30 * 24 * 3_600_000);
    const again = await shop.plan([first, 'order-2,12.00,x', 'order-3,12.00,x']);
    expect(await planRows(again)).toMatchObject({ 2: { reason: 'already_refunded' }, 3: { verdict: 'refund' } });
    const offline = await shop.plan([first], '--offline');
    expect(await planRows(offline)).toMatchObject({ 2: { reason: 'already_refunded' } });
    const { err } = await shop.run('refunds', 'plan', await shop.csv('payment_id,amount\norder-1,10\n'), '--again');
    expect(err).toContain('--reason');
    const repeated = await shop.plan([first], '--again', '--reason', 'a second discount');
    expect(await planRows(repeated)).toMatchObject({ 2: { verdict: 'refund' } });
    expect((await shop.run('refunds', 'show', repeated)).out).toContain('a second discount');
    expect(await shop.apply(repeated)).toMatchObject({ exit: 0, rows: { 2: 'accepted' } });
    await shop.platform.clock.advance(5000);
    expect(await shop.refundedAmounts()).toMatchObject({ 'order-1': [1000, 1000] });
  });

  it('blocks what another plan has refunded after this plan was made', async () => {
    const shop = await openPlanShop(1);
    const plans = [await shop.plan(rowsFor(1)), await shop.plan(rowsFor(1), '--offline')];
    await shop.apply(plans[0] ?? '');
    await shop.platform.clock.advance(25 * 3_600_000);
    const { exit, rows } = await shop.apply(plans[1] ?? '', '--max-age', '48h');
    expect({ exit, rows }).toEqual({ exit: 10, rows: { 2: 'held' } });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('refuses a plan of another ledger without --other-ledger', async () => {
    const shop = await openPlanShop(1);
    const plan = await shop.plan(rowsFor(1));
    const other = {
      env: shop.env,
      ledger: await openTestLedger(shop.platform.clock),
      clock: movingClock(shop.platform.clock),
    };
    const words = ['refunds', 'apply', plan, '--confirm', '10.00', '--json'];
    const refused = errorOf(await rocketpay(words, other));
    expect(refused).toMatchObject({ exit: 7, code: 'other_ledger', message: expect.stringContaining('twice') });
    expect(refused.hint).toContain('--other-ledger');
    expect(shop.requestsTo('/refund')).toBe(0);
    expect(await rocketpay([...words, '--other-ledger'], other)).toMatchObject({ exit: 0 });
  });

  it('leaves rows that resume --plan resolves without other writes', async () => {
    const shop = await openPlanShop(2);
    const other = await shop.lost('reset-after', 'refund', 'order-2', '--amount', '5', '--confirm', '5');
    const plan = await shop.plan(['order-1,10,x']);
    shop.spoilNext('reset-after');
    await shop.apply(plan);
    await shop.platform.clock.advance(5000);
    const { resumed, open } = await shop.done('resume', '--plan', plan, '--wait');
    expect({ resumed, open }).toMatchObject({ resumed: [{ paymentId: 'order-1', state: 'done' }], open: 0 });
    expect(await shop.ledger.get(other)).toMatchObject({ state: 'unknown' });
  });
});
