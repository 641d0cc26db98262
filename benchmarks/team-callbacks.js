import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMAND, genuineCallbacks, LISTEN, withServer } from './callback-server.js';
import { FLOOR, load } from './callbacks.js';
import { printTable, summary } from './measure.js';
import { startPostgres } from './postgres-server.js';

const ROUNDS = 5;
const CONNECTIONS = 100;
const [BARE, ONE, TWO] = ['bare node:http', 'one listener on PostgreSQL', 'two listeners on PostgreSQL'];

/** How many callbacks a second listeners store in the ledger of a team. Each round stores callbacks that are new to the ledger. */
export async function compareTeamCallbacks() {
  const postgres = existsSync(COMMAND) ? await startPostgres() : undefined;
  if (postgres === undefined) return console.log('\nCallbacks of a team: skipped, PostgreSQL is not installed');
  const settings = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const env = { ROCKETPAY_LEDGER_URL: postgres.url, ROCKETPAY_CONFIG_DIR: settings };
  const rows = { [BARE]: [], [ONE]: [], [TWO]: [] };
  try {
    const words = [COMMAND, 'ledger', 'init', '--name', 'owner'];
    execFileSync(process.execPath, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    for (let round = 0; round < ROUNDS; round++) {
      const bodies = (name) => genuineCallbacks(60_000, `${name}_${round}_`);
      rows[BARE].push(await withServer([FLOOR], async (url) => load(url, await bodies('bare'), CONNECTIONS)));
      rows[ONE].push(await withServer(LISTEN, async (url) => load(url, await bodies('one'), CONNECTIONS), env));
      rows[TWO].push(await measureTwo(await bodies('two'), env));
    }
  } finally {
    postgres.stop();
    rmSync(settings, { recursive: true, force: true });
  }
  const share = (name, base) => summary(rows[name].map(({ rate }, at) => rate / rows[base][at].rate)).median.toFixed(2);
  printTable(
    `Callbacks of a team: verified, stored in PostgreSQL, answered (${ROUNDS} rounds, ${CONNECTIONS} connections, load ${loadavg()[0].toFixed(1)})`,
    [
      ['', 'median a second', 'best', 'p99 ms (median)', '/ bare', '/ one'],
      ...Object.entries(rows).map(([name, own]) => [
        name,
        ...['median', 'best'].map((which) => String(Math.round(-summary(own.map(({ rate }) => -rate))[which]))),
        summary(own.map(({ p99 }) => p99)).median.toFixed(0),
        name === BARE ? '' : share(name, BARE),
        name === TWO ? share(name, ONE) : '',
      ]),
    ],
  );
}

/** Measures two listeners at the same time, each with half of the connections and of the callbacks. */
function measureTwo(bodies, env) {
  const half = bodies.length / 2;
  return withServer(
    LISTEN,
    (one) =>
      withServer(
        LISTEN,
        async (two) => {
          const [first, second] = await Promise.all([
            load(one, bodies.slice(0, half), CONNECTIONS / 2),
            load(two, bodies.slice(half), CONNECTIONS / 2),
          ]);
          return { rate: first.rate + second.rate, p99: Math.max(first.p99, second.p99) };
        },
        env,
      ),
    env,
  );
}
