import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../kill/chance.ts';
import { turnOf } from '../../support/suite/case-count.ts';
import { openPlanShop } from './plan-shop.ts';

const ORDERS = 12;

/** Rows that the sandbox refunds, declines or refuses, rows that cannot be read, and repeated rows. */
const KINDS = [
  (order: number) => `order-${order},${order}.07,x`,
  (order: number) => `order-${order},${order}.07,x`,
  (order: number) => `order-${order},13.13,x`,
  (order: number) => `order-${order},30.28,x`,
  (order: number) => `order-${order},"1,5",x`,
  () => 'order-1,1.07,x',
  (order: number) => `nowhere-${order},1,x`,
] as const;

describe('the sentences about a batch', () => {
  it.each(turnOf([1, 2, 3, 4, 5, 6], 0, 3))('agree with the refunds of the sandbox (seed %i)', async (seed) => {
    const chance = chanceFrom(seed);
    const shop = await openPlanShop(ORDERS, { random: chance.next });
    const rows = Array.from({ length: ORDERS }, (_, at) =>
      (KINDS[Math.floor(chance.next() * KINDS.length)] ?? KINDS[0])(at + 1),
    );
    const plan = await shop.plan(rows);
    shop.faults.push({ kind: 'reset-after', rate: 0.15 });
    await shop.apply(plan, '--stop-after', '0');
    shop.faults.length = 0;
    await shop.platform.clock.advance(60_000);
    const steps = [
      async () => {},
      () => shop.run('resume', '--plan', plan, '--wait'),
      () => shop.apply(plan, '--wait'),
    ];
    for (const step of steps) {
      await step();
      const { out } = await shop.run('refunds', 'show', plan);
      const amounts = Object.values(await shop.refundedAmounts()).flat();
      const claimed = Number(/(?:Refunded|Each row is refunded): (\d+) row/.exec(out)?.[1] ?? 0);
      const open = Number(/No final result yet: (\d+) row/.exec(out)?.[1] ?? 0);
      expect(claimed).toBeLessThanOrEqual(amounts.length);
      expect(claimed + open).toBeGreaterThanOrEqual(amounts.length);
      expect(out.includes('Each row is refunded')).toBe(amounts.length === rows.length && open === 0);
      const total = (amounts.reduce((sum, amount) => sum + amount, 0) / 100).toFixed(2);
      const text = amounts.length === 0 ? 'No row is known' : `, ${total} KZT.`;
      expect(open > 0 || out.includes(text)).toBe(true);
    }
  });
});
