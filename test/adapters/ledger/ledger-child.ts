import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The ledger as a program of its own: for tests of what processes do to each other. */
export interface LedgerProgram {
  /** Runs a piece of JavaScript with `openIn(folder)`, `draft(id, values)`, `callback(paymentId)`, `Database`, `say`, `heard` at hand. */
  run(code: string, environment?: ChildEnvironment): RunningLedger;
  /** Starts `count` of them, and lets all continue together when each has printed `ready` and waits for `heard()`. */
  runTogether(count: number, code: (index: number) => string): Promise<ChildEnd[]>;
  /** The text of a program with such a piece in it. */
  source(code: string): string;
  remove(): void;
}

/** In what a child runs, when that is not what the tests run in. */
interface ChildEnvironment {
  /** No file that it writes may grow beyond this, in KiB, as on a disk that has no more. */
  readonly fileLimit?: number;
  /** As a user for whom files can be forbidden: for root none is. */
  readonly asCommoner?: boolean;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

interface RunningLedger {
  /** The next line that it prints; undefined after the last. */
  line(): Promise<string | undefined>;
  /** Lets it continue from `await heard()`. */
  tell(): void;
  /** Kills it as `kill -9` does, and returns the lines that were not read yet. */
  kill(): Promise<readonly string[]>;
  /** Waits for its end. */
  ended(): Promise<ChildEnd>;
}

const BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const LIBSQL = createRequire(import.meta.url).resolve('libsql');

/** Node 20 cannot run TypeScript: bundles the ledger as the build does. */
export async function buildLedgerProgram(): Promise<LedgerProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'rocketpay-ledger-program-'));
  // Another user runs it too.
  await chmod(folder, 0o755);
  const bundle = join(folder, 'ledger.mjs');
  await build({
    entryPoints: ['src/adapters/ledger/open-ledger.ts'],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    external: [LIBSQL],
    alias: { libsql: LIBSQL },
    banner: { js: BANNER },
  });
  const run = (code: string, environment: ChildEnvironment = {}): RunningLedger =>
    running(program(bundle, code), environment);
  return {
    run,
    source: (code) => program(bundle, code),
    async runTogether(count, code) {
      const children = Array.from({ length: count }, (_, index) => run(`say('ready'); await heard(); ${code(index)}`));
      for (const child of children) await child.line();
      for (const child of children) child.tell();
      return Promise.all(children.map((child) => child.ended()));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const program = (bundle: string, code: string): string => `
import fs from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from ${JSON.stringify(pathToFileURL(LIBSQL).href)};
const { openLedger } = await import(${JSON.stringify(pathToFileURL(bundle).href)});
const say = (line) => fs.writeSync(1, line + '\\n');
const heard = async () => { await once(process.stdin, 'data'); process.stdin.pause(); };
const clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};
const openIn = (folder) => openLedger({ folder, pid: process.pid, isRunning: () => true, clock });
const draft = (id, values) => ({
  id, kind: 'refund', profile: 'shop', mode: 'test', project: 'gate.example/42', path: '/v2/payment/mobile/refund',
  paymentId: 'payment_47', amount: { minor: 100, currency: 'KZT' }, phone: undefined, asked: id,
  endsBy: Date.now() + 60000, key: undefined, repeatReason: undefined, knownOperations: [], ...values,
});
const callback = (paymentId) => ({
  project: 'gate.example/42', text: '{"name":"Әсел"}', valid: true, paymentId, status: 'success',
  operationId: '1', operationStatus: 'success', requestId: 'r', event: 'purchase.success', envelope: undefined,
});
${code}
`;

/** The user without rights of every Unix; only root can become another user, and no other user needs to. */
const commoner = () => (process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {});

function running(text: string, { fileLimit, asCommoner = false }: ChildEnvironment): RunningLedger {
  const words = [process.execPath, '--input-type=module', '--eval', text];
  const limited =
    fileLimit === undefined ? words : ['bash', '-c', `ulimit -f ${fileLimit}; exec "$@"`, 'bash', ...words];
  const [command = '', ...rest] = limited;
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'], ...(asCommoner ? commoner() : {}) });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdin.on('error', () => {});
  const closed = once(child, 'close').then(([code]) => code as number | null);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const unread = async () => {
    const all: string[] = [];
    for (let next = await lines.next(); !next.done; next = await lines.next()) all.push(next.value);
    return all;
  };
  return {
    line: async () => (await lines.next()).value,
    tell: () => {
      child.stdin.write('go\n');
    },
    kill: async () => {
      child.kill('SIGKILL');
      const left = await unread();
      await closed;
      return left;
    },
    ended: async () => {
      const left = await unread();
      return { code: await closed, lines: left, errors };
    },
  };
}
