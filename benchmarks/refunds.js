import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import got from 'got';
import { printTable } from './measure.js';

const PLAN_ROWS = 1_000_000;
const APPLY = { rows: 10_000, waitMilliseconds: 50, concurrency: 16 };
const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));
const SLOW_GATE = fileURLToPath(new URL('slow-gate.js', import.meta.url));

/** Bulk refunds: a long plan in little memory, and a batch beside the time that its platform takes. */
export async function compareRefunds() {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const gate = spawn(process.execPath, [SLOW_GATE, String(APPLY.waitMilliseconds), '1234', 'secret']);
  try {
    const url = await new Promise((resolve) => gate.stdout.once('data', (text) => resolve(String(text).trim())));
    measurePlan(folder);
    await measureApply(folder, url);
    await measureAges(folder, url);
  } finally {
    gate.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measurePlan(folder) {
  const file = join(folder, 'long.csv');
  writeRows(file, PLAN_ROWS);
  const floor = timed(folder, ['-e', `require('fs').createReadStream(${JSON.stringify(file)}).resume()`]);
  const plan = timed(folder, [COMMAND, 'refunds', 'plan', file, '--offline', '--json']);
  const row = (name, { seconds, megabytes }) => [
    name,
    seconds.toFixed(1),
    String(Math.round(PLAN_ROWS / seconds)),
    megabytes.toFixed(0),
  ];
  printTable(`Refunds: an offline plan of ${PLAN_ROWS} rows`, [
    ['', 'seconds', 'rows a second', 'most MB'],
    row('reading the bytes of the file', floor),
    row('rocketpay refunds plan --offline', plan),
  ]);
}

/** The minimum with one connection for each refund: the requests alone, by the same library. */
async function measureFloor(url) {
  const { rows, concurrency } = APPLY;
  const client = got.extend({ agent: { http: new Agent({ keepAlive: false }) }, retry: { limit: 0 } });
  const body = '{"general":{"project_id":1234,"payment_id":"order-1"},"payment":{"amount":10050,"currency":"KZT"}}';
  const post = () => client.post(`${url}/v2/payment/mobile/refund`, { body });
  const sample = rows / 5;
  let begun = 0;
  const work = async () => {
    for (; begun < sample; begun++) await post();
  };
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: concurrency }, work));
  return (Number(process.hrtime.bigint() - start) / 1e9) * (rows / sample);
}

async function measureApply(folder, url) {
  const { rows, waitMilliseconds, concurrency } = APPLY;
  const floor = await measureFloor(url);
  const file = join(folder, 'batch.csv');
  writeRows(file, rows);
  const speed = ['--rate', '0', '--concurrency', String(concurrency)];
  const env = { ROCKETPAY_GATE_URL: url };
  timed(folder, [COMMAND, 'refunds', 'plan', file, ...speed], env);
  const total = ((rows * 10_050) / 100).toFixed(2);
  const apply = timed(
    folder,
    [COMMAND, 'refunds', 'apply', join(folder, 'batch.plan.jsonl'), '--confirm', total, ...speed],
    env,
  );
  const ideal = (rows * waitMilliseconds) / concurrency / 1000;
  const row = (name, seconds) => [
    name,
    seconds.toFixed(1),
    String(Math.round(rows / seconds)),
    (seconds / ideal).toFixed(2),
  ];
  printTable(
    `Refunds: ${rows} rows, ${concurrency} concurrent, a platform that answers in ${waitMilliseconds} ms (each payment is checked again)`,
    [
      ['', 'seconds', 'rows a second', '/ ideal'],
      row('ideal: one answer a row, and nothing else', ideal),
      row('floor: one bare request a row, a connection each', floor),
      row('rocketpay refunds apply', apply.seconds),
    ],
  );
}

/** How old the status of a payment is when its refund comes to the Gate: later changes are not seen. */
async function measureAges(folder, url) {
  const settings = [
    { rows: 30, concurrency: 4, rate: 5 },
    { rows: 40, concurrency: 16, rate: 5 },
    { rows: 20, concurrency: 16, rate: 1 },
    { rows: 500, concurrency: 16, rate: 0 },
  ];
  const table = [['', 'median ms', '90 %', 'most']];
  for (const [at, { rows, concurrency, rate }] of settings.entries()) {
    const name = `ages-${at}`;
    const file = join(folder, `${name}.csv`);
    writeRows(file, rows, name);
    const env = { ROCKETPAY_GATE_URL: url };
    const speed = ['--rate', String(rate), '--concurrency', String(concurrency)];
    timed(folder, [COMMAND, 'refunds', 'plan', file], env);
    await fetch(url);
    const total = ((rows * 10_050) / 100).toFixed(2);
    timed(folder, [COMMAND, 'refunds', 'apply', join(folder, `${name}.plan.jsonl`), '--confirm', total, ...speed], env);
    const ages = (await (await fetch(url)).json()).sort((a, b) => a - b);
    const part = (share) => String(ages[Math.min(ages.length - 1, Math.floor(ages.length * share))]);
    table.push([
      `${rows} rows, ${concurrency} concurrent, ${rate || 'any number'} a second`,
      part(0.5),
      part(0.9),
      part(1),
    ]);
  }
  printTable('Refunds: age of the status of a payment when its refund comes', table);
}

/** Rows of 100.50 KZT each, with descriptions in Cyrillic. */
function writeRows(file, count, name = 'order') {
  const descriptor = openSync(file, 'w');
  let text = 'payment_id,amount,currency,description\n';
  for (let row = 1; row <= count; row++) {
    text += `${name}-${row}-2026,100.50,KZT,"Возврат, заказ ${row}"\n`;
    if (text.length < 1_000_000 && row < count) continue;
    writeSync(descriptor, text);
    text = '';
  }
  closeSync(descriptor);
}

/** Runs Node.js to its end: how long it took, and the most memory that it held. */
function timed(folder, args, env = {}) {
  const hook = join(folder, 'memory.cjs');
  const told = join(folder, 'memory.txt');
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(told)}, String(process.resourceUsage().maxRSS)));`,
  );
  const settings = {
    PATH: process.env.PATH,
    ROCKETPAY_CONFIG_DIR: folder,
    ROCKETPAY_DATA_DIR: join(folder, 'data'),
    ROCKETPAY_PROJECT_ID: '1234',
    ROCKETPAY_SECRET_KEY: 'secret',
    ROCKETPAY_NO_INPUT: '1',
    ...env,
  };
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--require', hook, ...args], {
    env: settings,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  return { seconds, megabytes: Number(readFileSync(told, 'utf8')) / 1024 };
}
