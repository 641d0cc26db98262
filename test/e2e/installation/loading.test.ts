import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, runCli, startProcess } from '../../support/cli.ts';
import { openFolder } from '../support/shop.ts';

/** Parts that take time: the gate, the profiles, the database, prompts, a spinner, colours, the sandbox, QR codes. */
const SLOW = [
  'gate.cjs',
  'run-profile.cjs',
  'ledger.cjs',
  'prompts.cjs',
  'spinner.cjs',
  'colors.cjs',
  'sandbox.cjs',
  'checkout.cjs',
];

const DIST = new URL('../../../dist/', import.meta.url);

const HOOK = `process.on('exit', () => {
  const own = process.moduleLoadList.map((name) => name.replace('NativeModule ', ''));
  require('node:fs').writeSync(2, JSON.stringify({ loaded: Object.keys(require.cache), own }) + '\\n');
});`;

let folder: Awaited<ReturnType<typeof openFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await openFolder();
  const hook = join(folder.path, 'tell-loaded.cjs');
  await writeFile(hook, HOOK);
  env = { ROCKETPAY_SECRET_KEY: 'a-secret', NODE_OPTIONS: `--require ${hook}`, ROCKETPAY_CONFIG_DIR: folder.path };
});
afterAll(() => folder.remove());

/** What a command line loaded, and the modules of Node.js itself. */
async function loadingOf(
  args: readonly string[],
  input = '',
  variables = env,
): Promise<Record<'loaded' | 'own', string[]>> {
  const { err } = await runCli(args, { env: variables, input });
  return JSON.parse(err.trimEnd().split('\n').at(-1) ?? '');
}

/** The files that a command line loaded: those of dist by their names, others by their paths. */
const namesOf = ({ loaded }: { readonly loaded: readonly string[] }): string[] =>
  loaded.map((file) => file.replace(/.*\/dist\//, ''));

const loadedBy = async (args: readonly string[], input = ''): Promise<string[]> =>
  namesOf(await loadingOf(args, input));

/** What comes from other packages, the database's native library among them. */
const installed = (loaded: readonly string[]): string[] => loaded.filter((file) => /node_modules|\.node$/.test(file));

describe('a fast command', () => {
  it.concurrent.each([
    [['refund', '--help'], ''],
    [['sign', '--json', '--explain'], '{"a":1}'],
    [['sign', '--ndjson'], '{"a":1}\n'],
    [['verify-callback', '--ndjson'], '{"a":1}\n'],
    [['explain', '20105'], ''],
    [['help', 'exit-codes'], ''],
    [['no-such-command'], ''],
  ])('loads only what it needs: %j', async (args, input) => {
    const loaded = await loadedBy(args, input);
    expect(loaded).toContain('main.cjs');
    for (const file of SLOW) expect(loaded).not.toContain(file);
    expect(installed(loaded)).toEqual([]);
  });

  it('is checked by files that exist in the build', async () => {
    expect(await readdir(DIST)).toEqual(expect.arrayContaining(SLOW));
  });

  it.concurrent('is not a command that reads the ledger, which loads the database', async () => {
    const loaded = await loadedBy(['pending']);
    expect(loaded).toContain('ledger.cjs');
    expect(installed(loaded).join('\n')).toContain('libsql');
  });

  it.concurrent('is not a command that sends, which loads the HTTP client', async () => {
    expect(await loadedBy(['operators', '--profile', 'absent'])).toContain('run-profile.cjs');
  });
});

/** Nothing listens there: the request is not sent, and everything for it was loaded. */
const NO_GATE = { ROCKETPAY_PROJECT_ID: '42', ROCKETPAY_GATE_URL: 'http://127.0.0.1:9' };

const READS_LEDGER = ['ledger'];
const ASKS_GATE = ['run-profile', 'gate', 'ledger'];

/** What a command line loads once its ledger exists, for both tables below. */
const startings = new Map<string, ReturnType<typeof loadingOf>>();

function startingOf(line: string): ReturnType<typeof loadingOf> {
  const known = startings.get(line) ?? loadAsUsual(line);
  startings.set(line, known);
  return known;
}

async function loadAsUsual(line: string): ReturnType<typeof loadingOf> {
  const data = join(folder.path, line.replace(/\W/g, '-'));
  const run = () =>
    loadingOf(line.split(' '), '{"a":1,"signature":"x"}', { ...env, ...NO_GATE, ROCKETPAY_DATA_DIR: data });
  const first = await run();
  // A first run that creates the ledger loads more.
  return namesOf(first).includes('ledger.cjs') ? run() : first;
}

describe('the time to start', () => {
  // Node.js needs about 25 microseconds to compile a kilobyte, and runs most of it for the first time.
  it.concurrent.each([
    ['--version', [], 135],
    ['--help', [], 135],
    ['completion bash', ['command-completion'], 140],
    ['__complete profile', ['command-complete'], 142],
    ['sign', ['command-sign'], 165],
    ['verify-callback', ['command-verify-callback', 'diagnosis'], 235],
    ['whoami', ['command-whoami', 'run-profile'], 168],
    ['profiles list', ['command-profiles', 'run-profile'], 198],
    ['pending', ['command-pending', ...READS_LEDGER], 325],
    ['history', ['command-history', ...READS_LEDGER], 335],
    ['operators', ['command-operators', ...ASKS_GATE], 485],
    ['status payment_47', ['command-status', ...ASKS_GATE], 512],
    ['refund payment_47 --amount 1.00 --confirm 1.00', ['command-refund', ...ASKS_GATE], 580],
  ])('is that of few parts: %s', async (line, parts, maxKilobytes) => {
    const loaded = namesOf(await startingOf(line));
    const files = loaded.filter((file) => /^[\w-]+\.cjs$/.test(file));
    if (!files.includes('ledger.cjs')) expect(installed(loaded)).toEqual([]);
    expect(files).toEqual(['main', ...parts].map((part) => `${part}.cjs`));
    const sizes = await Promise.all(files.map(async (file) => (await stat(new URL(file, DIST))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThan(maxKilobytes);
  });

  it('is not that of reading a text of two bytes a character', async () => {
    const bundles = (await readdir(DIST)).filter((file) => file.endsWith('.cjs'));
    const texts = await Promise.all(bundles.map((file) => readFile(new URL(file, DIST), 'utf8')));
    expect(bundles.filter((_, at) => /[^\0-\x7f]/.test(texts[at] ?? ''))).toEqual([]);
  });
});

/** Modules of Node.js that take from half a millisecond to four to load. */
const SLOW_MODULES = [
  ...['crypto', 'stream', 'net', 'http', 'https', 'tls', 'zlib', 'dns', 'child_process', 'timers/promises', 'tty'],
  ...['stream/promises', 'perf_hooks', 'internal/deps/undici/undici', 'internal/deps/cjs-module-lexer/lexer'],
];

/** What Node.js loads by itself with the streams that these need. */
const STREAMS = ['stream', 'stream/promises'];

describe('Node.js itself', () => {
  it.concurrent.each([
    ['--version', []],
    ['--help', []],
    ['completion bash', []],
    ['__complete profile', []],
    ['whoami', []],
    ['profiles list', []],
    // Their input is a socket here.
    ['sign', ['crypto', 'net', ...STREAMS]],
    ['verify-callback', ['crypto', 'net', ...STREAMS]],
    ['pending', ['crypto', ...STREAMS]],
    ['history', ['crypto', ...STREAMS]],
    // They wait before they ask again.
    ['operators', ['crypto', 'net', 'http', 'timers/promises', ...STREAMS]],
    ['status payment_47', ['crypto', 'net', 'http', 'timers/promises', ...STREAMS]],
  ])('loads few of its modules: %s', async (line, modules) => {
    const { own: loaded } = await startingOf(line);
    expect(SLOW_MODULES.filter((name) => loaded.includes(name)).sort()).toEqual([...modules].sort());
  });

  it('reads a pipe of a shell without its sockets', async () => {
    // The shell writes it before it starts the command.
    const line = `'${process.execPath}' '${COMMAND}' sign <<END\n{"a":1}\nEND\n`;
    const { err } = await startProcess('sh', ['-c', line], { env, stdin: 'ignore', limitMilliseconds: 60_000 })
      .finished;
    expect(JSON.parse(err).own).toContain('crypto');
    expect(JSON.parse(err).own).not.toContain('net');
  });

  it.runIf(process.versions.node.startsWith('20.'))('does not look for the exports of packages', async () => {
    const { own } = await loadingOf(['pending']);
    expect(own.filter((name) => name.startsWith('internal/modules/esm/resolve'))).toEqual([]);
  });
});
