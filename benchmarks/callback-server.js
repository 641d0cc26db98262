import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadDomain } from './domain.js';

const SECRET = 'secret';

/** The built command. */
export const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));

/** The arguments with which the built command listens. */
export const LISTEN = [COMMAND, 'listen', '--port', '0', '--json'];

/** Runs a server that prints its address, in a new folder: nothing of before is to be ingested. */
export async function withServer(words, use, more = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const env = {
    ...process.env,
    ROCKETPAY_SECRET_KEY: SECRET,
    ROCKETPAY_DATA_DIR: folder,
    ROCKETPAY_CONFIG_DIR: folder,
    ...more,
  };
  // To a file: a reader in this process would take time from the load.
  const output = join(folder, 'output');
  const server = spawn(process.execPath, words, { env, stdio: ['ignore', openSync(output, 'w'), 'ignore'] });
  try {
    return await use(await readyAt(output), server.pid);
  } finally {
    server.kill('SIGINT');
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Genuine callbacks, each of a payment of its own. */
export async function genuineCallbacks(count, prefix = 'payment_') {
  const { stringToSign } = await loadDomain();
  const text = readFileSync(new URL('./fixtures/callback.json', import.meta.url), 'utf8');
  return Array.from({ length: count }, (_, number) => {
    const { signature: _signature, ...body } = JSON.parse(text);
    body.payment.id = `${prefix}${number}`;
    const signature = createHmac('sha512', SECRET).update(stringToSign(body)).digest('base64');
    return JSON.stringify({ ...body, signature });
  });
}

async function readyAt(output) {
  for (;;) {
    const [line, ...more] = readFileSync(output, 'utf8').split('\n');
    if (more.length > 0) return JSON.parse(line).url;
    await setTimeout(50);
  }
}
