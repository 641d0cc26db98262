import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import got from 'got';
import { loadCertificate } from './domain.js';
import { FAST, printTable, report } from './measure.js';
import { COMMAND, startServer, timed, totalOf, writeRows } from './run-command.js';

const APPLY = { rows: FAST ? 1000 : 10_000, waitMilliseconds: 50, concurrency: 16 };
const FAR = { rows: FAST ? 320 : 1600, waitMilliseconds: 0, roundTrip: 50, concurrency: 16 };

/** Batches of refunds beside the time that their platform takes, near and far. */
export async function compareRefunds() {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const gate = await startServer('slow-gate.js', APPLY.waitMilliseconds, 1234, 'secret');
  try {
    await measureApply(folder, gate.line);
    if (!FAST) await measureAges(folder, gate.line);
    await measureFar(folder);
  } finally {
    gate.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bare requests of some refunds, by the same library, with a new connection for each. @returns seconds for all rows */
async function measureFloor(url, { rows, concurrency }, tls = {}) {
  const agent = { http: new Agent({ keepAlive: false }), https: new TlsAgent({ keepAlive: false }) };
  const client = got.extend({ agent, https: tls, retry: { limit: 0 } });
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

/** Plans and applies a batch. @returns seconds of `apply` */
function applyBatch(folder, name, { rows, concurrency }, env) {
  const file = join(folder, `${name}.csv`);
  writeRows(file, rows, name);
  const speed = ['--rate', '0', '--concurrency', String(concurrency)];
  timed(folder, [COMMAND, 'refunds', 'plan', file, ...speed], env);
  const plan = join(folder, `${name}.plan.jsonl`);
  return timed(folder, [COMMAND, 'refunds', 'apply', plan, '--confirm', totalOf(rows), ...speed], env).seconds;
}

/** Prints a batch beside its bounds. */
function printBatch(title, rows, ideal, floor, seconds) {
  const row = (name, own) => [name, own.toFixed(1), String(Math.round(rows / own)), (own / ideal).toFixed(2)];
  printTable(title, [
    ['', 'seconds', 'rows a second', '/ ideal'],
    row('ideal: one answer a row, and nothing else', ideal),
    row('one bare request a row, a connection each', floor),
    row('rocketpay refunds apply', seconds),
  ]);
}

async function measureApply(folder, url) {
  const { rows, waitMilliseconds, concurrency } = APPLY;
  const floor = await measureFloor(url, APPLY);
  const seconds = applyBatch(folder, 'batch', APPLY, { ROCKETPAY_GATE_URL: url });
  const ideal = (rows * waitMilliseconds) / concurrency / 1000;
  printBatch(
    `Refunds: ${rows} rows, ${concurrency} concurrent, a platform that answers in ${waitMilliseconds} ms (each payment is checked again)`,
    ...[rows, ideal, floor, seconds],
  );
  report(
    `${rows.toLocaleString('en')} refunds, ${concurrency} concurrent, ${waitMilliseconds} ms an answer`,
    `${(seconds / ideal).toFixed(2)} times the ideal, ${(seconds / floor).toFixed(2)} times bare requests with a connection each`,
  );
}

/** A batch over TLS to a platform that is far away: here a new connection costs two round trips more. */
async function measureFar(folder) {
  const { rows, waitMilliseconds, roundTrip, concurrency } = FAR;
  const pem = join(folder, 'gate.pem');
  const { key, cert } = await loadCertificate();
  writeFileSync(pem, key + cert);
  const gate = await startServer('slow-gate.js', waitMilliseconds, 1234, 'secret', 0, pem);
  const network = await startServer('far-network.js', new URL(gate.line).port, roundTrip);
  try {
    const url = `https://127.0.0.1:${network.line}`;
    const floor = await measureFloor(url, FAR, { certificateAuthority: cert });
    const seconds = applyBatch(folder, 'far', FAR, { ROCKETPAY_GATE_URL: url, NODE_EXTRA_CA_CERTS: pem });
    const ideal = (rows * (roundTrip + waitMilliseconds)) / concurrency / 1000;
    printBatch(
      `Refunds: ${rows} rows over TLS, ${concurrency} concurrent, a round trip of ${roundTrip} ms`,
      ...[rows, ideal, floor, seconds],
    );
    report(
      `the same over TLS with a round trip of ${roundTrip} ms`,
      `${(floor / seconds).toFixed(1)} times as fast as bare requests with a connection each`,
    );
  } finally {
    network.stop();
    gate.stop();
  }
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
    const plan = join(folder, `${name}.plan.jsonl`);
    timed(folder, [COMMAND, 'refunds', 'apply', plan, '--confirm', totalOf(rows), ...speed], env);
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
