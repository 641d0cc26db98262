import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectPromised } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const refundOf = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

/** A shop with four refunds: one is done, one refused, one has no result yet, and one no answer. */
async function refundingShop() {
  const shop = await openFaultyShop();
  await shop.paid();
  await shop.done(...refundOf('250.50'), '--wait');
  await shop.failed(...refundOf('30.28'));
  await shop.done(...refundOf('100'), '--no-wait');
  await shop.lost('reset-before', ...refundOf('7'));
  return shop;
}

const folder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'rocketpay-report-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
};

describe('rocketpay report', () => {
  it('counts and adds up the refunds of today by result, and keeps those without a result apart', async () => {
    const shop = await refundingShop();
    const document = await shop.done('report');
    expectPromised(document, 'report');
    expect(document).toMatchObject({
      mode: 'test',
      refunds: [
        {
          currency: 'KZT',
          asked: { refunds: 4, amountMinor: 38_778 },
          done: { refunds: 1, amountMinor: 25_050 },
          declined: { refunds: 1, amountMinor: 3028 },
          accepted: { refunds: 1, amountMinor: 10_000 },
          unknown: { refunds: 1, amountMinor: 700 },
        },
      ],
      codes: expect.arrayContaining([expect.objectContaining({ code: '3028', refunds: 1, others: 0 })]),
      payments: { seen: 1, statuses: [{ status: 'partially refunded', payments: 1 }] },
      groups: [],
    });
    const { out } = await shop.run('report', '--by', 'hour');
    for (const line of ['asked for 4 387.78 #', 'done 1 250.50 #', 'For the missing results: rocketpay resume --all']) {
      expect(out.replace(/ +/g, ' ')).toContain(line);
    }
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('groups by user, profile, operator, code and hour', async () => {
    const shop = await refundingShop();
    const { user, host } = shop.ledger.currentUser;
    const groupsBy = async (by: string) =>
      ((await shop.done('report', '--by', by)).groups as { group: string; asked: { refunds: number } }[]).map(
        ({ group, asked }) => [group, asked.refunds],
      );
    expect(await groupsBy('user')).toEqual([[`${user}@${host}`, 4]]);
    expect(await groupsBy('operator')).toEqual([[expect.stringMatching(/^[A-Z0-9]+$/), 4]]);
    expect(await groupsBy('code')).toEqual([
      ['0', 1],
      ['3028', 1],
      ['9999', 1],
      ['no code', 1],
    ]);
    expect(await groupsBy('hour')).toEqual([[expect.stringMatching(/^\d\d:00$/), 4]]);
    expect(await groupsBy('profile')).toHaveLength(1);
  });

  it('counts nothing of another day, of the other mode, or of another profile', async () => {
    const shop = await refundingShop();
    expect(await shop.done('report', '--day', 'yesterday')).toMatchObject({ refunds: [], callbacks: { received: 0 } });
    expect(await shop.done('report', '--mode', 'live')).toMatchObject({ refunds: [], otherMode: 5 });
    const { out } = await shop.run('report', '--mode', 'live');
    expect(out).toContain('5 requests of test payments are not counted. To count them: --mode test');
    expect(out).toContain('No refunds were requested in this period.');
    for (const period of [['--week'], ['--month'], ['--since', '24h'], ['--day', 'today'], ['--day']]) {
      expect((await shop.done('report', ...period)).refunds).toHaveLength(1);
    }
  });

  it('prints CSV with amounts in major and minor units, and HTML', async () => {
    const shop = await refundingShop();
    const { out } = await shop.run('report', '--by', 'profile', '--format', 'csv');
    const [header, ...lines] = out.trim().split('\r\n');
    expect(header).toBe('"from","to","profile","currency","result","refunds","amount","amount_minor"');
    expect(lines).toHaveLength(7);
    expect(lines[1]).toMatch(/,"KZT","done","1","250\.50","25050"$/);
    const html = await shop.run('report', '--format', 'html');
    expect(html.out).toMatch(/^<!doctype html>\n<html lang="en">/);
    const json = await shop.run('report', '--format', 'json');
    expect(JSON.parse(json.out)).toEqual(await shop.done('report'));
  });

  it('writes an Excel workbook with real numbers and times and without formulas, readable by its owner only', async () => {
    const shop = await refundingShop();
    const file = join(await folder(), 'report.xlsx');
    const { exit, out, err } = await shop.run('report', '--by', 'user', '--format', 'xlsx', '--output', file);
    expect({ exit, out }).toEqual({ exit: 0, out: '' });
    expect(err).toContain(`The report is in ${file}.`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const parts = Object.entries(unzipSync(await readFile(file))).map(([name, bytes]) => [name, strFromU8(bytes)]);
    const sheet = parts.find(([name]) => name?.endsWith('sheet1.xml'))?.[1] ?? '';
    expect(sheet).toContain('<v>250.5</v>');
    expect(parts.map(([, text]) => text).join('')).not.toMatch(/<f[ >]/);
    expect(parts.find(([name]) => name?.endsWith('workbook.xml'))?.[1]).toContain('By user');
  });

  it('refuses a workbook without a file, two periods, a period that ends before it begins, and an existing file', async () => {
    const shop = await refundingShop();
    const xlsx = await shop.run('report', '--format', 'xlsx');
    expect(xlsx).toMatchObject({ exit: 2, out: '' });
    expect(xlsx.err.replace(/\s+/g, ' ')).toContain('rocketpay report --format xlsx --output report.xlsx');
    expect(await shop.failed('report', '--week', '--month')).toMatchObject({ exit: 2 });
    expect(await shop.failed('report', '--since', '2026-11-08', '--until', '2026-11-01')).toMatchObject({ exit: 2 });
    const file = join(await folder(), 'report.txt');
    expect(await shop.run('report', '--output', file)).toMatchObject({ exit: 0 });
    expect(await readFile(file, 'utf8')).toContain('Refunds of test payments');
    expect((await shop.run('report', '--output', file)).exit).toBe(2);
  });
});
