import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { COMMAND, genuineCallbacks, LISTEN, withServer } from './callback-server.js';
import { FAST, printTable, report, summary } from './measure.js';

const ROUNDS = FAST ? 2 : 5;
const SECONDS = FAST ? 2 : 4;
const CONNECTIONS = 100;
/** The server that only parses and verifies. */
export const FLOOR = fileURLToPath(new URL('./bare-receiver.js', import.meta.url));

/** How many callbacks a second `listen` takes, keeps on disk and answers, against a server that only parses and verifies. */
export async function compareCallbacks() {
  if (!existsSync(COMMAND)) return;
  const rows = { 'bare node:http': [], 'rocketpay listen': [] };
  const bodies = await genuineCallbacks(5000);
  for (let round = 0; round < ROUNDS; round++) {
    rows['bare node:http'].push(await measure([FLOOR], bodies));
    rows['rocketpay listen'].push(await measure(LISTEN, bodies));
  }
  const floor = rows['bare node:http'];
  const ratios = rows['rocketpay listen'].map(({ rate }, round) => rate / floor[round].rate);
  const share = Math.round(summary(ratios).median * 100);
  report('`listen`: verified, stored on disk, answered', `${share} % of a bare server that only parses and verifies`);
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

const measure = (words, bodies) => withServer(words, (url) => load(url, bodies, CONNECTIONS));

/** Posts callbacks, one after the other on each connection, after a second to warm up. */
export async function load(url, bodies, connections) {
  let sent = 0;
  const next = (client) => client.setBody(bodies[sent++ % bodies.length]);
  const setupClient = (client) => {
    next(client);
    client.on('response', () => next(client));
  };
  const options = { url, connections, method: 'POST', body: bodies[0], setupClient };
  await autocannon({ ...options, duration: 1 });
  const { requests: answered, latency, non2xx, errors } = await autocannon({ ...options, duration: SECONDS });
  if (non2xx > 0 || errors > 0) throw new Error(`${url}: ${non2xx} answers were not 200, ${errors} failed`);
  return { rate: answered.average, p99: latency.p99 };
}
