import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from '../support/shop.ts';
import { startUnsteadyProxy, type UnsteadyProxy } from '../support/unsteady-proxy.ts';

/** A number that nothing else holds by chance. */
const PHONE = '77073918264';

let shop: Shop;
let proxy: UnsteadyProxy;
beforeAll(async () => {
  shop = await openShop(['--otp-ttl', '20s']);
  // What was sent under a bad star is in the ledger too.
  proxy = await startUnsteadyProxy(shop.url, {
    passage: ({ path, paymentId }) =>
      paymentId === 'lost-1' && path.endsWith('/refund') ? { lose: 'answer' } : undefined,
  });
});
afterAll(async () => {
  await proxy.close();
  await shop.close();
});

/** Every way in which a text may lie in a file. */
const formsOf = (text: string): readonly Buffer[] => {
  const bytes = Buffer.from(text);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [bytes, Buffer.from(text, 'utf16le'), ...[base64, bytes.toString('hex')].map((form) => Buffer.from(form))];
};

async function expectNowhere(data: string, texts: readonly string[]): Promise<void> {
  const files = await readdir(data, { recursive: true });
  expect(files).toEqual(expect.arrayContaining(['ledger.db', 'ledger.key']));
  for (const file of files) {
    const bytes = await readFile(join(data, file));
    for (const form of texts.flatMap(formsOf)) expect(bytes.includes(form), `${form} in ${file}`).toBe(false);
  }
}

it('a day of work with --debug leaves no secret, no phone and no code in the data folder', async () => {
  const env = { ROCKETPAY_GATE_URL: proxy.url };
  const codes: string[] = [];
  const run = async (exits: readonly number[], ...args: readonly string[]): Promise<void> => {
    const { exit, err } = await shop.run([...args, '--debug', '--verbose'], { env });
    expect(exits, `${args.join(' ')}: ${err.slice(-500)}`).toContain(exit);
  };
  for (const id of ['day-1', 'lost-1']) {
    await run([0], 'sale', '--phone', `+${PHONE}`, '--amount', '1000', '--payment-id', id, '--wait', 'otp');
    const code = await shop.code(id);
    codes.push(code);
    await run([0], 'otp', id, code, '--intent', `ticket-${id}`);
    await run([0, 3, 8], 'wait', id, '--deadline', '2s');
  }
  await run([0, 3], 'otp', 'day-1', '918273645');
  await run([0, 3, 7], 'resend', 'day-1');
  const sale = { general: { payment_id: 'raw-1' }, account: { number: PHONE }, note: 'raw' };
  await run([3], 'request', '/v2/payment/mobile/sale', JSON.stringify(sale));
  await run([0, 7], 'refund', 'day-1', '--amount', '250', '--confirm', '250', '--description', `for ${PHONE}`);
  await run([6, 7], 'refund', 'lost-1', '--full', '--confirm', '1000');
  await run([0, 6, 8], 'resume', '--all', '--wait', '--deadline', '2s');
  await run([0], 'history', '--phone', PHONE);
  await run([0], 'audit', 'export');
  await expectNowhere(join(shop.folder, 'data'), [shop.secret, PHONE, PHONE.slice(1), '918273645']);
  expect(codes).toHaveLength(2);

  // While a process has it open there is a write-ahead file as well.
  const open = shop.start(['wait', 'nothing', '--debug'], { env });
  await open.shows('3061');
  await expectNowhere(join(shop.folder, 'data'), [shop.secret, PHONE]);
  open.kill('SIGTERM');
  await open.finished;
});
