import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../e2e/support/shop.ts';
import { at, documentOf, errorOf } from '../support/session.ts';
import { freePort } from '../support/team/ports.ts';
import { OWNER } from '../support/team/postgres-server.ts';
import { createTeam } from '../support/team/team.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.pay('paid-before');
});
afterAll(() => shop.close());

const json = async (...words: readonly string[]) => documentOf(await shop.run([...words, '--json']));

describe('a ledger in the settings', () => {
  it('is used by every command, and shown by whoami, doctor and ledger status', async () => {
    const { port, database } = await createTeam();
    const url = `postgres://${OWNER}@127.0.0.1:${port}/${database}`;
    await shop.run(['ledger', 'use', url]);
    expect(at(await json('whoami'), 'ledger.value')).toBe(url);
    expect(await json('whoami')).toMatchObject({
      member: { value: null, origin: expect.stringContaining('The key of') },
    });
    const check = (await json('doctor')).checks as { readonly name: string }[];
    expect(check.find(({ name }) => name === 'ledger')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('The key of this machine is not the one'),
    });
    const other = `${url.slice(0, -database.length)}postgres`;
    await shop.run(['ledger', 'use', other]);
    expect(errorOf(await shop.run(['pending', '--json']))).toMatchObject({
      exit: 7,
      message: expect.stringContaining('holds no ledger'),
    });
  });

  it('that cannot be reached blocks every write, and no local ledger is used in its place', async () => {
    const url = `postgres://anna@127.0.0.1:${await freePort()}/shop`;
    const data = join(shop.folder, 'unused');
    await shop.run(['ledger', 'use', url]);
    const words = ['refund', 'paid-before', '--amount', '1.00', '--confirm', '1.00', '--json'];
    const { exit, message } = errorOf(await shop.run(words, { env: { ROCKETPAY_DATA_DIR: data } }));
    expect({ exit, message }).toMatchObject({ exit: 7, message: expect.stringContaining('nothing listens') });
    expect(existsSync(join(data, 'ledger.db'))).toBe(false);
    const whoami = documentOf(await shop.run(['whoami', '--json']));
    expect(whoami).toMatchObject({
      ledger: { value: url },
      member: { value: null, origin: expect.stringContaining('nothing listens') },
    });
    expect((await shop.run(['ledger', 'use', '--local'])).exit).toBe(0);
    expect((await shop.run(['pending'])).exit).toBe(0);
  });
});
