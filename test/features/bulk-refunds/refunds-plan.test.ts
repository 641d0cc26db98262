import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, rocketpay } from '../../support/session.ts';
import { openPlanShop, planRows, rowsFor } from './plan-shop.ts';

describe('refunds plan', () => {
  it('checks each row by its line, and sends nothing', async () => {
    const shop = await openPlanShop(5);
    await shop.done('refund', 'order-3', '--amount', '30', '--confirm', '30', '--wait');
    const file = await shop.csv(
      [
        'amount;payment_id;note;description;currency',
        '10.50;order-1;n-1;Возврат;KZT',
        '20;ORDER-1;;;',
        '5;absent;;;',
        '30;order-3;;;',
        '1,000;order-4;;;',
        '5000;order-4;;;',
        '1;order-5;;;USD',
        '7;order-5;;"два ""слова""";',
        '',
      ].join('\r\n'),
    );
    const document = await shop.done('refunds', 'plan', file);
    expect(document).toMatchObject({ rows: 8, refunds: 2, skipped: 6, totalMinor: 1750, total: '17.50' });
    expect(document).toMatchObject({
      paidMinor: 200_000,
      refundedMinor: 0,
      leftMinor: 200_000,
      leftAfterMinor: 198_250,
    });
    expect(document.reasons).toEqual({
      duplicate: 1,
      not_refundable: 1,
      already_refunded: 1,
      malformed: 1,
      more_than_left: 1,
      other_currency: 1,
    });
    const rows = await planRows(String(document.file));
    expect(rows[2]).toMatchObject({
      verdict: 'refund',
      paymentId: 'order-1',
      amountMinor: 1050,
      description: 'Возврат',
    });
    expect(rows[3]).toMatchObject({ verdict: 'skip', reason: 'duplicate', why: expect.stringContaining('line 2') });
    expect(rows[5]).toMatchObject({ verdict: 'skip', reason: 'already_refunded' });
    expect(rows[6]).toMatchObject({
      verdict: 'skip',
      reason: 'malformed',
      why: expect.stringContaining('--decimal comma if it is 1.000'),
    });
    expect(rows[9]).toMatchObject({ verdict: 'refund', description: 'два "слова"' });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('shows the total, the sums before and after, and the next command', async () => {
    const shop = await openPlanShop(2);
    const { exit, out, err } = await shop.run(
      'refunds',
      'plan',
      await shop.csv('payment_id,amount,ticket\norder-1,10.00,T\nx,1,T\n'),
    );
    expect(exit).toBe(0);
    expect(err).toContain('not read: ticket');
    expect(out).toMatch(/Total +10\.00 KZT\n/);
    expect(out).toMatch(/Before +1 000\.00 KZT paid, 0\.00 KZT refunded, 1 000\.00 KZT left\nAfter +990\.00 KZT left/);
    expect(out).toMatch(
      /1 +not refundable\n {2}line 3, x: .*\n.*\nSkipped rows are NOT refunded\.\nRow by row: rocketpay refunds export \S+refunds-1\.plan\.jsonl\n/,
    );
    expect(out).toMatch(/Next: rocketpay refunds apply \S+refunds-1\.plan\.jsonl\n$/);
    for (const line of out.replace(/ \S*rocketpay-test-\S*/g, '').split('\n'))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  it('checks the ledger and not the platform with --offline', async () => {
    const shop = await openPlanShop(3);
    await shop.done('refund', 'order-1', '--amount', '10', '--confirm', '10');
    await shop.lost('reset-after', 'refund', 'order-2', '--amount', '5', '--confirm', '5');
    const asked = shop.requestsTo('/status');
    const plan = await shop.plan(['order-1,10,x', 'order-2,6,x', 'order-3,7,x', 'absent,8,x'], '--offline');
    expect(shop.requestsTo('/status')).toBe(asked);
    expect(await planRows(plan)).toMatchObject({
      2: { reason: 'already_refunded' },
      3: { reason: 'unresolved' },
      4: { verdict: 'refund', seen: null },
      5: { verdict: 'refund', seen: null },
    });
  });

  it('writes a read-only plan, and overwrites no plan', async () => {
    const shop = await openPlanShop(1);
    const plan = await shop.plan(rowsFor(1));
    expect((await stat(plan)).mode & 0o777).toBe(0o400);
    const before = await readFile(plan, 'utf8');
    const error = await shop.failed('refunds', 'plan', plan.replace('.plan.jsonl', '.csv'));
    expect(error).toMatchObject({ exit: 2, message: expect.stringContaining('not overwritten') });
    expect(await readFile(plan, 'utf8')).toBe(before);
  });

  it('continues after the platform was unavailable, and reads no payment twice', async () => {
    const shop = await openPlanShop(12);
    const file = await shop.csv(['payment_id,amount', ...rowsFor(12).map((row) => row.slice(0, -9)), ''].join('\n'));
    const words = ['refunds', 'plan', file, '--concurrency', '1', '--rate', '0'];
    let asked = 0;
    const { events } = shop.platform;
    const push = events.push.bind(events);
    events.push = (...more) => {
      if (more.some((event) => event.type === 'request' && event.path.endsWith('/status'))) asked += 1;
      if (asked === 4) shop.faults.push({ kind: 'reset-before', rate: 1 });
      return push(...more);
    };
    const error = await shop.failed(...words);
    expect(error).toMatchObject({ exit: 5, code: 'no_answer', hint: expect.stringContaining('4 rows are checked') });
    events.push = push;
    shop.faults.length = 0;
    const before = shop.requestsTo('/status');
    const document = await shop.done(...words);
    expect(document).toMatchObject({ rows: 12, refunds: 12 });
    expect(shop.requestsTo('/status') - before).toBe(8);
  });

  it('skips a row for whose payment the platform gives no valid answer', async () => {
    const shop = await openPlanShop(3);
    shop.faults.push({ kind: 'bad-signature', rate: 1 });
    const plan = await shop.plan(rowsFor(3));
    expect(await planRows(plan)).toMatchObject({ 2: { reason: 'no_answer' }, 3: { reason: 'no_answer' } });
  });

  it('exits with 4 when the secret is wrong', async () => {
    const shop = await openPlanShop(1);
    const file = await shop.csv('payment_id,amount\norder-1,1\n');
    const env = { ...shop.env, ROCKETPAY_SECRET_KEY: 'another-secret-of-16' };
    expect(await rocketpay(['refunds', 'plan', file], { env, clock: movingClock(shop.platform.clock) })).toMatchObject({
      exit: 4,
    });
  });

  it('applies the daily limit to the whole file', async () => {
    const shop = await openPlanShop(4);
    const store = openProfileStore(await temporaryFolder());
    const { gateUrl, projectId } = { gateUrl: shop.platform.sandbox.url, projectId: shop.platform.sandbox.projectId };
    const limited = { ...profileWithSecret('shop', shop.platform.sandbox.secret.reveal()), gateUrl, projectId };
    await store.save({ ...limited, maxRefund: 20_000, maxRefundPerDay: 30_000 });
    const rows = ['order-1,150', 'order-2,201', 'order-3,100', 'order-4,51'];
    for (const mode of [[], ['--offline']]) {
      const file = await shop.csv(['payment_id,amount', ...rows, ''].join('\n'));
      const options = { store, ledger: shop.ledger, clock: movingClock(shop.platform.clock) };
      const document = documentOf(await rocketpay(['refunds', 'plan', file, '--json', ...mode], options));
      expect(document).toMatchObject({ refunds: 2, totalMinor: 25_000, reasons: { over_limit: 2 } });
    }
  });

  it.each([
    ['a file without a name for its columns', 'order-1,10\n', 'names no column'],
    ['an empty file', '', 'is empty'],
    ['a quote that is not closed', 'payment_id,amount\norder-1,"10\norder-2,10\n', 'in line 2 a quote is not closed'],
    ['an unknown encoding', Buffer.from([0x70, 0x98, 0x0a]), 'not UTF-8'],
  ])('refuses %s with the reason', async (_, text, message) => {
    const shop = await openPlanShop(0);
    const file = await shop.csv(text as string);
    expect(await shop.failed('refunds', 'plan', file)).toMatchObject({
      exit: 2,
      message: expect.stringContaining(message),
    });
  });
});
