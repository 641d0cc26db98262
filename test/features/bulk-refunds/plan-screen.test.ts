import { describe, expect, it } from 'vitest';
import { openPlanShop } from './plan-shop.ts';

describe('the screen of a new plan', () => {
  it('shows the smallest and the largest amount, the total in groups, and why rows are skipped', async () => {
    const shop = await openPlanShop(2);
    const bad = Array.from({ length: 12 }, (_, at) => `p-${at},x`);
    const file = await shop.csv(['payment_id,amount', 'order-1,0.50', 'order-2,1000', ...bad, ''].join('\n'));
    const { exit, out } = await shop.run('refunds', 'plan', file);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Total +1 000\.50 KZT$/m);
    expect(out).toMatch(/^Amounts +0\.50 KZT to 1 000\.00 KZT$/m);
    expect(out).toMatch(/^ {2}line 4: the amount "x" is not valid/m);
    expect(out).toMatch(/^ {2}line 13: /m);
    expect(out).not.toMatch(/line 14:/);
    expect(out).toContain('Skipped rows are NOT refunded. The first 10 of 12 are shown.');
  });

  it('confirms the total as it is shown, in groups', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(['order-1,1000,', 'order-2,1000,']);
    expect((await shop.run('refunds', 'apply', plan, '--confirm', '2 000.00', '--wait')).exit).toBe(0);
  });
});

describe('refunds plan --replace', () => {
  const HEAD = 'payment_id,amount\n';

  it('replaces a plan of which nothing was sent', async () => {
    const shop = await openPlanShop(2);
    const first = await shop.csv(`${HEAD}order-1,10\n`);
    const { file } = await shop.done('refunds', 'plan', first);
    const out = String(file);
    expect(await shop.failed('refunds', 'plan', first, '--out', out)).toMatchObject({ exit: 2 });
    const second = await shop.csv(`${HEAD}order-2,20\n`);
    expect(await shop.done('refunds', 'plan', second, '--out', out, '--replace')).toMatchObject({ total: '20.00' });
    expect(await shop.show(out)).toMatchObject({ total: '20.00' });
  });

  it('refuses a plan of which a row was sent, and a file that is not a plan', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(['order-1,10,']);
    expect(await shop.apply(plan)).toMatchObject({ rows: { 2: 'accepted' } });
    const file = await shop.csv(`${HEAD}order-2,20\n`);
    const words = ['refunds', 'plan', file, '--replace', '--out'];
    expect(await shop.failed(...words, plan)).toMatchObject({ exit: 7, code: 'plan_applied' });
    expect(await shop.failed(...words, file)).toMatchObject({ exit: 2 });
    expect(await shop.show(plan)).toMatchObject({ total: '10.00' });
  });

  it('makes a plan where there is none yet', async () => {
    const shop = await openPlanShop(1);
    const file = await shop.csv(`${HEAD}order-1,10\n`);
    expect(await shop.done('refunds', 'plan', file, '--replace')).toMatchObject({ total: '10.00' });
  });
});
