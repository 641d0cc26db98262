import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** The store as a program of its own: for tests of what processes do to each other. */
export interface StoreProgram {
  /** Runs a piece of JavaScript with `openProfileStore` and `profile(name)` at hand. */
  run(code: string): RunningStore;
  remove(): Promise<void>;
}

interface RunningStore {
  /** The next line that it prints; undefined after the last. */
  line(): Promise<string | undefined>;
  /** Ends it immediately, as `kill -9` does. */
  kill(): Promise<void>;
  /** Waits for its end: the exit code, and what it said about errors. */
  ended(): Promise<{ readonly code: number | null; readonly errors: string }>;
}

const BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Node 20 cannot run TypeScript: bundles the store as the build does. */
export async function buildStoreProgram(): Promise<StoreProgram> {
  const base = join(tmpdir(), `rocketpay-store-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const bundle = `${base}.mjs`;
  await build({
    entryPoints: ['src/adapters/profiles/profile-store.ts'],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    banner: { js: BANNER },
  });
  const written = [bundle];
  return {
    run(code) {
      const file = `${base}-${written.length}.mjs`;
      written.push(file);
      return running(file, program(bundle, code));
    },
    remove: async () => {
      await Promise.all(written.map((file) => rm(file, { force: true })));
    },
  };
}

const program = (bundle: string, code: string): string => `
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
const { openProfileStore } = await import(pathToFileURL(${JSON.stringify(bundle)}).href);
const say = (line) => fs.writeSync(1, line + '\\n');
const profile = (name) => ({ name, projectId: 42, gateUrl: 'https://gate.example', customer: { id: 'x'.repeat(2000) } });
${code}
`;

function running(file: string, text: string): RunningStore {
  const started = writeFile(file, text).then(() => {
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const closed = once(child, 'close').then(([code]) => ({ code: code as number | null, errors }));
    return { child, closed, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  return {
    line: async () => (await (await started).lines.next()).value,
    kill: async () => {
      const { child, closed } = await started;
      child.kill('SIGKILL');
      await closed;
    },
    ended: async () => (await started).closed,
  };
}
