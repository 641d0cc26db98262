import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEndOfFile } from '../suite/end-of-file.ts';
import { freePort, waitForPort } from './ports.ts';
import { readUser } from './postgres-server.ts';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync);

export const hasPgbouncer = PROGRAM !== undefined;

/**
 * Starts pgbouncer in transaction mode in front of a server, until the end of the test file. Two connections to the server are
 * shared by all clients, so each transaction of a client can run on another one.
 *
 * @returns its port
 */
export async function startPgbouncer(target: number, logins: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-pgbouncer-'));
  const port = await freePort();
  const users = join(folder, 'users.txt');
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(users, logins.map((login) => `"${login}" ""\n`).join(''));
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
`,
  );
  const user = process.getuid?.() === 0 ? readUser('postgres') : undefined;
  if (user !== undefined) for (const path of [folder, users, settings]) chownSync(path, user.uid, user.gid);
  const child: ChildProcess = spawn(PROGRAM ?? '', [settings], { ...user, stdio: 'ignore' });
  atEndOfFile(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await waitForPort(port);
  return port;
}
