import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FAST, printTable, report, summary } from './measure.js';

const ROUNDS = FAST ? 5 : 25;
const SECRET = { ROCKETPAY_SECRET_KEY: 'secret' };
const COMMAND = fileURLToPath(new URL('../bin/rocketpay.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../dist', import.meta.url));

/** How long the user waits for the installed command, beside an empty Node.js and beside its peers. */
export async function compareStartUp() {
  if (!existsSync(BUILT) || !existsSync(COMMAND)) {
    console.log('\nStart-up: skipped, for the command is not built yet. Run: npm run build');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-benchmarks-'));
  const env = settings(folder);
  const sandbox = await startSandbox(env);
  try {
    measureStartUp(env);
  } finally {
    sandbox.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The user's own profiles and settings take no part, and nothing but this machine can be reached. */
function settings(folder) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(ROCKETPAY_|NODE_OPTIONS$)|_proxy$/i.test(name)),
  );
  const nowhere = 'http://127.0.0.1:9';
  return {
    ...env,
    ROCKETPAY_CONFIG_DIR: folder,
    ROCKETPAY_DATA_DIR: folder,
    XDG_CONFIG_HOME: folder,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    NO_COLOR: '1',
  };
}

/** A platform on this machine, whose profile is the default one. */
async function startSandbox(env) {
  const sandbox = spawn(process.execPath, [COMMAND, 'sandbox', '--port', '0', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => sandbox.stdout.once('data', resolve));
  sandbox.stdout.resume();
  return sandbox;
}

function measureStartUp(env) {
  const runs = [
    { name: 'node -e 0', args: ['-e', '0'] },
    { name: 'rocketpay --version', args: [COMMAND, '--version'] },
    { name: 'rocketpay --help', args: [COMMAND, '--help'] },
    { name: 'rocketpay sign', args: [COMMAND, 'sign', '-'], input: fixture('sale.json'), env: SECRET },
    {
      name: 'rocketpay verify-callback',
      args: [COMMAND, 'verify-callback', '-'],
      ...{ input: fixture('callback.json'), env: SECRET },
    },
    { name: 'rocketpay completion bash', args: [COMMAND, 'completion', 'bash'] },
    { name: 'rocketpay __complete profile', args: [COMMAND, '__complete', 'profile'] },
    { name: 'rocketpay whoami', args: [COMMAND, 'whoami'] },
    { name: 'rocketpay profiles list', args: [COMMAND, 'profiles', 'list'] },
    { name: 'rocketpay pending', args: [COMMAND, 'pending'] },
    { name: 'rocketpay operators', args: [COMMAND, 'operators'] },
    { name: 'rocketpay status', args: [COMMAND, 'status', 'payment_47'], ends: 5 },
    { name: "import of the platform's official SDK", args: ['-e', `require(${sdk()})`] },
    { name: 'stripe --version', args: [stripe(), '--version'] },
    { name: 'stripe --help', args: [stripe(), '--help'] },
  ].filter((run) => works(run, env));
  const times = new Map(runs.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < runs.length; turn++) {
      const run = runs[(turn + round) % runs.length];
      const start = process.hrtime.bigint();
      runOnce(run, env, 'ignore');
      times.get(run.name).push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  const floor = times.get('node -e 0');
  // Round by round, so that a slow minute of the machine cancels out.
  const over = (name) => summary(times.get(name).map((time, round) => time - floor[round])).median;
  printTable(`Start-up (milliseconds, ${ROUNDS} interleaved runs)`, [
    ['', 'median', 'minimum', 'over node -e 0'],
    ...runs.map(({ name }) => {
      const { median, best } = summary(times.get(name));
      return [name, ...[median, best, over(name)].map((cell) => cell.toFixed(1))];
    }),
  ]);
  const names = runs.map(({ name }) => name);
  for (const group of REPORTED) {
    const shown = group.filter((name) => names.includes(`rocketpay ${name}`));
    const all = shown.map((name) => Math.round(over(`rocketpay ${name}`)));
    const range = Math.min(...all) === Math.max(...all) ? all[0] : `${Math.min(...all)} to ${Math.max(...all)}`;
    const what = shown.map((name) => `\`${name}\``).join(', ');
    if (shown.length > 0) report(what, `${range} ms above an empty Node.js (${summary(floor).median.toFixed(0)} ms)`);
  }
}

/** Commands that one row of the table in README.md reports together. */
const REPORTED = [
  ['--version', '--help', 'completion bash', '__complete profile'],
  ['sign', 'verify-callback'],
  ['whoami', 'profiles list'],
  ['pending'],
  ['operators', 'status'],
];

/** A command that fails would be timed for its failure: it is left out, and said so. */
function works(run, env) {
  const { status, stderr } = runOnce(run, env, 'pipe');
  if (status === (run.ends ?? 0)) return true;
  console.log(`\n${run.name}: skipped, it ends with ${status}. ${stderr.trim().split('\n')[0] ?? ''}`);
  return false;
}

const runOnce = ({ args, input, env: own }, env, output) =>
  spawnSync(process.execPath, args, {
    ...{ env: { ...env, ...own }, input, encoding: 'utf8' },
    stdio: [input === undefined ? 'ignore' : 'pipe', output, output],
  });

const { resolve } = createRequire(import.meta.url);
const sdk = () => JSON.stringify(resolve('ecommpay'));
const stripe = () => join(resolve('@stripe/cli/package.json'), '../bin/shim.js');

const fixture = (name) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
