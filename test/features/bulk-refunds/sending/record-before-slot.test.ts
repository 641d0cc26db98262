import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import { movingClock } from '../../../support/moving-clock.ts';
import { rocketpay } from '../../../support/session.ts';
import { openPlanShop, rowsFor } from '../plan-shop.ts';

describe('a row that is recorded before it may be sent', () => {
  it('is checked again, and refunded once, when its status is too old by then', async () => {
    const shop = await openPlanShop(3);
    const plan = await shop.plan(rowsFor(3));
    const { createIntent } = shop.ledger;
    let recorded = 0;
    Object.assign(shop.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        const intent = await createIntent(...words);
        recorded += 1;
        if (recorded === 2) await shop.platform.clock.advance(2001);
        return intent;
      },
    });
    const { exit, summary } = await shop.apply(plan, '--concurrency', '1');
    expect([exit, recorded, shop.requestsTo('/refund')]).toEqual([0, 4, 3]);
    expect(summary?.outcomes).toMatchObject({ accepted: { rows: 3 } });
    const intents = await shop.ledger.history({ limit: 10 });
    // The time-out, its slack, and the time that the row may wait.
    expect(intents.map(({ createdAt, endsBy }) => endsBy - createdAt > 31_000)).toEqual(Array(4).fill(true));
    expect(intents.filter(({ state }) => state === 'not_sent')).toMatchObject([
      { paymentId: 'order-2', reason: 'the status of its payment was too old' },
    ]);
  });

  it('is recorded as not sent when the batch stops meanwhile, and a later run refunds it', async () => {
    const shop = await openPlanShop(24);
    const rows = Array.from({ length: 24 }, (_, at) => `order-${at + 1},${at < 8 ? '10' : '30.28'},x`);
    const plan = await shop.plan(rows);
    const { exit, summary } = await shop.apply(plan, '--concurrency', '8', '--stop-after', '1');
    const { accepted, refused, left, sending, unknown } = summary?.outcomes ?? {};
    expect([exit, sending?.rows, unknown?.rows]).toEqual([10, 0, 0]);
    expect(shop.requestsTo('/refund')).toBe((accepted?.rows ?? 0) + (refused?.rows ?? 0));
    const intents = await shop.ledger.history({ limit: 100 });
    const notSent = intents.filter(({ state }) => state === 'not_sent');
    expect(notSent.every(({ reason }) => reason === 'the batch was stopped')).toBe(true);
    const again = await shop.apply(plan, '--concurrency', '8', '--stop-after', '0');
    expect(again.summary?.outcomes.left?.rows).toBe(0);
    expect(left?.rows).toBeGreaterThan(0);
    expect(shop.requestsTo('/refund')).toBe(24);
  });

  it('is not in flight, as a signal would say of it, when it is not sent', async () => {
    const shop = await openPlanShop(24);
    const plan = await shop.plan(Array.from({ length: 24 }, (_, at) => `order-${at + 1},${at < 8 ? '10' : '30.28'},x`));
    const started = new Set<string>();
    const inFlight = new (class extends Set<Intent> {
      override add(intent: Intent): this {
        started.add(intent.id);
        return super.add(intent);
      }
    })();
    const words = [
      'refunds',
      'apply',
      plan,
      '--confirm',
      '564.48',
      '--rate',
      '0',
      '--concurrency',
      '8',
      '--stop-after',
      '1',
    ];
    const clock = movingClock(shop.platform.clock);
    await rocketpay(words, { env: shop.env, ledger: shop.ledger, clock, context: { inFlight } });
    expect(started.size).toBe(shop.requestsTo('/refund'));
  });
});
