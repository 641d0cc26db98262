import { describe, expect, it } from 'vitest';
import type { FaultKind } from '#domain/sandbox/sandbox-options';
import { chanceFrom } from '../../kill/chance.ts';
import { openRefundDesk } from './plan-shop.ts';

const ORDERS = 40;

/** Amounts with which the sandbox declines or refuses a refund stand among the others. */
const amountOf = (order: number): string => {
  if (order % 11 === 0) return '13.13';
  return order % 13 === 0 ? '30.28' : `${order}.07`;
};

const SPRINKLED: readonly FaultKind[] = ['reset-before', 'reset-after', '502', '500', 'half', 'bad-json'];

describe('a batch over a line that fails now and then', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'ends with every row as the books have it, whatever failed (seed %i)',
    async (seed) => {
      const chance = chanceFrom(seed);
      const desk = await openRefundDesk(ORDERS, { random: chance.next });
      const rows = Array.from({ length: ORDERS }, (_, at) => `order-${at + 1},${amountOf(at + 1)},x`);
      const plan = await desk.plan(rows);
      desk.faults.push(...SPRINKLED.map((kind) => ({ kind, rate: 0.06 })));
      const words = ['--again', '--reason', 'not seen', '--stop-after', '0', '--concurrency', '6', '--timeout', '2s'];
      const { outcomes: before } = (await desk.apply(plan, ...words)).summary ?? (await desk.show(plan));
      expect(before.unknown?.rows).toBeGreaterThan(0);
      for (let round = 0; round < 10; round++) {
        await desk.platform.clock.advance(400_000);
        await desk.run('resume', '--plan', plan, '--wait', '--deadline', '5m');
        await desk.apply(plan, ...words);
      }
      desk.faults.length = 0;
      await desk.platform.clock.advance(400_000);
      await desk.run('resume', '--plan', plan, '--wait');
      await desk.apply(plan, ...words, '--wait');

      const { outcomes } = await desk.show(plan);
      const booked = await desk.booked();
      for (const [id, amounts] of Object.entries(booked))
        expect({ id, times: amounts.length }).toEqual({ id, times: 1 });
      // What the platform does not show is not sent again; each row that it has carried out is known to be done.
      const rowsOf = (...names: readonly string[]) => names.reduce((sum, name) => sum + (outcomes[name]?.rows ?? 0), 0);
      const count = Object.keys(booked).length;
      expect(rowsOf('done')).toBe(count);
      expect(rowsOf('done', 'declined', 'refused', 'not_seen', 'unknown')).toBe(ORDERS);
      expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
    },
  );
});
