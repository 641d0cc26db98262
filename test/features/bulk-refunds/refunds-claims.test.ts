import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../kill/chance.ts';
import { openRefundDesk } from './plan-shop.ts';

const ORDERS = 12;

/** Rows that the sandbox refunds, declines or refuses, that cannot be read, and that stand there twice. */
const KINDS = [
  (order: number) => `order-${order},${order}.07,x`,
  (order: number) => `order-${order},${order}.07,x`,
  (order: number) => `order-${order},13.13,x`,
  (order: number) => `order-${order},30.28,x`,
  (order: number) => `order-${order},"1,5",x`,
  () => 'order-1,1.07,x',
  (order: number) => `nowhere-${order},1,x`,
] as const;

describe('what a batch claims', () => {
  it.each([1, 2, 3, 4, 5, 6])('is what the books have (seed %i)', async (seed) => {
    const chance = chanceFrom(seed);
    const desk = await openRefundDesk(ORDERS, { random: chance.next });
    const rows = Array.from({ length: ORDERS }, (_, at) =>
      (KINDS[Math.floor(chance.next() * KINDS.length)] ?? KINDS[0])(at + 1),
    );
    const plan = await desk.plan(rows);
    desk.faults.push({ kind: 'reset-after', rate: 0.15 });
    await desk.apply(plan, '--stop-after', '0');
    desk.faults.length = 0;
    await desk.platform.clock.advance(60_000);
    const steps = [
      async () => {},
      () => desk.run('resume', '--plan', plan, '--wait'),
      () => desk.apply(plan, '--wait'),
    ];
    for (const step of steps) {
      await step();
      const { out } = await desk.run('refunds', 'show', plan);
      const amounts = Object.values(await desk.booked()).flat();
      const claimed = Number(/(?:Refunded|Each row is refunded): (\d+) row/.exec(out)?.[1] ?? 0);
      const open = Number(/No final result yet: (\d+) row/.exec(out)?.[1] ?? 0);
      expect(claimed).toBeLessThanOrEqual(amounts.length);
      expect(claimed + open).toBeGreaterThanOrEqual(amounts.length);
      expect(out.includes('Each row is refunded')).toBe(amounts.length === rows.length && open === 0);
      const total = (amounts.reduce((sum, amount) => sum + amount, 0) / 100).toFixed(2);
      const said = amounts.length === 0 ? 'No row is known' : `, ${total} KZT.`;
      expect(open > 0 || out.includes(said)).toBe(true);
    }
  });
});
