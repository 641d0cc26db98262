import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { Secret } from '#domain/signature/secret';
import { runCli, startCli } from '../support/cli.ts';
import { signedAnswer } from '../support/gate/fixtures.ts';
import { startHandler } from '../support/handler.ts';
import { ledgerFolder } from '../support/ledger.ts';
import { chanceFrom } from './chance.ts';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 4);
const SEED = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));
const SENDERS = 20;
const SECRET = 'the secret of the shop';

const callback = (id: string): string =>
  signedAnswer(
    {
      project_id: 1234,
      payment: { id, status: 'success', sum: { amount: 100_000, currency: 'KZT' } },
      operation: { id: 5028800010128225, type: 'sale', status: 'success', request_id: `req-${id}` },
    },
    new Secret(SECRET),
  );

it(
  `a listener that is killed while it forwards, ${ROUNDS} times: what it answered 200 is delivered, or found by replay --failed`,
  async () => {
    process.stderr.write(`kill test of listen: KILL_SEED=${SEED} KILL_ROUNDS=${ROUNDS}\n`);
    const chance = chanceFrom(SEED);
    const shop = await startHandler();
    const folders = { ROCKETPAY_DATA_DIR: ledgerFolder(), ROCKETPAY_CONFIG_DIR: ledgerFolder() };
    const options = { env: { ...folders, ROCKETPAY_SECRET_KEY: SECRET } };
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const words = ['listen', '--port', '0', '--json', '--forward-to', `${shop.url}/hook`];
      const listener = startCli(words, options);
      await listener.shows('"ready"');
      const url = JSON.parse(listener.output().split('\n')[0] ?? '').url;
      const killAt = Math.floor(chance.between(1, 150));
      let count = 0;
      const send = async (sender: number) => {
        for (let number = 0; number < 500; number += 1) {
          const id = `r${round}-${sender}-${number}`;
          const status = await fetch(url, { method: 'POST', body: callback(id) }).then(
            (answer) => answer.status,
            () => 0,
          );
          if (status === 0) return;
          if (status === 200) answered.push(id);
          count += 1;
          if (count === killAt) listener.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)));
      await listener.finished;
    }
    const replayed = await runCli(['callbacks', 'replay', '--failed', '--json'], options);
    expect(replayed.exit).toBe(0);
    const delivered = new Set(shop.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.id));
    expect(answered.filter((id) => !delivered.has(id))).toEqual([]);
    expect(answered.length).toBeGreaterThan(ROUNDS);
    expect((await runCli(['callbacks', 'replay', '--failed'], options)).err).toContain('No failed callbacks');
  },
  120_000 + ROUNDS * 15_000,
);
