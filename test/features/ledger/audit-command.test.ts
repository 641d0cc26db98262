import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { documentsOf, errorOf, expectPromised } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const DAY = 24 * 3_600_000;

/** Two days of work: four records a day. */
async function twoDays() {
  const shop = await openFaultyShop();
  await shop.done(...shop.sale('77000000001'));
  await shop.failed(...shop.sale());
  await shop.platform.clock.advance(DAY);
  await shop.done('status', 'order-1');
  await shop.lost('500', 'refund', 'order-1', '--amount', '1', '--confirm', '1', '--intent', '=1+1');
  return shop;
}

const exported = async (shop: FaultyShop, ...words: readonly string[]) => {
  const { exit, out } = await shop.run('audit', 'export', ...words);
  expect(exit).toBe(0);
  return out === '' ? [] : documentsOf(out);
};

/** The cells of a CSV text (RFC 4180), read without any code of ours. */
const cellsOf = (text: string): string[][] =>
  text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"')));

describe('rocketpay audit', () => {
  it('verifies the trail and prints its last hash', async () => {
    const shop = await twoDays();
    const verdict = await shop.done('audit', 'verify');
    expectPromised(verdict, 'audit verify');
    const records = await exported(shop);
    expect(verdict).toEqual({ valid: true, records: records.length, head: records.at(-1)?.hash, flaw: null });
    expect((await shop.run('audit', 'verify')).out).toContain(String(verdict.head));
    expect((await (await openFaultyShop()).done('audit', 'verify')).records).toBe(0);
  });

  it('verifies that the trail contains an earlier hash', async () => {
    const shop = await twoDays();
    const records = await exported(shop);
    for (const { hash } of records)
      expect(await shop.run('audit', 'verify', '--head', String(hash))).toMatchObject({ exit: 0 });
    const finished = await shop.run('audit', 'verify', '--head', 'f'.repeat(64), '--json');
    expect(finished.exit).toBe(9);
    expect(JSON.parse(finished.out)).toMatchObject({
      valid: false,
      flaw: expect.stringContaining('no record has the given hash'),
    });
  });

  it('exports each record as a JSON line', async () => {
    const shop = await twoDays();
    const records = await exported(shop);
    const { user, host } = shop.ledger.currentUser;
    for (const [index, record] of records.entries()) {
      expectPromised(record, 'audit export');
      expect(record).toMatchObject({
        number: index + 1,
        by: `${user}@${host}`,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    }
    expect(records.map(({ event }) => event)).toEqual([
      'begun',
      'answered',
      'begun',
      'answered',
      'found',
      'begun',
      'unanswered',
    ]);
    expect(records[0]).toMatchObject({
      data: { kind: 'sale', state: 'sending', payment_id: 'order-1', amount: 100_000 },
    });
    expect(records[3]).toMatchObject({ data: { state: 'refused', code: '3041' } });
  });

  it('exports lines whose hash is SHA-256 over [previous, number, at, by, intent, event, data] as JSON', async () => {
    const records = await exported(await twoDays());
    let previous = '0'.repeat(64);
    for (const record of records) {
      const { number, at, by, intent, event, data, hash } = record;
      const text = JSON.stringify([previous, number, at, by, intent, event, JSON.stringify(data)]);
      expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
      expect(record.previous).toBe(previous);
      previous = String(hash);
    }
    expect(records.length).toBeGreaterThan(5);
  });

  it('exports the records of a period', async () => {
    const shop = await twoDays();
    const numbers = async (...words: readonly string[]) => (await exported(shop, ...words)).map(({ number }) => number);
    expect(await numbers('--to', '12h')).toEqual([1, 2, 3, 4]);
    expect(await numbers('--from', '12h')).toEqual([5, 6, 7]);
    expect(await numbers('--from', '30d', '--to', '2024-12-08T19:08:05Z')).toEqual([1, 2, 3, 4]);
    expect(await numbers('--from', '2024-12-08T19:08:05Z')).toEqual([5, 6, 7]);
    expect(await numbers('--from', '2025-01-01')).toEqual([]);
    expect(errorOf(await shop.run('audit', 'export', '--from', 'monday', '--json'))).toMatchObject({ exit: 2 });
  });

  it('exports CSV in which no text is a formula', async () => {
    const shop = await twoDays();
    const { out } = await shop.run('audit', 'export', '--format', 'csv');
    const [head = [], ...rows] = cellsOf(out);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([head.length]));
    const records = await exported(shop);
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
    expect(column('number')).toEqual(records.map(({ number }) => String(number)));
    expect(column('hash')).toEqual(records.map(({ hash }) => hash));
    expect(column('time')).toEqual(records.map(({ at }) => new Date(Number(at)).toISOString()));
    expect([column('amount')[0], column('amount_minor')[0], column('currency')[0]]).toEqual([
      '1000.00',
      '100000',
      'KZT',
    ]);
    expect(column('intent_key')).toContain("'=1+1");
    for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r]/);
  });

  it('exports the same period as CSV', async () => {
    const shop = await twoDays();
    const { out } = await shop.run('audit', 'export', '--format', 'csv', '--from', '12h');
    expect(cellsOf(out)).toHaveLength(1 + 3);
    expect(errorOf(await shop.run('audit', 'export', '--format', 'xml', '--json'))).toMatchObject({ exit: 2 });
    // What is asked for as JSON is never CSV.
    expect(errorOf(await shop.run('audit', 'export', '--format', 'csv', '--json'))).toMatchObject({ exit: 2 });
  });
});
