import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { callback, secret } from '../features/callbacks/listening.ts';
import { runCli, startCli } from '../support/cli.ts';
import { ledgerFolder } from '../support/ledger.ts';
import { OWNER } from '../support/team/postgres-server.ts';
import { runSql } from '../support/team/team.ts';

const port = inject('postgresPort') as number;
const database = 'killed_listener';
beforeAll(() => runSql(port, 'postgres', `create database ${database}`));
afterAll(() => runSql(port, 'postgres', `drop database ${database} with (force)`));

/** A program that never answers the first callback, and answers all others with 200. */
async function startShop() {
  const ids: string[] = [];
  const server = createServer((request, response) => {
    ids.push(String(request.headers['rocketpay-callback-id']));
    if (ids.length > 1) response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ids };
}

it('a callback that a listener forwards when it is killed is forwarded again by another one, with the same id', async () => {
  const shop = await startShop();
  const env = {
    ROCKETPAY_SECRET_KEY: secret.reveal(),
    ROCKETPAY_CONFIG_DIR: ledgerFolder(),
    ROCKETPAY_LEDGER_URL: `postgres://${OWNER}@127.0.0.1:${port}/${database}`,
  };
  expect((await runCli(['ledger', 'init', '--name', 'olga'], { env })).exit).toBe(0);
  const listen = async () => {
    const own = { ...env, ROCKETPAY_DATA_DIR: ledgerFolder() };
    const listener = startCli(['listen', '--port', '0', '--json', '--forward-to', shop.url], { env: own });
    onTestFinished(() => listener.kill('SIGKILL'));
    await listener.shows('"ready"');
    return { ...listener, url: JSON.parse(listener.output().split('\n')[0] ?? '').url as string };
  };
  const [one, other] = [await listen(), await listen()];
  expect((await fetch(one.url, { method: 'POST', body: callback() })).status).toBe(200);
  await expect.poll(() => shop.ids).toHaveLength(1);
  one.kill('SIGKILL');
  await one.finished;
  await other.shows('"forward"');
  expect(new Set(shop.ids).size).toBe(1);
  expect(shop.ids).toHaveLength(2);
  other.kill('SIGTERM');
  expect((await other.finished).exit).toBe(0);
  expect(await runSql(port, database, 'select * from rocketpay.forwards')).toEqual([]);
});
