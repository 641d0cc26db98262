import { chmod, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { openTestLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openRefundDesk, planRows, rowsFor } from './plan-shop.ts';

const DAY = 24 * 3_600_000;

describe('a support person who applies a plan', () => {
  it('has each row refunded once, to the last tiyn, and nothing more when it is run again', async () => {
    const desk = await openRefundDesk(10);
    const plan = await desk.plan(rowsFor(10));
    const first = await desk.apply(plan, '--wait');
    expect(first).toMatchObject({
      exit: 0,
      summary: { complete: true, outcomes: { done: { rows: 10, minor: 14_500 } } },
    });
    expect(Object.values(await desk.booked()).flat()).toEqual(rowsFor(10).map((_, at) => 1000 + at * 100));
    const again = await desk.apply(plan);
    expect(again).toMatchObject({ exit: 0, rows: {}, summary: { complete: true } });
    expect(desk.requestsTo('/refund')).toBe(10);
  });

  it('sends nothing unless the total is named, and not another one', async () => {
    const desk = await openRefundDesk(2);
    const plan = await desk.plan(rowsFor(2));
    for (const words of [[], ['--confirm', '20.00'], ['--confirm', '2100'], ['--confirm', '21,00']]) {
      const error = await desk.failed('refunds', 'apply', plan, ...words);
      expect(error).toMatchObject({ exit: 7, code: 'not_confirmed', hint: expect.stringContaining('--confirm 21.00') });
    }
    expect(await desk.run('refunds', 'apply', plan, '--dry-run')).toMatchObject({ exit: 0 });
    expect(desk.requestsTo('/refund')).toBe(0);
    expect(await desk.apply(plan)).toMatchObject({ exit: 0 });
  });

  it('is told of each row that is not done, and the others are', async () => {
    const desk = await openRefundDesk(4);
    const plan = await desk.plan(['order-1,10,a', 'order-2,30.28,b', 'order-3,13.13,c', 'order-4,11,d', 'x,1,e']);
    const { exit, rows } = await desk.apply(plan, '--wait', '--concurrency', '1');
    expect(exit).toBe(10);
    expect(rows).toEqual({ 2: 'accepted', 3: 'refused', 4: 'accepted', 5: 'accepted' });
    expect((await desk.show(plan)).outcomes).toMatchObject({
      done: { rows: 2, minor: 2100 },
      refused: { rows: 1, minor: 3028 },
      declined: { rows: 1, minor: 1313 },
      skipped: { rows: 1 },
    });
    const { out, exit: shown } = await desk.run('refunds', 'show', plan);
    expect(shown).toBe(10);
    expect(out).toMatch(/line 3 +order-2 +30\.28 KZT +refused by the platform\n +3028 the merchant balance is too low/);
    expect(out).toMatch(/line 4 +order-3 +13\.13 KZT +declined\n +20100/);
  });

  it('never sends a row twice of which nobody knows, and goes on after it was found out', async () => {
    const desk = await openRefundDesk(3);
    const plan = await desk.plan(rowsFor(3));
    desk.spoilNext('reset-after');
    const first = await desk.apply(plan, '--concurrency', '1');
    expect(first).toMatchObject({ exit: 10, rows: { 2: 'unknown', 3: 'accepted', 4: 'accepted' } });
    const { out } = await desk.run('refunds', 'show', plan);
    expect(out).toContain(`Next: rocketpay resume --plan ${plan} --wait`);
    expect(await desk.apply(plan)).toMatchObject({ exit: 10, rows: {} });
    expect(await desk.run('resume', '--plan', plan, '--wait')).toMatchObject({ exit: 0 });
    expect(await desk.apply(plan, '--wait')).toMatchObject({ exit: 0, summary: { outcomes: { done: { rows: 3 } } } });
    expect(await desk.booked()).toEqual({ 'order-1': [1000], 'order-2': [1100], 'order-3': [1200] });
  });

  it('does not send a row again that the platform does not show: it may be processed late', async () => {
    const desk = await openRefundDesk(2);
    const plan = await desk.plan(rowsFor(2));
    desk.spoilNext('500');
    expect((await desk.apply(plan, '--concurrency', '1')).rows).toEqual({ 2: 'unknown', 3: 'accepted' });
    await desk.run('resume', '--plan', plan, '--wait');
    expect((await desk.show(plan)).outcomes).toMatchObject({ not_seen: { rows: 1, minor: 1000 }, left: { rows: 0 } });
    expect(await desk.apply(plan)).toMatchObject({ exit: 10, rows: {} });
    expect((await desk.run('refunds', 'export', plan, '--todo')).out).not.toContain('order-1');
    expect(desk.requestsTo('/refund')).toBe(2);
    const again = ['--again', '--reason', 'not seen for an hour'];
    expect(await desk.apply(plan, ...again)).toMatchObject({ exit: 0, rows: { 2: 'accepted' } });
    await desk.platform.clock.advance(5000);
    expect(await desk.booked()).toEqual({ 'order-1': [1000], 'order-2': [1100] });
  });

  it('skips what any plan has refunded before, however long ago, unless the plan is made with --again', async () => {
    const desk = await openRefundDesk(3);
    const [first = '', ...others] = rowsFor(3);
    await desk.apply(await desk.plan([first, ...others]));
    await desk.platform.clock.advance(30 * 24 * 3_600_000);
    const again = await desk.plan([first, 'order-2,12.00,x', 'order-3,12.00,x']);
    expect(await planRows(again)).toMatchObject({ 2: { reason: 'already_refunded' }, 3: { verdict: 'refund' } });
    const offline = await desk.plan([first], '--offline');
    expect(await planRows(offline)).toMatchObject({ 2: { reason: 'already_refunded' } });
    const { err } = await desk.run('refunds', 'plan', await desk.csv('payment_id,amount\norder-1,10\n'), '--again');
    expect(err).toContain('--reason');
    const meant = await desk.plan([first], '--again', '--reason', 'a second discount');
    expect(await planRows(meant)).toMatchObject({ 2: { verdict: 'refund' } });
    expect((await desk.run('refunds', 'show', meant)).out).toContain('a second discount');
    expect(await desk.apply(meant)).toMatchObject({ exit: 0, rows: { 2: 'accepted' } });
    await desk.platform.clock.advance(5000);
    expect(await desk.booked()).toMatchObject({ 'order-1': [1000, 1000] });
  });

  it('skips it also when both plans were made before either was applied', async () => {
    const desk = await openRefundDesk(1);
    const plans = [await desk.plan(rowsFor(1)), await desk.plan(rowsFor(1), '--offline')];
    await desk.apply(plans[0] ?? '');
    await desk.platform.clock.advance(25 * 3_600_000);
    const { exit, rows } = await desk.apply(plans[1] ?? '', '--max-age', '48h');
    expect({ exit, rows }).toEqual({ exit: 10, rows: { 2: 'held' } });
    expect(desk.requestsTo('/refund')).toBe(1);
  });

  it('applies a plan with no other ledger than the one that it was made with, unless told', async () => {
    const desk = await openRefundDesk(1);
    const plan = await desk.plan(rowsFor(1));
    const other = {
      env: desk.env,
      ledger: await openTestLedger(desk.platform.clock),
      clock: movingClock(desk.platform.clock),
    };
    const words = ['refunds', 'apply', plan, '--confirm', '10.00', '--json'];
    const refused = errorOf(await rocketpay(words, other));
    expect(refused).toMatchObject({ exit: 7, code: 'other_ledger', message: expect.stringContaining('twice') });
    expect(refused.hint).toContain('--other-ledger');
    expect(desk.requestsTo('/refund')).toBe(0);
    expect(await rocketpay([...words, '--other-ledger'], other)).toMatchObject({ exit: 0 });
  });

  it('resumes the rows of a plan and no other write', async () => {
    const desk = await openRefundDesk(2);
    const other = await desk.lost('reset-after', 'refund', 'order-2', '--amount', '5', '--confirm', '5');
    const plan = await desk.plan(['order-1,10,x']);
    desk.spoilNext('reset-after');
    await desk.apply(plan);
    await desk.platform.clock.advance(5000);
    const { resumed, open } = await desk.done('resume', '--plan', plan, '--wait');
    expect({ resumed, open }).toMatchObject({ resumed: [{ paymentId: 'order-1', state: 'done' }], open: 0 });
    expect(await desk.ledger.get(other)).toMatchObject({ state: 'unknown' });
  });
});

describe('a payment that has changed since the plan was made', () => {
  it('is not refunded, anyone who has changed it, and the others are', async () => {
    const desk = await openRefundDesk(5);
    const plan = await desk.plan(rowsFor(5));
    // In the Dashboard, by this very tool, and wholly.
    await desk.platform.post('/v2/payment/mobile/refund', {
      general: { project_id: desk.platform.sandbox.projectId, payment_id: 'order-1' },
      payment: { amount: 500, currency: 'KZT' },
    });
    await desk.done('refund', 'order-2', '--amount', '5', '--confirm', '5');
    await desk.done('refund', 'order-3', '--full', '--confirm', '1000', '--wait');
    const { exit, rows } = await desk.apply(plan);
    expect(exit).toBe(10);
    expect(rows).toEqual({ 2: 'held', 3: 'held', 4: 'held', 5: 'accepted', 6: 'accepted' });
    const { out } = await desk.run('refunds', 'export', plan);
    expect(out).toMatch(/"order-1".*"held".*a refund that the plan does not know/);
    expect(out).toMatch(/"order-3".*"held".*order-3 cannot be refunded/);
    // It is looked at again in another run, and is no news.
    const records = desk.ledger.records();
    const before = await count(records);
    expect(await desk.apply(plan)).toMatchObject({ exit: 10, rows: { 2: 'held', 3: 'held', 4: 'held' } });
    expect(await count(desk.ledger.records())).toBe(before);
    expect((await desk.run('refunds', 'export', plan, '--todo')).out.trim().split('\n')).toHaveLength(1);
  });

  it('is looked at when it is refunded, where the plan was made offline', async () => {
    const desk = await openRefundDesk(2);
    const plan = await desk.plan(['order-1,10,x', 'nobody,5,x', 'order-2,1000.01,x'], '--offline');
    expect(await desk.apply(plan)).toMatchObject({ exit: 10, rows: { 2: 'accepted', 3: 'held', 4: 'held' } });
    expect(desk.requestsTo('/refund')).toBe(1);
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
    ['has lost a row', 'plan_edited', (text) => text.replace(/\n[^\n]*\n$/, '\n')],
    ['has a torn last line', 'plan_edited', (text) => text.slice(0, -20)],
    ['has a row twice', 'plan_edited', (text) => text.replace(/\n([^\n]*\n)$/, '\n$1$1')],
    ['is of another project', 'plan_edited', (text) => text.replace(/\/4242"/, '/4243"')],
  ])('is refused whole when it %s', async (_, code, change) => {
    const desk = await openRefundDesk(2);
    const plan = await desk.plan(rowsFor(2));
    await chmod(plan, 0o600);
    await writeFile(plan, change(await readFile(plan, 'utf8')));
    const error = await desk.failed('refunds', 'apply', plan, '--confirm', '21.00');
    expect(error).toMatchObject({ exit: 7, code });
    expect(desk.requestsTo('/refund')).toBe(0);
  });

  it('is refused when it is no plan', async () => {
    const desk = await openRefundDesk(0);
    const file = await desk.csv('payment_id,amount\norder-1,1\n');
    expect(await desk.failed('refunds', 'apply', file)).toMatchObject({ exit: 2, code: 'no_plan' });
    expect(await desk.failed('refunds', 'show', `${file}.none`)).toMatchObject({ exit: 2, code: 'unreadable' });
  });

  it('is refused when it is too old, unless it may be', async () => {
    const desk = await openRefundDesk(1);
    const plan = await desk.plan(rowsFor(1));
    await desk.platform.clock.advance(DAY + 1000);
    const error = await desk.failed('refunds', 'apply', plan, '--confirm', '10.00');
    expect(error).toMatchObject({ exit: 7, code: 'plan_outdated', message: expect.stringContaining('24 h') });
    expect(await desk.apply(plan, '--max-age', '48h')).toMatchObject({ exit: 0 });
  });

  it.each([
    ['another project', { ROCKETPAY_PROJECT_ID: '4243' }],
    ['another platform', { ROCKETPAY_GATE_URL: 'http://127.0.0.1:9' }],
  ])('is refused when it is of %s', async (_, other) => {
    const desk = await openRefundDesk(1);
    const plan = await desk.plan(rowsFor(1));
    const options = { env: { ...desk.env, ...other }, ledger: desk.ledger, clock: movingClock(desk.platform.clock) };
    const error = errorOf(await rocketpay(['refunds', 'apply', plan, '--confirm', '10.00', '--json'], options));
    expect(error).toMatchObject({ exit: 7, code: 'other_project' });
    expect(desk.requestsTo('/refund')).toBe(0);
  });
});

describe('a batch that meets trouble', () => {
  it.each([
    ['refused', 'order-1,30.28,x', ['--concurrency', '1']],
    ['refused, several at once', 'order-1,30.28,x', ['--concurrency', '4']],
  ])('stops when five rows in a row were %s', async (_, first, words) => {
    const desk = await openRefundDesk(20);
    const rows = [first, ...Array.from({ length: 19 }, (__, at) => `order-${at + 2},30.28,x`)];
    const { exit, summary } = await desk.apply(await desk.plan(rows), ...words);
    expect(exit).toBe(10);
    expect(summary?.stopped).toMatch(
      /^Stopped: 5 consecutive rows were not refunded\. The last failure: .*balance is too low/,
    );
    expect(desk.requestsTo('/refund')).toBeLessThan(10);
  });

  it('says of how many rows the outcome is not known when it stops', async () => {
    const desk = await openRefundDesk(3);
    const plan = await desk.plan(['order-1,10,x', 'order-2,30.28,x', 'order-3,10,x']);
    desk.spoilNext('reset-after');
    const { exit, summary } = await desk.apply(plan, '--concurrency', '1', '--stop-after', '2');
    expect(exit).toBe(10);
    expect(summary?.stopped).toMatch(
      /^Stopped: of 2 consecutive rows 1 were not refunded, and the outcome of 1 is not known\. The last failure: /,
    );
  });

  it('goes on to its end with --stop-after 0', async () => {
    const desk = await openRefundDesk(8);
    const rows = Array.from({ length: 8 }, (_, at) => `order-${at + 1},30.28,x`);
    const { summary } = await desk.apply(await desk.plan(rows), '--stop-after', '0');
    expect(summary).toMatchObject({ stopped: null, outcomes: { refused: { rows: 8 } } });
  });

  it('stops when the platform cannot be reached, and nothing is lost', async () => {
    const desk = await openRefundDesk(9);
    const plan = await desk.plan(rowsFor(9));
    desk.faults.push({ kind: 'reset-before', rate: 1 });
    const { exit, summary } = await desk.apply(plan, '--concurrency', '1');
    expect({ exit, summary }).toMatchObject({ exit: 10, summary: { outcomes: { left: { rows: 9 } } } });
    desk.faults.length = 0;
    expect(await desk.apply(plan)).toMatchObject({ exit: 0 });
    expect(Object.keys(await desk.booked())).toHaveLength(0);
    await desk.platform.clock.advance(5000);
    expect(Object.keys(await desk.booked())).toHaveLength(9);
  });

  it('stops when a row cannot be recorded: no other one is sent', async () => {
    const desk = await openRefundDesk(6);
    const plan = await desk.plan(rowsFor(6));
    const { createIntent } = desk.ledger;
    let begun = 0;
    Object.assign(desk.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        begun += 1;
        if (begun > 2)
          throw new Failure(EXIT.blocked, 'ledger_unavailable', 'The ledger cannot be used: the disk is full.');
        return createIntent(...words);
      },
    });
    const finished = await desk.apply(plan, '--concurrency', '1');
    expect(finished).toMatchObject({ exit: 7, rows: { 2: 'accepted', 3: 'accepted' } });
    expect(finished.err).toContain('the disk is full');
    expect(desk.requestsTo('/refund')).toBe(2);
    Object.assign(desk.ledger, { createIntent });
    expect(await desk.apply(plan)).toMatchObject({ exit: 0, rows: { 4: 'accepted', 7: 'accepted' } });
  });

  it('is paced as it is told', async () => {
    const desk = await openRefundDesk(11);
    const plan = await desk.plan(rowsFor(11));
    const begunAt = desk.platform.clock.now();
    await desk.apply(plan, '--rate', '2', '--concurrency', '1');
    expect(desk.platform.clock.now() - begunAt).toBeGreaterThanOrEqual(5000);
  });

  it('lets end what is in flight when a person presses Ctrl-C, and goes on later', async () => {
    const desk = await openRefundDesk(8);
    const plan = await desk.plan(rowsFor(8));
    const interrupt = new AbortController();
    const { createIntent } = desk.ledger;
    let begun = 0;
    Object.assign(desk.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        const intent = await createIntent(...words);
        begun += 1;
        if (begun === 3) interrupt.abort(interruptedFailure());
        return intent;
      },
    });
    const options = { env: desk.env, ledger: desk.ledger, clock: movingClock(desk.platform.clock), interrupt };
    const words = ['refunds', 'apply', plan, '--confirm', '108.00', '--rate', '0', '--concurrency', '2'];
    const { exit, err } = await rocketpay(words, options);
    expect(exit).toBe(130);
    expect(err.replace(/\s+/g, ' ')).toMatch(
      /No refund of this plan has an unknown outcome\. To continue, run the same command again/,
    );
    const { outcomes } = await desk.show(plan);
    expect(outcomes.unknown).toMatchObject({ rows: 0 });
    // The third was recorded, and had not left yet.
    expect([begun, outcomes.accepted?.rows, desk.requestsTo('/refund')]).toEqual([3, 2, 2]);
    expect(await desk.apply(plan)).toMatchObject({ exit: 0 });
    expect(desk.requestsTo('/refund')).toBe(8);
  });

  it.each([
    ['the last row', 'reset-after', 6],
    ['the last row, which was accepted', undefined, 0],
  ] as const)('ends with 6 after a signal only when an outcome is not known: at %s', async (_, fault, expected) => {
    const desk = await openRefundDesk(2);
    const plan = await desk.plan(rowsFor(2));
    const interrupt = new AbortController();
    const { change, createIntent } = desk.ledger;
    let begun = 0;
    Object.assign(desk.ledger, {
      createIntent: async (...words: Parameters<typeof createIntent>) => {
        begun += 1;
        if (begun === 2) desk.spoilNext(fault);
        return createIntent(...words);
      },
      change: async (...words: Parameters<typeof change>) => {
        if (begun === 2) interrupt.abort(interruptedFailure());
        return change(...words);
      },
    });
    const options = { env: desk.env, ledger: desk.ledger, clock: movingClock(desk.platform.clock), interrupt };
    const words = ['refunds', 'apply', plan, '--confirm', '21.00', '--rate', '0', '--concurrency', '1'];
    const { exit, err } = await rocketpay(words, options);
    expect(exit).toBe(expected);
    if (expected === 6) expect(err).toContain('Interrupted. The outcome of 1 refunds is unknown.');
  });

  it.each<[what: 'paymentHistory' | 'createIntent', at: number, concurrency: number]>([
    ['paymentHistory', 1, 1],
    ['paymentHistory', 2, 4],
    ['paymentHistory', 5, 4],
    ['paymentHistory', 12, 16],
    ['createIntent', 1, 1],
    ['createIntent', 3, 4],
    ['createIntent', 9, 16],
  ])('begins no refund after a signal that comes at its %s %d, %d at once', async (what, at, concurrency) => {
    const desk = await openRefundDesk(12);
    const plan = await desk.plan(rowsFor(12));
    const interrupt = new AbortController();
    const { createIntent, paymentHistory } = desk.ledger;
    const counts = { paymentHistory: 0, createIntent: 0 };
    let late = 0;
    const count = (step: 'paymentHistory' | 'createIntent') => {
      counts[step] += 1;
      if (step === what && counts[step] === at) interrupt.abort(interruptedFailure());
    };
    Object.assign(desk.ledger, {
      paymentHistory: async (...words: Parameters<typeof paymentHistory>) => {
        count('paymentHistory');
        return paymentHistory(...words);
      },
      createIntent: async (draft: Parameters<typeof createIntent>[0], allow: Parameters<typeof createIntent>[1]) => {
        count('createIntent');
        const wasOver = interrupt.signal.aborted;
        const intent = await createIntent(draft, allow);
        late += wasOver ? 1 : 0;
        return intent;
      },
    });
    const options = { env: desk.env, ledger: desk.ledger, clock: movingClock(desk.platform.clock), interrupt };
    const words = [
      'refunds',
      'apply',
      plan,
      '--confirm',
      '186.00',
      '--rate',
      '0',
      '--concurrency',
      String(concurrency),
    ];
    const { exit } = await rocketpay(words, options);
    const { outcomes } = await desk.show(plan);
    expect([exit, late, outcomes.unknown?.rows]).toEqual([130, 0, 0]);
    expect(desk.requestsTo('/refund')).toBe(outcomes.accepted?.rows);
    expect(await desk.apply(plan)).toMatchObject({ exit: 0 });
    expect(desk.requestsTo('/refund')).toBe(12);
  });
});
