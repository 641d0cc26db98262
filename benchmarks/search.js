import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable, summary } from './measure.js';

const CALLBACKS = Number(process.env.SEARCH_CALLBACKS ?? 1_000_000);
const INTENTS = CALLBACKS / 5;
const BATCH = 500;
const INGESTED = 20_000;
const DAYS = 60;
const ROUNDS = 5;
const PROJECT = 'api.rocketpay.kz/1234';
const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));
const START = Date.UTC(2026, 0, 1);
const WORDS = ['order', 'jacket', 'shoes', 'phone', 'delivery', 'gift', 'куртка', 'доставка', 'returned', 'size'];

/** How long each kind of question takes, from the start of the built command, in a ledger of a million callbacks. */
export async function compareSearch() {
  const folder = process.env.SEARCH_FOLDER ?? join(tmpdir(), `rocketpay-search-${CALLBACKS}`);
  if (statSync(join(folder, 'ledger.db'), { throwIfNoEntry: false }) === undefined) await fill(folder);
  const middle = Math.floor(CALLBACKS / 8);
  const questions = {
    phone: [phoneOf(middle)],
    'phone and amount': [phoneOf(middle), String(amountOf(middle) / 100)],
    'payment id': [paymentOf(middle)],
    'beginning of ids': ['shop-00'],
    'end of an id': [paymentOf(middle).slice(-7)],
    amount: [String(amountOf(middle) / 100)],
    'word that most payments have': ['order'],
    'two common words': ['order', 'jacket'],
    'word and beginning': ['gift', 'shop-0'],
    day: ['15.02.2026'],
    'month and word': ['2026-02', 'shoes'],
    'customer and month': [`client-${middle % 100_000}`, '2026-02'],
    operation: [`op-${middle}`],
    nothing: ['nothing-like-this'],
  };
  const environment = {
    ...process.env,
    ROCKETPAY_DATA_DIR: folder,
    ROCKETPAY_CONFIG_DIR: folder,
    ROCKETPAY_LEDGER_URL: '',
  };
  const rows = Object.entries(questions).map(([name, words]) => {
    const runs = Array.from({ length: ROUNDS }, () => ask(['find', ...words], environment));
    const { median, best } = summary(runs.map(({ time }) => time));
    return [
      name,
      median.toFixed(0),
      best.toFixed(0),
      String(Math.max(...runs.map(({ memory }) => memory))),
      runs[0].found,
    ];
  });
  printTable(`Search: ${CALLBACKS} callbacks, ${INTENTS} intents, ${size(folder)} MB (${ROUNDS} cold starts)`, [
    ['', 'median ms', 'best', 'memory MB', 'found'],
    ...rows,
  ]);
}

function ask(words, env) {
  const start = process.hrtime.bigint();
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-r', MEMORY, COMMAND, ...words, '--json'], {
    env,
    encoding: 'utf8',
  });
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  const { payments, more } = JSON.parse(stdout);
  return { time, memory: Number(/memory (\d+)/.exec(stderr)?.[1]), found: `${payments.length}${more ? '+' : ''}` };
}

const MEMORY = fileURLToPath(new URL('./print-memory.cjs', import.meta.url));
const size = (folder) => Math.round(statSync(join(folder, 'ledger.db')).size / 1024 / 1024);

/** Fills a ledger as a listener and a support team do. */
async function fill(folder) {
  const require = createRequire(import.meta.url);
  mkdirSync(folder, { recursive: true });
  const { openLedger } = require('../dist/ledger.cjs');
  let now = START;
  // Two sets of batches, callbacks and intents, over the same days.
  const step = (batches) => Math.floor((DAYS * 86_400_000) / batches);
  const clock = { now: () => now, elapsed: () => performance.now(), sleep };
  const open = () => openLedger({ folder, pid: process.pid, isRunning: () => false, clock });
  const begin = performance.now();
  for (let at = 0; at < CALLBACKS; at += INGESTED) {
    const listener = await open();
    for (let more = 0; more < INGESTED; more += BATCH) {
      now += step(CALLBACKS / BATCH);
      await Promise.all(Array.from({ length: BATCH }, (_, one) => listener.addCallback(callbackOf(at + more + one))));
    }
    await listener.close();
    // The next process sorts what was received into the database.
    const reader = await open();
    await reader.findCallbacks({ limit: 1 });
    await reader.close();
  }
  console.log(`${CALLBACKS} callbacks stored and indexed in ${Math.round((performance.now() - begin) / 1000)} s`);
  now = START;
  const ledger = await open();
  for (let at = 0; at < INTENTS; at += BATCH) {
    now += step(INTENTS / BATCH);
    await Promise.all(Array.from({ length: BATCH }, (_, more) => recordRefund(ledger, at + more)));
  }
  await ledger.close();
  console.log(`${INTENTS} intents in all after ${Math.round((performance.now() - begin) / 1000)} s`);
}

/** Two callbacks of each payment: its purchase, and a refund. */
function callbackOf(index) {
  const payment = index >> 1;
  const isRefund = index % 2 === 1;
  const sum = { amount: amountOf(payment), currency: 'KZT' };
  const id = paymentOf(payment);
  const operation = {
    ...{
      id: `op-${index}`,
      type: isRefund ? 'refund' : 'sale',
      status: 'success',
      code: '0',
      request_id: `req-${index}`,
    },
    ...{ sum_initial: sum, sum_converted: sum, provider: { id: 10, payment_id: `gsm-${index}`, auth_code: '' } },
    ...{ date: '2026-02-01T10:00:00+0000', created_date: '2026-02-01T09:59:00+0000' },
  };
  const status = isRefund ? 'refunded' : 'success';
  const body = {
    project_id: 1234,
    payment: {
      ...{ id, type: 'purchase', status, date: operation.date, method: 'mobile' },
      ...{ sum: isRefund ? { ...sum, amount: 0 } : sum, description: describe(payment) },
    },
    customer: { id: `client-${payment % 100_000}` },
    account: { number: phoneOf(payment), type: 'BEELINE' },
    operation,
    signature: 'x'.repeat(88),
  };
  return {
    ...{ project: PROJECT, text: JSON.stringify(body), valid: true, paymentId: id, status, operationId: operation.id },
    ...{ operationStatus: 'success', requestId: operation.request_id },
    event: isRefund ? 'refund.success' : 'purchase.success',
  };
}

async function recordRefund(ledger, index) {
  const id = `in-${index}`;
  await ledger.createIntent({
    ...{ id, kind: 'refund', profile: 'shop', mode: 'test', project: PROJECT, path: '/v2/payment/mobile/refund' },
    ...{ paymentId: paymentOf(index * 2), amount: { minor: amountOf(index * 2), currency: 'KZT' }, phone: undefined },
    ...{ asked: `refund ${index}`, endsBy: START, key: undefined, repeatReason: undefined, knownOperations: [] },
    description: 'customer returned the item',
  });
  await ledger.change(id, 'answered', {
    state: 'done',
    requestId: `request-${index}`,
    operationId: `op-${index * 4 + 1}`,
  });
}

const paymentOf = (number) => `shop-${String(number).padStart(7, '0')}-${(number * 2_654_435_761) % 1_000_000_007}`;
const phoneOf = (number) => `7701${String((number * 7919) % 10_000_000).padStart(7, '0')}`;
const amountOf = (number) => 50_000 + (number % 500) * 1000;
const describe = (number) => `order ${WORDS[1 + (number % 9)]} ${WORDS[1 + (number % 7)]}`;

const sleep = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
