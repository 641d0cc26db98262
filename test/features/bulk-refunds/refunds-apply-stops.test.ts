import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { movingClock } from '../../support/moving-clock.ts';
import { documentsOf, rocketpay } from '../../support/session.ts';
import { turnOf } from '../../support/suite/case-count.ts';
import { openPlanShop, rowsFor } from './plan-shop.ts';

describe('a run of refunds apply', () => {
  it.each(['1', '4'])('stops after five consecutive refused rows, with --concurrency %s', async (concurrency) => {
    const shop = await openPlanShop(12);
    const rows = Array.from({ length: 12 }, (_, at) => `order-${at + 1},30.28,x`);
    const { exit, summary } = await shop.apply(await shop.plan(rows), '--concurrency', concurrency);
    expect(exit).toBe(10);
    expect(summary?.stopped).toMatch(
      /^Stopped: 5 consecutive rows were not refunded\. The last failure: .*balance is too low/,
    );
    expect(shop.requestsTo('/refund')).toBeLessThan(10);
  });

  it('reports the number of unknown outcomes when it stops', async () => {
    const shop = await openPlanShop(3);
    const plan = await shop.plan(['order-1,10,x', 'order-2,30.28,x', 'order-3,10,x']);
    shop.spoilNext('reset-after');
    const { exit, summary } = await shop.apply(plan, '--concurrency', '1', '--stop-after', '2');
    expect(exit).toBe(10);
    expect(summary?.stopped).toMatch(
      /^Stopped: of 2 consecutive rows 1 were not refunded, and the outcome of 1 is not known\. The last failure: /,
    );
  });

  it('continues to its end with --stop-after 0', async () => {
    const shop = await openPlanShop(8);
    const rows = Array.from({ length: 8 }, (_, at) => `order-${at + 1},30.28,x`);
    const { summary } = await shop.apply(await shop.plan(rows), '--stop-after', '0');
    expect(summary).toMatchObject({ stopped: null, outcomes: { refused: { rows: 8 } } });
  });

  it('stops when the platform cannot be reached, and a later run sends every row', async () => {
    const shop = await openPlanShop(9);
    const plan = await shop.plan(rowsFor(9));
    shop.faults.push({ kind: 'reset-before', rate: 1 });
    const { exit, summary } = await shop.apply(plan, '--concurrency', '1');
    expect({ exit, summary }).toMatchObject({ exit: 10, summary: { outcomes: { left: { rows: 9 } } } });
    shop.faults.length = 0;
    expect(await shop.apply(plan)).toMatchObject({ exit: 0 });
    expect(Object.keys(await shop.refundedAmounts())).toHaveLength(0);
    await shop.platform.clock.advance(5000);
    expect(Object.keys(await shop.refundedAmounts())).toHaveLength(9);
  });

  it('stops when a row cannot be recorded, and sends no other row', async () => {
    const shop = await openPlanShop(6);
    const plan = await shop.plan(rowsFor(6));
    const { createIntent } = shop.ledger;
    let started = 0;
    Object.assign(shop.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        started += 1;
        if (started > 2)
          throw new Failure(EXIT.blocked, 'ledger_unavailable', 'The ledger cannot be used: the disk is full.');
        return createIntent(...words);
      },
    });
    const finished = await shop.apply(plan, '--concurrency', '1');
    expect(finished).toMatchObject({ exit: 7, rows: { 2: 'accepted', 3: 'accepted' } });
    expect(finished.err).toContain('the disk is full');
    expect(shop.requestsTo('/refund')).toBe(2);
    Object.assign(shop.ledger, { createIntent });
    expect(await shop.apply(plan)).toMatchObject({ exit: 0, rows: { 4: 'accepted', 7: 'accepted' } });
  });

  it('says once why rows whose payment cannot be read were not sent', async () => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(rowsFor(2));
    shop.faults.push({ kind: 'reset-before', rate: 1 });
    const { exit, out, err } = await shop.apply(plan);
    const rows = documentsOf(out).filter(({ type }) => type === 'row');
    const row = { outcome: 'left', intent: null, reason: expect.stringContaining('connection') };
    expect([exit, rows]).toMatchObject([10, [row, row]]);
    expect(err.match(/order-[12]: /g)).toHaveLength(1);
  });

  it('keeps the limit of --rate', async () => {
    const shop = await openPlanShop(11);
    const plan = await shop.plan(rowsFor(11));
    const startedAt = shop.platform.clock.now();
    await shop.apply(plan, '--rate', '2', '--concurrency', '1');
    expect(shop.platform.clock.now() - startedAt).toBeGreaterThanOrEqual(5000);
  });

  it('waits for the refunds in progress after Ctrl-C, and a later run continues', async () => {
    const shop = await openPlanShop(8);
    const plan = await shop.plan(rowsFor(8));
    const interrupt = new AbortController();
    const { createIntent } = shop.ledger;
    let started = 0;
    Object.assign(shop.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        const intent = await createIntent(...words);
        started += 1;
        if (started === 3) interrupt.abort(interruptedFailure());
        return intent;
      },
    });
    const options = { env: shop.env, ledger: shop.ledger, clock: movingClock(shop.platform.clock), interrupt };
    const words = ['refunds', 'apply', plan, '--confirm', '108.00', '--rate', '0', '--concurrency', '2'];
    const { exit, err } = await rocketpay(words, options);
    expect(exit).toBe(130);
    expect(err.replace(/\s+/g, ' ')).toMatch(
      /No refund of this plan has an unknown outcome\. To continue, run the same command again/,
    );
    const { outcomes } = await shop.show(plan);
    expect(outcomes.unknown).toMatchObject({ rows: 0 });
    // The third refund was recorded and not sent.
    expect([started, outcomes.accepted?.rows, shop.requestsTo('/refund')]).toEqual([3, 2, 2]);
    expect(await shop.apply(plan)).toMatchObject({ exit: 0 });
    expect(shop.requestsTo('/refund')).toBe(8);
  });

  it.each([
    ['the last row', 'reset-after', 6],
    ['the last row, which was accepted', undefined, 0],
  ] as const)('exits with 6 after a signal only when an outcome is unknown: at %s', async (_, fault, expected) => {
    const shop = await openPlanShop(2);
    const plan = await shop.plan(rowsFor(2));
    const interrupt = new AbortController();
    const { change, createIntent } = shop.ledger;
    let started = 0;
    Object.assign(shop.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        started += 1;
        if (started === 2) shop.spoilNext(fault);
        return createIntent(...words);
      },
      change: async (...words: Parameters<typeof change>) => {
        if (started === 2) interrupt.abort(interruptedFailure());
        return change(...words);
      },
    });
    const options = { env: shop.env, ledger: shop.ledger, clock: movingClock(shop.platform.clock), interrupt };
    const words = ['refunds', 'apply', plan, '--confirm', '21.00', '--rate', '0', '--concurrency', '1'];
    const { exit, err } = await rocketpay(words, options);
    expect(exit).toBe(expected);
    if (expected === 6) expect(err).toContain('Interrupted. The outcome of 1 refunds is unknown.');
  });

  it.each(
    turnOf<readonly [what: 'paymentHistory' | 'createIntent', at: number, concurrency: number]>(
      [
        ['paymentHistory', 1, 1],
        ['paymentHistory', 2, 4],
        ['paymentHistory', 5, 4],
        ['paymentHistory', 12, 16],
        ['createIntent', 1, 1],
        ['createIntent', 3, 4],
        ['createIntent', 9, 16],
      ],
      0,
      3,
    ),
  )(
    'starts no refund after a signal at its call of %s number %d with %d concurrent rows',
    async (what, at, concurrency) => {
      const shop = await openPlanShop(12);
      const plan = await shop.plan(rowsFor(12));
      const interrupt = new AbortController();
      const { createIntent, paymentHistory } = shop.ledger;
      const counts = { paymentHistory: 0, createIntent: 0 };
      let late = 0;
      const count = (step: keyof typeof counts) => {
        counts[step] += 1;
        if (step === what && counts[step] === at) interrupt.abort(interruptedFailure());
      };
      Object.assign(shop.ledger, {
        paymentHistory: async (...words: Parameters<typeof paymentHistory>) => {
          count('paymentHistory');
          return paymentHistory(...words);
        },
        createIntent: async (draft: Parameters<typeof createIntent>[0], allow: Parameters<typeof createIntent>[1]) => {
          count('createIntent');
          const wasAborted = interrupt.signal.aborted;
          const intent = await createIntent(draft, allow);
          late += wasAborted ? 1 : 0;
          return intent;
        },
      });
      const options = { env: shop.env, ledger: shop.ledger, clock: movingClock(shop.platform.clock), interrupt };
      const limits = ['--rate', '0', '--concurrency', String(concurrency)];
      const words = ['refunds', 'apply', plan, '--confirm', '186.00', ...limits];
      const { exit } = await rocketpay(words, options);
      const { outcomes } = await shop.show(plan);
      expect([exit, late, outcomes.unknown?.rows]).toEqual([130, 0, 0]);
      expect(shop.requestsTo('/refund')).toBe(outcomes.accepted?.rows);
      expect(await shop.apply(plan)).toMatchObject({ exit: 0 });
      expect(shop.requestsTo('/refund')).toBe(12);
    },
  );
});
