import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type CliOptions, type Finished, runCli, startCli } from '../support/cli.ts';
import { ledgerFolder } from '../support/ledger.ts';

/** The database is there before its tables are, and the key is made after them. */
const [FIRST, LAST] = ['ledger.db', 'ledger.key'];

const optionsFor = (folder: string): CliOptions => ({
  env: { ROCKETPAY_DATA_DIR: folder, ROCKETPAY_CONFIG_DIR: folder },
});

async function appears(file: string): Promise<void> {
  for (const until = Date.now() + 60_000; !existsSync(file); await new Promise(setImmediate)) {
    if (Date.now() > until) throw new Error(`${file} was never made`);
  }
}

/** How long the tables of a new ledger take. */
async function measureMaking(): Promise<number> {
  const folder = ledgerFolder();
  const first = startCli(['pending'], optionsFor(folder));
  await appears(join(folder, FIRST));
  const begunAt = performance.now();
  await appears(join(folder, LAST));
  const milliseconds = performance.now() - begunAt;
  await first.finished;
  return milliseconds;
}

/** Kills the very first command while it makes its ledger; gives what the next one ends with. */
async function afterKilledStart(milliseconds: number): Promise<Finished> {
  const folder = ledgerFolder();
  const first = startCli(['pending'], optionsFor(folder));
  await appears(join(folder, FIRST));
  await sleep(milliseconds);
  first.kill('SIGKILL');
  await first.finished;
  return runCli(['audit', 'verify'], optionsFor(folder));
}

it('the ledger works after the first command was killed', async () => {
  const making = await measureMaking();
  for (const part of [0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    expect(await afterKilledStart(making * part), `killed at ${part}`).toMatchObject({ exit: 0, err: '' });
  }
});

it('eight concurrent first commands share a new ledger', async () => {
  const options = optionsFor(ledgerFolder());
  const ends = await Promise.all(Array.from({ length: 8 }, () => runCli(['pending', '--json'], options)));
  for (const end of ends)
    expect(end).toMatchObject({ exit: 0, out: '{"intents":[],"requests":[],"inFlight":0,"notSeen":0}\n', err: '' });
});
