import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAST, printTable, report, summary } from './measure.js';

const ROUNDS = FAST ? 100 : 400;

/** What the record of a write costs, beside the two commits to disk that no implementation can avoid. */
export async function compareLedger() {
  const require = createRequire(import.meta.url);
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const { openLedger } = require('../dist/ledger.cjs');
  const clock = { now: () => Date.now(), elapsed: () => performance.now(), sleep: () => Promise.resolve() };
  const ledger = await openLedger({ folder, pid: process.pid, isRunning: () => false, clock });
  const commits = floor(require('libsql'), join(folder, 'floor.db'));
  const times = { floor: [], ledger: [] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      times.floor.push(await timed(() => commits(round)));
      times.ledger.push(await timed(() => recordWrite(ledger, round)));
    }
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const base = summary(times.floor);
  const share = (summary(times.ledger).median / base.median).toFixed(1);
  report('the two records of a write in the ledger', `${share} times two bare commits of a row`);
  printTable(`Ledger: a write recorded before and after (${ROUNDS} interleaved rounds)`, [
    ['', 'median ms', 'best ms', '/ floor'],
    ...Object.entries(times).map(([name, own]) => {
      const { median, best } = summary(own);
      return [name, median.toFixed(2), best.toFixed(2), (median / base.median).toFixed(2)];
    }),
  ]);
}

/** Two bare commits of one row, as durable as the ledger's. */
function floor(Database, file) {
  const db = new Database(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma);
  db.exec('create table rows (id integer primary key, text text)');
  const insert = db.prepare('insert into rows (id, text) values (?, ?)');
  const update = db.prepare('update rows set text = ? where id = ?');
  const text = 'x'.repeat(600);
  return (id) => {
    insert.run(id, text);
    update.run(`${text}.`, id);
  };
}

/** Records a refund before and after its request. */
export async function recordWrite(ledger, round, request = () => {}) {
  const { id } = await ledger.createIntent({
    id: `in-${round}`,
    kind: 'refund',
    profile: 'shop',
    mode: 'test',
    project: 'api.rocketpay.kz/1234',
    path: '/v2/payment/mobile/refund',
    paymentId: `payment_${round}`,
    amount: { minor: 25_000, currency: 'KZT' },
    phone: undefined,
    asked: `refund ${round}`,
    endsBy: Date.now() + 30_000,
    key: undefined,
    repeatReason: undefined,
    knownOperations: ['5028800010128225'],
  });
  await request();
  await ledger.change(id, 'answered', { state: 'accepted', requestId: `request-${round}` });
}

async function timed(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
