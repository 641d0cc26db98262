import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, startProcess } from '../../support/cli.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { documentOf, errorOf, openShop, type Shop } from '../support/shop.ts';
import { startUnsteadyProxy } from '../support/unsteady-proxy.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const REFUND = '/v2/payment/mobile/refund';

/** How many refunds of a payment the platform was asked for. */
const refundsSeen = (paymentId: string): number =>
  shop.sandbox
    .output()
    .split('\n')
    .filter((line) => line.includes(REFUND) && line.includes(`"${paymentId}"`)).length;

const refund = (paymentId: string, amount: string) =>
  shop.run(['refund', paymentId, '--amount', amount, '--confirm', amount, '--json']);

// Eight concurrent processes take their time on a small machine.
describe('eight concurrent refunds of the same payment', () => {
  it.each([1])('are one that is sent and seven that are blocked (%i)', async (round) => {
    const paymentId = `same-${round}`;
    await shop.pay(paymentId);
    const ends = await Promise.all(Array.from({ length: 8 }, () => refund(paymentId, '250.00')));
    expect(ends.map(({ exit }) => exit).sort()).toEqual([0, 7, 7, 7, 7, 7, 7, 7]);
    const refused = ends.filter(({ exit }) => exit === 7).map((end) => errorOf(end).code);
    for (const code of refused) expect(['unresolved', 'already_refunded', 'status_outdated']).toContain(code);
    expect(refundsSeen(paymentId)).toBe(1);
  });

  it.each([1])('never refund more than was paid, whatever their amounts are (%i)', async (round) => {
    const paymentId = `various-${round}`;
    await shop.pay(paymentId);
    const amounts = ['310.00', '320.00', '330.00', '340.00', '350.00', '360.00', '370.00', '380.00'];
    const ends = await Promise.all(amounts.map((amount) => refund(paymentId, amount)));
    for (const { exit, err } of ends) expect([0, 7], err).toContain(exit);
    const sent = ends.filter(({ exit }) => exit === 0).map((end) => Number(documentOf(end).amountMinor));
    expect(sent.length).toBeGreaterThanOrEqual(1);
    expect(sent.reduce((sum, minor) => sum + minor, 0)).toBeLessThanOrEqual(100_000);
    expect(refundsSeen(paymentId)).toBe(sent.length);
  });

  it('leave one refund in the ledger and a complete audit trail', async () => {
    const { out } = await shop.run(['history', '--payment', 'same-1', '--kind', 'refund', '--json']);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(await shop.run(['audit', 'verify', '--field', 'valid'])).toMatchObject({ exit: 0, out: 'true\n' });
  });
});

describe('the folder of the ledger', () => {
  const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

  it('is readable by its owner only, whatever the umask is, even during a refund', async () => {
    await shop.pay('private-1');
    const data = join(shop.folder, 'private');
    let tellSent = (): void => {};
    const sent = new Promise<void>((resolve) => {
      tellSent = resolve;
    });
    const proxy = await startUnsteadyProxy(shop.url, {
      passage: ({ path }) => (path === REFUND ? { backMilliseconds: 1000 } : undefined),
      onSent: ({ path }) => {
        if (path === REFUND) tellSent();
      },
    });
    const line = `umask 0; exec '${process.execPath}' '${COMMAND}' refund private-1 --amount 1 --confirm 1`;
    const env = { ...shop.env, ...shop.withLedger(data), ROCKETPAY_GATE_URL: proxy.url };
    const running = startProcess('sh', ['-c', line], { env });
    await sent;
    const during = await readdir(data);
    expect(during).toEqual(expect.arrayContaining(['ledger.db', 'ledger.db-wal', 'ledger.key']));
    expect(await modeOf(data)).toBe('700');
    for (const file of during) expect(await modeOf(join(data, file)), file).toBe('600');
    expect((await running.finished).exit).toBe(0);
    await proxy.close();
  });

  it('is not needed on another machine: the database alone has all records', async () => {
    await shop.pay('copied-1');
    expect(await refund('copied-1', '250.00')).toMatchObject({ exit: 0 });
    const copy = { env: { ROCKETPAY_DATA_DIR: join(shop.folder, 'copy') } };
    await mkdir(copy.env.ROCKETPAY_DATA_DIR);
    await copyFile(join(shop.folder, 'data', 'ledger.db'), join(copy.env.ROCKETPAY_DATA_DIR, 'ledger.db'));
    const intent = (await shop.run(['history', '--limit', '1', '--field', 'intent'])).out.trim();
    for (const args of [
      ['history', '--json'],
      ['receipt', intent, '--json'],
      ['audit', 'verify', '--json'],
    ]) {
      expect(await shop.run(args, copy), args.join(' ')).toEqual(await shop.run(args));
    }
    const again = ['refund', 'copied-1', '--amount', '250.00', '--confirm', '250.00', '--json'];
    expect(errorOf(await shop.run(again, copy)).code).toBe('already_refunded');
  });

  it('keeps all records of a process that opens the ledger twice while another one opens and closes it', async () => {
    const folder = ledgerFolder();
    const [first, second] = [await openTestLedger(undefined, folder), await openTestLedger(undefined, folder)];
    const env = { ROCKETPAY_DATA_DIR: folder };
    expect(await shop.run(['history'], { env })).toMatchObject({ exit: 0 });
    const draft = {
      kind: 'refund',
      profile: 'shop',
      mode: 'test',
      project: 'h/1',
      path: REFUND,
      paymentId: 'p',
    } as const;
    const rest = {
      amount: undefined,
      phone: undefined,
      endsBy: 0,
      key: undefined,
      repeatReason: undefined,
      knownOperations: [],
    };
    await first.createIntent({ id: 'in-kept', asked: '', ...draft, ...rest });
    expect((await shop.run(['history', '--field', 'intent'], { env })).out).toBe('in-kept\n');
    await Promise.all([first.close(), second.close()]);
  });
});
