import { mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable, summary } from './measure.js';

const INTENTS = Number(process.env.LEDGER_INTENTS ?? 1_000_000);
/** Writes that are recorded concurrently while the ledger is filled. */
const BATCH = 500;
const LOOKUPS = 300;
const PROJECT = 'api.rocketpay.kz/1234';

/** What a refund reads, and what `audit verify` takes, in a ledger of a million refunds. It is made once, and kept. */
export async function compareLargeLedger() {
  const folder = process.env.LEDGER_FOLDER ?? join(tmpdir(), `rocketpay-ledger-${INTENTS}`);
  if (statSync(join(folder, 'ledger.db'), { throwIfNoEntry: false }) === undefined) await fill(folder);
  const ledger = await open(folder);
  try {
    const times = await timeLookups(ledger);
    printTable(`Ledger of ${INTENTS} intents, ${size(folder)} MB: what a refund reads (${LOOKUPS} payments)`, [
      ['', 'median ms', 'p99 ms', 'longest ms'],
      ...Object.entries(times).map(([name, own]) => {
        const sorted = own.toSorted((a, b) => a - b);
        const p99 = sorted[Math.floor(sorted.length * 0.99)];
        return [name, summary(own).median.toFixed(2), p99.toFixed(2), sorted.at(-1).toFixed(2)];
      }),
    ]);
    const start = performance.now();
    const { records, problem } = await ledger.verify();
    const seconds = (performance.now() - start) / 1000;
    if (problem !== undefined) throw new Error(JSON.stringify(problem));
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      `\naudit verify: ${records} records, ${Math.round(records / seconds)} a second, ${memory} MB of memory at most`,
    );
  } finally {
    await ledger.close();
  }
}

async function timeLookups(ledger) {
  const lookups = {
    'history of the payment': (id) => ledger.paymentHistory(PROJECT, id),
    'its last status': (id) => ledger.payment(PROJECT, id),
    'its notes': (id) => ledger.notes(PROJECT, [id]),
    'its key': (id) => ledger.findByKey(PROJECT, `key ${id}`),
    'open requests': () => ledger.openIntents(),
  };
  const times = { ...Object.fromEntries(Object.keys(lookups).map((name) => [name, []])), together: [] };
  for (let at = 0; at < LOOKUPS; at++) {
    const id = paymentOf(Math.floor((at / LOOKUPS) * INTENTS));
    let together = 0;
    for (const [name, look] of Object.entries(lookups)) {
      const start = performance.now();
      await look(id);
      const time = performance.now() - start;
      times[name].push(time);
      together += time;
    }
    times.together.push(together);
  }
  return times;
}

const size = (folder) => Math.round(statSync(join(folder, 'ledger.db')).size / 1024 / 1024);

function open(folder, now = () => Date.now()) {
  const { openLedger } = createRequire(import.meta.url)('../dist/ledger.cjs');
  const clock = { now, elapsed: () => performance.now(), sleep: () => new Promise(setImmediate) };
  return openLedger({ folder, pid: process.pid, isRunning: () => false, clock });
}

/** Records refunds by the ledger itself, over some years. */
async function fill(folder) {
  mkdirSync(folder, { recursive: true });
  let now = Date.UTC(2023, 0, 1);
  const ledger = await open(folder, () => now);
  const begin = performance.now();
  for (let at = 0; at < INTENTS; at += BATCH) {
    now += Math.floor((1000 * 86_400_000) / (INTENTS / BATCH));
    await Promise.all(Array.from({ length: BATCH }, (_, more) => recordRefund(ledger, at + more, now)));
  }
  await ledger.close();
  console.log(`${INTENTS} intents recorded in ${Math.round((performance.now() - begin) / 1000)} s in ${folder}`);
}

async function recordRefund(ledger, index, now) {
  const id = `in-${index}`;
  const paymentId = paymentOf(index);
  await ledger.createIntent({
    ...{ id, kind: 'refund', profile: 'shop', mode: 'test', project: PROJECT, path: '/v2/payment/mobile/refund' },
    ...{ paymentId, amount: { minor: 50_000 + (index % 500), currency: 'KZT' }, phone: undefined },
    ...{ asked: `refund ${index}`, endsBy: now + 30_000, key: `key ${paymentId}` },
    ...{ repeatReason: undefined, knownOperations: [] },
  });
  await ledger.change(id, 'answered', { state: 'done', requestId: `request-${index}`, operationId: `op-${index}` });
}

const paymentOf = (number) => `shop-${String(number).padStart(7, '0')}-${(number * 2_654_435_761) % 1_000_000_007}`;
