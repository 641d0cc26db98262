import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openShop, type Shop } from '../e2e/support/shop.ts';
import { OWNER } from '../support/team/postgres-server.ts';
import { runSql } from '../support/team/team.ts';

/** The blocks of docs/team.md that a member runs, in order. */
async function readBlocks(): Promise<{ readonly member: string; readonly lines: readonly string[] }[]> {
  const text = await readFile(new URL('../../docs/team.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^```sh (\w+)\n([\s\S]*?)^```/gm)].map(([, member = '', block = '']) => ({
    member,
    lines: block.trim().split('\n'),
  }));
}

let shop: Shop;
let folder: string;
const port = inject('postgresPort') as number;
const database = 'documented_team';
beforeAll(async () => {
  shop = await openShop();
  for (const payment of ['payment_47', 'payment_48', 'payment_49']) await shop.pay(payment);
  folder = await mkdtemp(join(tmpdir(), 'rocketpay-team-'));
  await writeFile(join(folder, 'passphrase.txt'), 'correct horse battery staple\n');
  await runSql(
    port,
    'postgres',
    `create role anna login`,
    'create role boris login superuser',
    `create database ${database}`,
  );
});
afterAll(async () => {
  await shop.close();
  await runSql(port, 'postgres', `drop database ${database} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

it('the commands of docs/team.md lead two members from an empty database to one refund that is sent', async () => {
  let fingerprint = '';
  let plan = '';
  const results: (readonly [member: string, line: string, exit: number])[] = [];
  for (const { member, lines } of await readBlocks()) {
    const home = join(folder, member);
    await mkdir(home, { recursive: true, mode: 0o700 });
    if (!existsSync(join(home, 'profiles.json')))
      await copyFile(join(shop.folder, 'profiles.json'), join(home, 'profiles.json'));
    await writeFile(join(home, 'refunds.csv'), 'payment_id,amount\npayment_48,10.00\npayment_49,15.00\n');
    const login = member === 'olga' ? OWNER : member;
    const env = {
      ROCKETPAY_CONFIG_DIR: home,
    };
    const url = `postgres://${login}@127.0.0.1:${port}/${database}`;
    for (const line of lines) {
      const filled = line
        .replace(/--fingerprint \S+/, `--fingerprint ${fingerprint}`)
        .replace(/postgres:\S+/, url)
        .replace('push shop', 'push sandbox')
        .replace(/plan-\w+/, plan)
        .replace(/(team\.recovery-key|passphrase\.txt)/g, `${folder}/$1`);
      const words = (filled.match(/"[^"]*"|\S+/g) ?? []).slice(1).map((word) => word.replaceAll('"', ''));
      const { exit, out, err } = await shop.run(words, { env, cwd: home });
      fingerprint = /Fingerprint\s+(\S+)/.exec(line.includes('join') ? out : '')?.[1] ?? fingerprint;
      plan = /^Stored in the ledger of the team: (\S+)$/m.exec(out)?.[1] ?? plan;
      results.push([member, line, exit as number]);
      expect([0, 7], `${member}: ${line}\n${out}${err}`).toContain(exit);
    }
  }
  const refused = results.filter(([, , exit]) => exit === 7);
  expect(refused).toEqual([['olga', 'rocketpay refund payment_47 --amount 250.00 --confirm 250.00', 7]]);
});
