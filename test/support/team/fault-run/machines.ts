import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { MemberKeys } from '#adapters/ledger/postgres/members';

/** How a command line of a machine ended: `exit` is undefined where the machine was killed. */
interface Ended {
  readonly exit: number | undefined;
  /** The longest time that a write of the ledger took, in milliseconds. */
  readonly waited: number;
}

/** A machine of a member of the team. */
export interface MemberMachine {
  readonly name: string;
  /** The variables of its commands. */
  readonly env: Readonly<Record<string, string>>;
  run(words: readonly string[]): Promise<Ended>;
  signal(name: NodeJS.Signals): void;
}

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** Bundles the client into a folder. @returns its path */
export async function buildClient(folder: string): Promise<string> {
  const outfile = join(folder, 'client.cjs');
  const options = { bundle: true, format: 'cjs', platform: 'node', target: 'node20.17' } as const;
  const define = { 'import.meta.url': '__filename' } as const;
  const entryPoints = [fileURLToPath(new URL('client.ts', import.meta.url))];
  await build({ ...options, entryPoints, outfile, define, external: EXTERNAL });
  return outfile;
}

/** What no command of a machine loads. */
const EXTERNAL = ['libsql', '@napi-rs/keyring', '*?raw'];

/** True where a process can have a host name of its own. */
const canRename = (() => {
  try {
    execFileSync('unshare', ['--uts', 'hostname', 'x'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

interface MachineOptions {
  readonly name: string;
  readonly client: string;
  readonly folder: string;
  readonly keys: MemberKeys;
  readonly profiles: string;
  readonly url: string;
  /** By how much its clock is wrong, in minutes. */
  readonly minutes: number;
}

/** Starts a machine with keys, settings, a host name and a clock of its own. A killed one is started again. */
export function startMachine({ name, client, folder, keys, profiles, url, minutes }: MachineOptions): MemberMachine {
  const home = join(folder, name);
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, 'profiles.json'), profiles, { mode: 0o600 });
  const pem = { format: 'pem', type: 'pkcs8' } as const;
  writeFileSync(join(home, 'approval-key.pem'), keys.sign.export(pem), { mode: 0o600 });
  writeFileSync(join(home, 'member-key.pem'), keys.seal.export(pem), { mode: 0o600 });
  const env = {
    ROCKETPAY_CONFIG_DIR: home,
    ROCKETPAY_DATA_DIR: join(home, 'data'),
    ROCKETPAY_LEDGER_URL: url,
    ROCKETPAY_NO_INPUT: '1',
    NODE_PATH: join(createRequire(import.meta.url).resolve('esbuild'), '../../..'),
    PATH: process.env.PATH ?? '',
  };
  const clock =
    minutes === 0 || !existsSync(LIBRARY)
      ? {}
      : { LD_PRELOAD: LIBRARY, FAKETIME: `${minutes > 0 ? '+' : ''}${minutes}m`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const log = openSync(join(home, 'log'), 'a');
  const start = () => {
    const words = [process.execPath, client];
    const [program = '', ...more] = canRename
      ? ['unshare', '--uts', 'sh', '-c', 'hostname "$0"; exec "$@"', name, ...words]
      : words;
    const child = spawn(program, more, { env: { ...env, ...clock }, stdio: ['ignore', log, log, 'ipc'] });
    const waiting = new Map<number, (ended: Ended) => void>();
    child.on('message', ({ id, ...ended }: Ended & { readonly id: number }) => {
      waiting.get(id)?.(ended);
      waiting.delete(id);
    });
    child.on('exit', () => {
      for (const end of waiting.values()) end({ exit: undefined, waited: 0 });
      if (running?.child === child) running = undefined;
    });
    return { child, waiting };
  };
  let running: { readonly child: ChildProcess; readonly waiting: Map<number, (ended: Ended) => void> } | undefined;
  let last = 0;
  return {
    name,
    env: { ...env, ...clock },
    run: (words) =>
      new Promise((resolve) => {
        running ??= start();
        last += 1;
        running.waiting.set(last, resolve);
        const { child, waiting } = running;
        const id = last;
        child.send({ id, words }, (error) => {
          if (error !== null && waiting.delete(id)) resolve({ exit: undefined, waited: 0 });
        });
      }),
    signal: (signal) => void running?.child.kill(signal),
  };
}
