import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { loadDomain } from './domain.js';
import { printTable, summary } from './measure.js';

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 100;
const SECRET = 'secret';
const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('./bare-receiver.js', import.meta.url));

/** How many callbacks a second `listen` takes, keeps on disk and answers, against a server that only parses and verifies. */
export async function compareCallbacks() {
  if (!existsSync(COMMAND)) return;
  const rows = { 'bare node:http': [], 'rocketpay listen': [] };
  const bodies = await callbacks();
  for (let round = 0; round < ROUNDS; round++) {
    rows['bare node:http'].push(await measure([FLOOR], bodies));
    rows['rocketpay listen'].push(await measure([COMMAND, 'listen', '--port', '0', '--json'], bodies));
  }
  const floor = rows['bare node:http'];
  const ratios = rows['rocketpay listen'].map(({ rate }, round) => rate / floor[round].rate);
  printTable(
    `Callbacks: verified, kept on disk, answered (${ROUNDS} interleaved rounds of ${SECONDS} s, ${CONNECTIONS} connections)`,
    [
      ['', 'median a second', 'best', 'p99 ms (median)', 'share of the bare one'],
      ...Object.entries(rows).map(([name, own]) => [
        name,
        ...['median', 'best'].map((which) => String(Math.round(-summary(own.map(({ rate }) => -rate))[which]))),
        summary(own.map(({ p99 }) => p99)).median.toFixed(0),
        name === 'bare node:http' ? '' : `${Math.round(summary(ratios).median * 100)} %`,
      ]),
    ],
  );
}

/** Callbacks of so many payments: most that come are new ones, as in a shop's day. */
async function callbacks() {
  const { stringToSign } = await loadDomain();
  const text = readFileSync(new URL('./fixtures/callback.json', import.meta.url), 'utf8');
  return Array.from({ length: 5000 }, (_, number) => {
    const { signature: _signature, ...body } = JSON.parse(text);
    body.payment.id = `payment_${number}`;
    const signature = createHmac('sha512', SECRET).update(stringToSign(body)).digest('base64');
    return JSON.stringify({ ...body, signature });
  });
}

/** In a new folder each time: nothing of before is to be ingested. */
async function measure(words, bodies) {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const env = {
    ...process.env,
    ROCKETPAY_SECRET_KEY: SECRET,
    ROCKETPAY_DATA_DIR: folder,
    ROCKETPAY_CONFIG_DIR: folder,
  };
  // To a file: a reader in this process would take time from the load.
  const output = join(folder, 'output');
  const server = spawn(process.execPath, words, { env, stdio: ['ignore', openSync(output, 'w'), 'ignore'] });
  try {
    const url = await readyAt(output);
    let sent = 0;
    const next = (client) => client.setBody(bodies[sent++ % bodies.length]);
    const setupClient = (client) => {
      next(client);
      client.on('response', () => next(client));
    };
    const options = { url, connections: CONNECTIONS, method: 'POST', body: bodies[0], setupClient };
    await autocannon({ ...options, duration: 1 });
    const { requests: answered, latency, non2xx, errors } = await autocannon({ ...options, duration: SECONDS });
    if (non2xx > 0 || errors > 0)
      throw new Error(`${words.join(' ')}: ${non2xx} answers were not 200, ${errors} failed`);
    return { rate: answered.average, p99: latency.p99 };
  } finally {
    server.kill('SIGINT');
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readyAt(output) {
  for (;;) {
    const [line, ...more] = readFileSync(output, 'utf8').split('\n');
    if (more.length > 0) return JSON.parse(line).url;
    await setTimeout(50);
  }
}
