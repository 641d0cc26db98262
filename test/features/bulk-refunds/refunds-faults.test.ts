import { describe, expect, it } from 'vitest';
import type { FaultKind } from '#domain/sandbox/faults';
import { chanceFrom } from '../../kill/chance.ts';
import { openPlanShop } from './plan-shop.ts';

const ORDERS = 40;

/** Returns the amount of a row. The sandbox declines 13.13 and refuses 30.28. */
const toAmount = (order: number): string => {
  if (order % 11 === 0) return '13.13';
  return order % 13 === 0 ? '30.28' : `${order}.07`;
};

const FAULTS: readonly FaultKind[] = ['reset-before', 'reset-after', '502', '500', 'half', 'bad-json'];

describe('a batch over an unreliable connection', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('ends with the state of the sandbox in every row (seed %i)', async (seed) => {
    const chance = chanceFrom(seed);
    const shop = await openPlanShop(ORDERS, { random: chance.next });
    const rows = Array.from({ length: ORDERS }, (_, at) => `order-${at + 1},${toAmount(at + 1)},x`);
    const plan = await shop.plan(rows);
    shop.faults.push(...FAULTS.map((kind) => ({ kind, rate: 0.06 })));
    const words = ['--again', '--reason', 'not seen', '--stop-after', '0', '--concurrency', '6', '--timeout', '2s'];
    const { outcomes: before } = (await shop.apply(plan, ...words)).summary ?? (await shop.show(plan));
    expect(before.unknown?.rows).toBeGreaterThan(0);
    for (let round = 0; round < 10; round++) {
      await shop.platform.clock.advance(400_000);
      await shop.run('resume', '--plan', plan, '--wait', '--deadline', '5m');
      await shop.apply(plan, ...words);
    }
    shop.faults.length = 0;
    await shop.platform.clock.advance(400_000);
    await shop.run('resume', '--plan', plan, '--wait');
    await shop.apply(plan, ...words, '--wait');

    const { outcomes } = await shop.show(plan);
    const amountsByPayment = await shop.refundedAmounts();
    for (const [id, amounts] of Object.entries(amountsByPayment))
      expect({ id, times: amounts.length }).toEqual({ id, times: 1 });
    // Each row that the sandbox has refunded is known to be done.
    const countRows = (...names: readonly string[]) =>
      names.reduce((sum, name) => sum + (outcomes[name]?.rows ?? 0), 0);
    const count = Object.keys(amountsByPayment).length;
    expect(countRows('done')).toBe(count);
    expect(countRows('done', 'declined', 'refused', 'not_seen', 'unknown')).toBe(ORDERS);
    expect(await shop.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });
});
