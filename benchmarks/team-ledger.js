import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordWrite } from './ledger.js';
import { printTable, summary } from './measure.js';
import { startPostgres } from './postgres-server.js';

const ROUNDS = 300;

const BATCH = { rows: 640, concurrency: 16, waitMilliseconds: 50 };

const LOCK = 8245931987826405473n;

/** The ledger of a team on PostgreSQL, beside that of one machine, and beside the bare commits of a row under the same lock. */
export async function compareTeamLedger() {
  const server = await startPostgres();
  if (server === undefined) return console.log('\nLedger of a team: PostgreSQL is not installed.');
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const require = createRequire(import.meta.url);
  const { openLedger } = require('../dist/ledger.cjs');
  const { openTeamLedger } = require('../dist/team-ledger.cjs');
  const { openTeam } = require('../dist/team.cjs');
  const clock = { now: () => Date.now(), elapsed: () => performance.now(), set() {}, offset: () => 0, sleep: wait };
  const processes = { pid: process.pid, isRunning: () => false, clock };
  const keys = { sign: generateKeyPairSync('ed25519').privateKey, seal: generateKeyPairSync('x25519').privateKey };
  const { hostname: host, port, username: user, pathname } = new URL(server.url);
  const url = { host, port: Number(port), user, database: pathname.slice(1), tls: 'off', shown: server.url };
  const team = { ...processes, url, keys: async () => keys };
  const members = openTeam(team);
  await members.create('benchmark');
  await members.close();
  const ledgers = {
    sqlite: await openLedger({ ...processes, folder }),
    team: await openTeamLedger({ ...team, folder: join(folder, 'team') }),
  };
  const commits = await floor(require('pg'), url);
  try {
    await measureWrites(ledgers, commits.run);
    await measureBatch(ledgers);
  } finally {
    await commits.close();
    for (const ledger of Object.values(ledgers)) await ledger.close();
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureWrites(ledgers, commits) {
  const cases = {
    'two bare commits on PostgreSQL, with the same lock': commits,
    'ledger of a team, on PostgreSQL': (round) => recordWrite(ledgers.team, round),
    'ledger of a machine, on SQLite': (round) => recordWrite(ledgers.sqlite, round),
  };
  const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(cases)) {
      const start = performance.now();
      await run(round);
      times[name].push(performance.now() - start);
    }
  const [base] = Object.values(times).map(summary);
  printTable(`Ledger of a team: a write recorded before and after (${ROUNDS} interleaved rounds)`, [
    ['', 'median ms', 'best ms', '/ floor'],
    ...Object.entries(times).map(([name, own]) => {
      const { median, best } = summary(own);
      return [name, median.toFixed(2), best.toFixed(2), (median / base.median).toFixed(2)];
    }),
  ]);
}

async function measureBatch(ledgers) {
  const { rows, concurrency, waitMilliseconds } = BATCH;
  const times = { sqlite: [], team: [] };
  for (let round = 0; round < 4; round++)
    for (const [name, ledger] of Object.entries(ledgers)) {
      let begun = 0;
      const work = async () => {
        while (begun < rows) {
          begun++;
          await recordWrite(ledger, `batch-${name}-${round}-${begun}`, () => wait(waitMilliseconds));
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: concurrency }, work));
      times[name].push(performance.now() - start);
    }
  const base = summary(times.sqlite).median;
  const row = (name, own) => [name, (summary(own).median / 1000).toFixed(2), (summary(own).median / base).toFixed(2)];
  printTable(`Ledger: ${rows} refunds, ${concurrency} concurrent, a platform that answers in ${waitMilliseconds} ms`, [
    ['', 'median seconds', '/ SQLite'],
    row('ledger of a machine, on SQLite', times.sqlite),
    row('ledger of a team, on PostgreSQL', times.team),
  ]);
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Two bare commits of one row under the lock, as durable as the ledger's. */
async function floor({ Client }, { host, port, database, user }) {
  const client = new Client({ host, port, database, user });
  await client.connect();
  await client.query('create table rows (id text primary key, text text)');
  const text = 'x'.repeat(600);
  const commit = async (statement, values) => {
    await client.query(`begin; select pg_advisory_xact_lock(${LOCK})`);
    await client.query(statement, values);
    await client.query('commit');
  };
  return {
    close: () => client.end(),
    run: async (id) => {
      await commit('insert into rows (id, text) values ($1, $2)', [String(id), text]);
      await commit('update rows set text = $2 where id = $1', [String(id), `${text}.`]);
    },
  };
}
