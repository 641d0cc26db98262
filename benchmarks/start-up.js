import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable, summary } from './measure.js';

const ROUNDS = 25;
const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../dist', import.meta.url));

/** How long a person waits for the installed command, beside an empty Node.js. */
export function compareStartUp() {
  if (!existsSync(BUILT) || !existsSync(COMMAND)) {
    console.log('\nStart-up: skipped, for the command is not built yet. Run: npm run build');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  try {
    measureStartUp(settings(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The person's own profiles and settings take no part. */
function settings(folder) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(ROCKETPAY_|NODE_OPTIONS$)/.test(name)),
  );
  return {
    ...env,
    ROCKETPAY_CONFIG_DIR: folder,
    ROCKETPAY_DATA_DIR: folder,
    ROCKETPAY_SECRET_KEY: 'secret',
    NO_COLOR: '1',
  };
}

function measureStartUp(env) {
  const runs = [
    { name: 'node -e 0', args: ['-e', '0'] },
    { name: 'rocketpay --version', args: [COMMAND, '--version'] },
    { name: 'rocketpay --help', args: [COMMAND, '--help'] },
    { name: 'rocketpay sign', args: [COMMAND, 'sign', '-'], input: fixture('sale.json') },
    { name: 'rocketpay verify-callback', args: [COMMAND, 'verify-callback', '-'], input: fixture('callback.json') },
    { name: 'rocketpay pending', args: [COMMAND, 'pending'] },
    { name: 'rocketpay __complete payment', args: [COMMAND, '__complete', 'payment'] },
  ].filter((run) => works(run, env));
  const times = new Map(runs.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < runs.length; turn++) {
      const run = runs[(turn + round) % runs.length];
      const start = process.hrtime.bigint();
      spawnSync(process.execPath, run.args, { env, input: run.input, stdio: [stdin(run), 'ignore', 'ignore'] });
      times.get(run.name).push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  const floor = times.get('node -e 0');
  printTable(`Start-up (milliseconds, ${ROUNDS} interleaved runs)`, [
    ['', 'median', 'minimum', 'over node -e 0'],
    ...runs.map(({ name }) => {
      const own = times.get(name);
      const { median, best } = summary(own);
      // Round by round, so that a slow minute of the machine cancels out.
      const over = summary(own.map((time, round) => time - floor[round])).median;
      return [name, ...[median, best, over].map((cell) => cell.toFixed(1))];
    }),
  ]);
}

/** A command that fails would be timed for its failure: it is left out, and said so. */
function works(run, env) {
  const { status, stderr } = spawnSync(process.execPath, run.args, { env, input: run.input, encoding: 'utf8' });
  if (status !== 0)
    console.log(`\n${run.name}: skipped, it ends with ${status}. ${stderr.trim().split('\n')[0] ?? ''}`);
  return status === 0;
}

const stdin = ({ input }) => (input === undefined ? 'ignore' : 'pipe');

const fixture = (name) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
