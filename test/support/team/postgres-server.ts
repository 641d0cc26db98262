import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folders in which systems keep the programs of PostgreSQL, the newest version first. */
function programFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/bin', '/opt/homebrew/bin'];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** A PostgreSQL server of a test, on a free port of this machine. */
export interface PostgresServer {
  readonly port: number;
  /** Returns the URL of a database for a login. No login needs a password. */
  readonly url: (database: string, login?: string) => string;
  readonly start: () => void;
  /** Stops the server: `fast` ends its connections, `immediate` is like a crash. */
  readonly stop: (mode: 'fast' | 'immediate') => void;
  /** Writes a file that only the server can read. @returns its path */
  readonly write: (name: string, text: string) => string;
  readonly remove: () => void;
}

/** The login that may do everything. */
export const OWNER = 'rocketpay_owner';

/**
 * Creates a PostgreSQL server in a temporary folder and starts it; undefined where PostgreSQL is not installed. The server refuses
 * to run as root: there the user `postgres` runs it.
 */
export function startPostgres(port: number): PostgresServer | undefined {
  const programs = programFolder();
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-postgres-'));
  const user = process.getuid?.() === 0 ? readUser('postgres') : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const run = (program: string, ...words: string[]) =>
    execFileSync(join(programs, program), words, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-U', OWNER, '--auth=trust', '-E', 'UTF8', '--no-locale');
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=400`;
  const start = () => void run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start');
  const stop = (mode: 'fast' | 'immediate') => void run('pg_ctl', '-D', data, '-w', '-m', mode, 'stop');
  start();
  const watchdog = endWithThisProcess(join(programs, 'pg_ctl'), data, folder, user);
  return {
    port,
    url: (database, login = OWNER) => `postgres://${login}@127.0.0.1:${port}/${database}`,
    start,
    stop,
    write(name, text) {
      const file = join(folder, name);
      writeFileSync(file, text, { mode: 0o600 });
      if (user !== undefined) chownSync(file, user.uid, user.gid);
      return file;
    },
    remove() {
      try {
        stop('immediate');
      } catch {
        // It was stopped already.
      }
      rmSync(folder, { recursive: true, force: true });
      watchdog.stdin?.destroy();
    },
  };
}

/** Starts a process that waits for the end of this one, however it ends, and then stops the server and removes its folder. */
function endWithThisProcess(program: string, data: string, folder: string, user: object | undefined): ChildProcess {
  const line = 'cat; "$0" -D "$1" -m immediate stop; rm -rf "$2"';
  const child = spawn('sh', ['-c', line, program, data, folder], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as Socket | null)?.unref();
  return child;
}

/** Reads the ids of a user of this system. */
export function readUser(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
