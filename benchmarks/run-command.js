import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command. */
export const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));

/** The amount of each row of {@link writeRows}, in KZT. */
const AMOUNT = 100.5;

/** Writes a file of refunds of 100.50 KZT each, with descriptions in Cyrillic. */
export function writeRows(file, count, name = 'order') {
  const descriptor = openSync(file, 'w');
  let text = 'payment_id,amount,currency,description\n';
  for (let row = 1; row <= count; row++) {
    text += `${name}-${row}-2026,${AMOUNT.toFixed(2)},KZT,"Возврат, заказ ${row}"\n`;
    if (text.length < 1_000_000 && row < count) continue;
    writeSync(descriptor, text);
    text = '';
  }
  closeSync(descriptor);
}

/** The total of a file of {@link writeRows}, for `--confirm`. */
export const totalOf = (rows) => (rows * AMOUNT).toFixed(2);

/**
 * Runs Node.js to its end.
 *
 * @param {string} folder the folder of the profiles, the ledger and temporary files
 * @param {readonly number[]} exits the expected exit codes
 * @returns {{ seconds: number, megabytes: number }} how long it took, and the most memory that it held
 */
export function timed(folder, args, env = {}, exits = [0]) {
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
    maxBuffer: 1024 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (!exits.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  return { seconds, megabytes: Number(readFileSync(told, 'utf8')) / 1024 };
}

/** Starts a server of this folder, and resolves with the line that it prints. */
export async function startServer(name, ...words) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const server = spawn(process.execPath, [file, ...words.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    server.stdout.once('data', (text) => resolve(String(text).trim()));
    server.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  return { line, stop: () => server.kill() };
}
