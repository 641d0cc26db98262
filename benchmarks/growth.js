import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillLedger } from './fill-ledger.js';
import { FAST, printTable, report } from './measure.js';
import { COMMAND, startServer, timed, writeRows } from './run-command.js';

const SIZES = FAST ? [10_000] : [10_000, 100_000, 1_000_000];
const PLAN_SIZES = FAST ? [10_000, 100_000] : SIZES;
/** The Gate of the stored writes, which is part of their project. */
const GATE_PORT = 48_765;
const START = Date.UTC(2026, 0, 1);

/** Time and memory of long plans, and of the commands that read a whole ledger, as both grow by ten. */
export async function compareGrowth() {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const gate = await startServer('slow-gate.js', 0, 1234, 'secret', GATE_PORT);
  try {
    const plans = PLAN_SIZES.map((rows) => ({ count: rows, ...measurePlan(folder, rows) }));
    const table = new Map([['refunds plan --offline', plans]]);
    for (const writes of SIZES) {
      const ledger = await openFilled(writes);
      for (const [name, words, exits] of questions(writes)) {
        const own = timed(
          ledger,
          [COMMAND, ...words],
          { ROCKETPAY_GATE_URL: gate.line, ROCKETPAY_DATA_DIR: ledger },
          exits,
        );
        table.set(name, [...(table.get(name) ?? []), { count: writes, ...own }]);
      }
    }
    show(table);
  } finally {
    gate.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The commands that read a whole ledger, with their exit codes. */
const questions = (writes) => [
  ['pending: one of 1,000 writes has no result', ['pending', '--json'], [0, 6, 8]],
  ['resume --all: asks for these', ['resume', '--all', '--rate', '0', '--json'], [0, 6, 8]],
  ['history, newest 50', ['history', '--json'], [0]],
  ['history, all', ['history', '--limit', String(writes), '--json'], [0]],
  ['audit verify', ['audit', 'verify', '--json'], [0]],
];

function show(table) {
  const rows = [...table].flatMap(([name, runs]) =>
    runs.map(({ count, seconds, megabytes }, at) => [
      at === 0 ? name : '',
      count.toLocaleString('en'),
      seconds.toFixed(2),
      ((seconds / count) * 1e6).toFixed(1),
      megabytes.toFixed(0),
    ]),
  );
  printTable('Growth: rows of a plan, writes of a ledger', [['', 'number', 'seconds', 'µs each', 'most MB'], ...rows]);
  const [plan, audit] = [table.get('refunds plan --offline'), table.get('audit verify')].map((runs) => runs.at(-1));
  const text = ({ count, seconds, megabytes }) =>
    `${Math.round(count / seconds).toLocaleString('en')} a second, ${megabytes.toFixed(0)} MB of memory`;
  report(`a plan of ${plan.count.toLocaleString('en')} refunds, offline`, text(plan));
  report(`\`audit verify\`, ${audit.count.toLocaleString('en')} writes with two records each`, text(audit));
}

function measurePlan(folder, rows) {
  const file = join(folder, `plan-${rows}.csv`);
  writeRows(file, rows);
  return timed(folder, [COMMAND, 'refunds', 'plan', file, '--offline', '--json']);
}

/** Returns the folder of a ledger with this number of refunds. It is made once, and kept in GROWTH_FOLDER where that is set. */
async function openFilled(writes) {
  const folder = join(process.env.GROWTH_FOLDER ?? join(tmpdir(), 'rocketpay-growth'), String(writes));
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await fillLedger(folder, writes, { project: `127.0.0.1:${GATE_PORT}/1234`, start: START });
  writeFileSync(complete, '');
  return folder;
}
