import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { documentOf, openShop, type Shop } from '../../e2e/support/shop.ts';
import { OWNER } from '../../support/team/postgres-server.ts';
import { runSql } from '../../support/team/team.ts';

/** Two members, each a process at a machine of their own. */
let shop: Shop;
let folder: string;
const port = inject('postgresPort') as number;
const database = 'plan_processes';
const ORDERS = 8;

/** The variables of a member's machine: olga owns the database, bo is another login. */
const machineOf = (member: 'olga' | 'bo') => ({
  ROCKETPAY_LEDGER_URL: `postgres://${member === 'olga' ? OWNER : 'plan_bo'}@127.0.0.1:${port}/${database}`,
  ROCKETPAY_CONFIG_DIR: join(folder, member),
});

const start = (member: 'olga' | 'bo', ...words: readonly string[]) =>
  shop.start([...words, '--json'], { env: machineOf(member) });

const run = (member: 'olga' | 'bo', ...words: readonly string[]) => start(member, ...words).finished;

beforeAll(async () => {
  shop = await openShop();
  folder = await mkdtemp(join(tmpdir(), 'rocketpay-plans-'));
  for (let order = 1; order <= 2 * ORDERS; order++) await shop.pay(`order_${order}`);
  await runSql(port, 'postgres', 'create role plan_bo login', `create database ${database}`);
  for (const member of ['olga', 'bo']) {
    await mkdir(join(folder, member), { mode: 0o700 });
    await copyFile(join(shop.folder, 'profiles.json'), join(folder, member, 'profiles.json'));
  }
  expect(await run('olga', 'ledger', 'init', '--name', 'olga')).toMatchObject({ exit: 0 });
  const { fingerprint } = documentOf(await run('bo', 'ledger', 'join', 'bo'));
  expect(await run('olga', 'ledger', 'accept', 'bo', '--fingerprint', String(fingerprint))).toMatchObject({ exit: 0 });
}, 120_000);
afterAll(async () => {
  await shop.close();
  await runSql(port, 'postgres', `drop database ${database} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

/** Makes a plan for some orders as olga, and returns its id. */
async function plan(first: number): Promise<string> {
  const rows = Array.from({ length: ORDERS }, (_, at) => `order_${first + at},10.00`);
  const file = join(folder, `refunds-${first}.csv`);
  await writeFile(file, ['payment_id,amount', ...rows, ''].join('\n'));
  return String(documentOf(await run('olga', 'refunds', 'plan', file, '--rate', '0')).plan);
}

/** Returns how many refunds each of these orders has at the platform. */
async function countRefunds(first: number): Promise<readonly number[]> {
  const answer = await fetch(`${shop.url}/sandbox/payments`);
  const payments = (await answer.json()) as { id: string; operations: { type: string }[] }[];
  return Array.from({ length: ORDERS }, (_, at) => {
    const payment = payments.find(({ id }) => id === `order_${first + at}`);
    return payment?.operations.filter(({ type }) => type === 'refund').length ?? 0;
  });
}

const ONCE = Array(ORDERS).fill(1);
const TOTAL = ['--confirm', '80.00'];

describe('two processes of a team', () => {
  it('apply one plan at the same time, and send each row once', async () => {
    const id = await plan(1);
    const words = ['refunds', 'apply', id, ...TOTAL, '--rate', '0'];
    const runs = await Promise.all([run('olga', ...words), run('bo', ...words), run('bo', ...words)]);
    expect(runs.map(({ exit }) => exit)).toContain(0);
    for (const { exit, err } of runs) expect(exit === 0 || err.includes('"in_flight"'), err).toBe(true);
    expect(await countRefunds(1)).toEqual(ONCE);
  }, 60_000);

  it('continue a plan of which one was killed, and send each row once', async () => {
    const id = await plan(ORDERS + 1);
    const killed = start('olga', 'refunds', 'apply', id, ...TOTAL, '--rate', '2', '--concurrency', '1');
    await killed.shows('"outcome":"accepted"');
    killed.kill('SIGKILL');
    await killed.finished;
    const words = ['refunds', 'apply', id, ...TOTAL, '--rate', '0'];
    expect(await run('bo', ...words)).toMatchObject({ exit: 7, err: expect.stringContaining('"in_flight"') });
    expect(JSON.parse((await run('bo', 'refunds', 'list')).out).plans[0]).toMatchObject({
      plan: id,
      state: 'applying',
    });
    await runSql(port, database, `update rocketpay.locks set expires_at = clock_timestamp() - interval '1 second'`);
    await run('bo', 'resume', '--plan', id, '--wait', '--deadline', '2m');
    expect(await run('bo', ...words, '--wait')).toMatchObject({ exit: 0 });
    expect(await countRefunds(ORDERS + 1)).toEqual(ONCE);
    expect(await run('bo', 'audit', 'verify')).toMatchObject({ exit: 0 });
  }, 120_000);
});
