import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { systemClock } from '#async/clock';
import { draft } from '../../adapters/ledger/drafts.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';
import { keep, run } from '../callbacks/callback-shop.ts';

const OWN = process.geteuid?.();

/** A ledger with an intent and a callback, in a folder without permission to write. */
async function readOnlyLedger() {
  const folder = ledgerFolder();
  const written = await openTestLedger(systemClock, folder);
  await written.createIntent(draft('a'));
  const { id } = await keep(written);
  await written.close();
  chmodSync(folder, 0o555);
  const ledger = await openLedger({ folder, uid: OWN, pid: process.pid, isRunning: () => true, clock: systemClock });
  return { folder, ledger, callback: id };
}

const contentsOf = (folder: string) =>
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

describe.skipIf(OWN === undefined)('a read-only ledger', () => {
  it('can be read by every reading command', async () => {
    const { folder, ledger, callback } = await readOnlyLedger();
    const before = contentsOf(folder);
    const reading = [
      ['history'],
      ['history', '--json', '--payment', 'payment_47'],
      ['pending'],
      ['receipt', 'a'],
      ['audit', 'verify'],
      ['audit', 'export'],
      ['audit', 'export', '--format', 'csv'],
      ['callbacks', 'list'],
      ['callbacks', 'show', callback],
      ['ledger', 'status'],
      ['ledger', 'init'],
    ];
    for (const words of reading) {
      const finished = await run(ledger, ...words);
      expect(finished, `${words.join(' ')}: ${finished.err}`).toMatchObject({
        exit: 0,
        out: expect.stringMatching(/./),
      });
    }
    const { out } = await run(ledger, 'ledger', 'status', '--field', 'readOnly');
    expect(out).toContain('can be read and cannot be written');
    const nowhere = {
      ROCKETPAY_PROJECT_ID: '1234',
      ROCKETPAY_SECRET_KEY: 'x',
      ROCKETPAY_GATE_URL: 'http://127.0.0.1:9',
    };
    expect((await rocketpay(['doctor', '--json'], { env: nowhere, ledger })).out).toContain('cannot be written');
    await ledger.close();
    expect(contentsOf(folder)).toEqual(before);
  });

  it('blocks every write before the first question', async () => {
    const shop = await openShop();
    await shop.paid();
    const { ledger } = await readOnlyLedger();
    const writes = [
      shop.sale(),
      ['otp', 'order-1', '123456'],
      ['refund', 'order-1', '--amount', '1', '--confirm', '1'],
      ['request', '/v2/payment/mobile/refund', '{"general":{"payment_id":"order-1"}}'],
      ['listen', '--port', '0'],
    ];
    const sent = shop.platform.events.length;
    for (const words of writes) {
      const failed = await rocketpay([...words, '--json'], { env: shop.env, clock: shop.platform.clock, ledger });
      expect(failed.exit, `${words.join(' ')}: ${failed.err}`).toBe(7);
      expect(errorOf(failed)).toMatchObject({
        code: 'ledger_unavailable',
        message: expect.stringContaining('can be read and cannot be written'),
      });
    }
    const writesSent = shop.platform.events
      .slice(sent)
      .filter((event) => event.type === 'request' && !/status/.test(event.path));
    expect(writesSent).toEqual([]);
  });
});
