import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { COMMAND, genuineCallbacks, LISTEN, withServer } from './callback-server.js';
import { printTable, summary } from './measure.js';

const ROUNDS = 3;

/** A signature that has the right form and is wrong: anything else is refused before the body is examined. */
const PLAUSIBLE = `${'A'.repeat(86)}==`;
const list = (length, last = 0) => [...Array(length - 1).fill(0), last];
const keys = (count, key) => Object.fromEntries(Array.from({ length: count }, (_, at) => [key(count - at), 1]));
/** Letters only, in descending order. */
const letters = (number) =>
  [3, 2, 1, 0].map((digit) => String.fromCharCode(97 + (Math.floor(number / 26 ** digit) % 26))).join('');

/** Bodies that anyone without the secret can send, each made to cost as much time or memory as it can. */
const BODIES = {
  'ordinary, wrong signature': { payment: { id: 'payment_47', status: 'success' } },
  '8,000 descending keys': keys(8000, letters),
  '16,000 descending keys': keys(16_000, letters),
  '32,000 descending keys': keys(32_000, letters),
  'key of 1,060 over 400,000 zeros': { [letters(9).repeat(265)]: list(400_000) },
  'key of 40,000 over 20,000 and 1.5': { [letters(9).repeat(10_000)]: list(20_000, 1.5) },
  'key of 60,000 over 50,000 and 1.5': { [letters(9).repeat(15_000)]: list(50_000, 1.5) },
  '29,900 numbered keys': keys(29_900, (number) => `field_${number}`),
  '4,900 keys with white space': keys(4900, (number) => `f ${number}`),
  '40,000 integers beyond 2^53': { a: Array(40_000).fill('<5028800010128225000>') },
};

/** How long hostile bodies take a listener, how much memory, and how long a genuine callback waits meanwhile. */
export async function compareHostileCallbacks() {
  if (!existsSync(COMMAND)) return;
  const [genuine] = await genuineCallbacks(1);
  const rows = [];
  for (const [name, body] of Object.entries(BODIES)) {
    const text = JSON.stringify({ ...body, signature: PLAUSIBLE }).replace(/"<(\d+)>"/g, '$1');
    rows.push([name, String(Math.round(text.length / 1000)), ...(await measure(text, genuine))]);
  }
  printTable(`Hostile callbacks (median of ${ROUNDS} rounds, a new listener for each body)`, [
    ['', 'KB', 'answered after ms', 'genuine meanwhile ms', 'genuine alone ms', 'MB above idle'],
    ...rows,
  ]);
}

async function measure(text, genuine) {
  return withServer(LISTEN, async (url, pid) => {
    for (let count = 0; count < 20; count++) await post(url, genuine, 200);
    const idle = megabytes(pid, 'VmRSS');
    const times = { hostile: [], meanwhile: [], alone: [] };
    for (let round = 0; round < ROUNDS; round++) {
      times.alone.push(await post(url, genuine, 200));
      const hostile = post(url, text, 400);
      // The listener has begun with the hostile body.
      await setTimeout(5);
      times.meanwhile.push(await post(url, genuine, 200));
      times.hostile.push(await hostile);
    }
    const medians = [times.hostile, times.meanwhile, times.alone].map((all) => summary(all).median.toFixed(1));
    return [...medians, idle === undefined ? '-' : String(Math.max(0, megabytes(pid, 'VmHWM') - idle))];
  });
}

/** Milliseconds until the answer. */
function post(url, body, expected) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false }, (response) => {
      response.resume();
      if (response.statusCode === expected) resolve(performance.now() - begun);
      else reject(new Error(`answered ${response.statusCode}, and not ${expected}`));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What the kernel says of the memory of a process; undefined where it does not tell. */
function megabytes(pid, name) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(file, 'utf8'))?.[1]) / 1024);
}
