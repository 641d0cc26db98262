import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, type Finished, startProcess } from '../../support/cli.ts';
import { errorOf, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.pay('paid-1');
  const sale = ['sale', '--phone', '77071234567', '--amount', '10', '--payment-id', 'open-1', '--wait', 'otp'];
  expect(await shop.run(sale)).toMatchObject({ exit: 0 });
  writesBefore = writesSeen();
});
afterAll(() => shop.close());

let writesBefore = 0;

/** How many writes the platform has answered. */
const writesSeen = (): number =>
  shop.sandbox
    .output()
    .split('\n')
    .filter((line) => line.includes('"type":"request"') && !line.includes('/v2/payment/status')).length;

const WRITES: readonly (readonly string[])[] = [
  ['sale', '--phone', '77071234567', '--amount', '10'],
  ['otp', 'open-1', '123456'],
  ['resend', 'open-1', '--force'],
  ['refund', 'paid-1', '--amount', '10', '--confirm', '10'],
  ['request', '/v2/payment/mobile/refund', '{"general":{"payment_id":"paid-1"}}'],
];

/** Fails unless the command refused to send because of its ledger, for this reason. */
function expectBlocked(end: Finished, reason: string | RegExp): void {
  expect(end, end.err).toMatchObject({ exit: 7 });
  expect(errorOf(end)).toMatchObject({ code: 'ledger_unavailable', message: expect.stringMatching(reason) });
}

describe('a ledger that cannot be opened', () => {
  it.concurrent.each(WRITES)('because its folder is a file blocks %s', async (...args) => {
    const file = join(shop.folder, 'no-folder');
    await writeFile(file, '');
    const end = await shop.run([...args, '--json'], { env: { ROCKETPAY_DATA_DIR: file } });
    expectBlocked(end, 'a part of its path is not a folder');
    expect(writesSeen()).toBe(writesBefore);
  });

  it.concurrent('because it is another file is reported with that reason', async () => {
    const data = join(shop.folder, 'something-else');
    await mkdir(data);
    await writeFile(join(data, 'ledger.db'), 'this is a letter, and a letter is no ledger\n'.repeat(100));
    const end = await shop.run([...(WRITES[3] ?? []), '--json'], { env: { ROCKETPAY_DATA_DIR: data } });
    expectBlocked(end, 'it is not a ledger');
    expect(writesSeen()).toBe(writesBefore);
  });

  it.concurrent('because another process has locked it is reported with that reason', async () => {
    const data = join(shop.folder, 'locked');
    expect(await shop.run(['pending'], { env: { ROCKETPAY_DATA_DIR: data } })).toMatchObject({ exit: 0 });
    const other = new Database(join(data, 'ledger.db'));
    other.exec('begin immediate');
    const end = await shop.run([...(WRITES[3] ?? []), '--json'], { env: { ROCKETPAY_DATA_DIR: data } });
    other.exec('rollback');
    other.close();
    expectBlocked(end, /another process has kept it locked.*Nothing was sent/);
    expect(writesSeen()).toBe(writesBefore);
  });
});

// The administrator may write everywhere.
describe.skipIf(process.getuid?.() === 0)('a folder of another user', () => {
  it('blocks every write', async () => {
    const data = join(shop.folder, 'not-mine');
    await mkdir(data);
    await chmod(data, 0o500);
    const end = await shop.run([...(WRITES[3] ?? []), '--json'], { env: { ROCKETPAY_DATA_DIR: data } });
    await chmod(data, 0o700);
    expectBlocked(end, 'this user may not write there');
    expect(writesSeen()).toBe(writesBefore);
  });
});

/** Whether this machine lets anybody mount a disk of their own, where only they see it. */
function canMount(): boolean {
  try {
    execFileSync('sh', ['-c', `unshare -rm sh -c 'mount -t tmpfs none /mnt'`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(canMount())('a disk', () => {
  /** Runs a shell line before a refund, in a world where `$ROCKETPAY_DATA_DIR` is a small disk of its own. */
  const onSmallDisk = (name: string, size: string, before: string): Promise<Finished> => {
    const data = join(shop.folder, name);
    const node = `'${process.execPath}' '${COMMAND}'`;
    const mount = `mkdir -p '${data}' && mount -t tmpfs -o mode=700,size=${size} none '${data}'`;
    const line = `${mount} && ${before.replaceAll('rocketpay', node)} && exec ${node} ${(WRITES[3] ?? []).join(' ')} --json`;
    return startProcess('unshare', ['-rm', 'sh', '-c', line], { env: { ...shop.env, ...shop.withLedger(data) } })
      .finished;
  };

  it.concurrent('that is full from the beginning blocks every write', async () => {
    const end = await onSmallDisk('full-1', '100k', 'head -c 90000 /dev/zero > "$ROCKETPAY_DATA_DIR/other"');
    expectBlocked(end, 'the disk is full');
    expect(writesSeen()).toBe(writesBefore);
  });

  it.concurrent('that has become full blocks every write', async () => {
    const fill = 'cat /dev/zero > "$ROCKETPAY_DATA_DIR/other" 2> /dev/null || true';
    const end = await onSmallDisk('full-2', '1m', `rocketpay pending > /dev/null && { ${fill}; }`);
    expectBlocked(end, 'the disk is full');
    expect(writesSeen()).toBe(writesBefore);
  });

  it.concurrent('that has become read-only blocks every write', async () => {
    const remount = 'mount -o remount,ro "$ROCKETPAY_DATA_DIR"';
    const end = await onSmallDisk('read-only', '1m', `rocketpay pending > /dev/null && ${remount}`);
    expectBlocked(end, /read-only/);
    expect(writesSeen()).toBe(writesBefore);
  });
});
