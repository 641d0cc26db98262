import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLedgerUrl } from '#domain/team/ledger-url';
import { rejectionOf } from '../support/failures.ts';
import { freePort } from '../support/team/ports.ts';
import { OWNER, type PostgresServer, startPostgres } from '../support/team/postgres-server.ts';
import { openTeamAt, runSql } from '../support/team/team.ts';

/** Makes certificates as a company does that has a certificate authority of its own. */
const folder = mkdtempSync(join(tmpdir(), 'rocketpay-tls-'));
const openssl = (...words: readonly string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
const caFile = join(folder, 'ca.crt');

function createCertificate(name: string, alternative: string, days: number): void {
  const subject = [
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  ];
  openssl('req', ...subject);
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${alternative}\n`);
  const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`];
  openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-out', `${name}.crt`, '-days', String(days));
}

let server: PostgresServer;
beforeAll(async () => {
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '10'],
    ...['-subj', '/CN=a certificate authority'],
  );
  createCertificate('right', 'IP:127.0.0.1', 10);
  createCertificate('other', 'DNS:localhost', 10);
  createCertificate('expired', 'IP:127.0.0.1', -1);
  server = startPostgres(await freePort()) as PostgresServer;
});
afterAll(() => {
  server.remove();
  rmSync(folder, { recursive: true });
});

/** Lets the server show a certificate to new connections. */
async function show(name: string): Promise<void> {
  const files = ['crt', 'key'].map((type) =>
    server.write(`${name}.${type}`, readFileSync(join(folder, `${name}.${type}`), 'utf8')),
  );
  await runSql(
    server.port,
    'postgres',
    ...['cert', 'key'].map((type, at) => `alter system set ssl_${type}_file = '${files[at]}'`),
    'alter system set ssl = on',
    'select pg_reload_conf()',
  );
  await expect.poll(() => runSql(server.port, 'postgres', 'show ssl_cert_file')).toEqual([{ ssl_cert_file: files[0] }]);
}

const open = (query: string) =>
  rejectionOf(openTeamAt(parseLedgerUrl(`postgres://${OWNER}@127.0.0.1:${server.port}/postgres?${query}`)));

/** The connection was made, and the server asked. */
const CONNECTED = 'the database holds no ledger';

describe('a server with a certificate of a company', () => {
  it.each([
    ['right', `sslmode=require&sslrootcert=${caFile}`, CONNECTED],
    ['right', `sslmode=verify-full&sslrootcert=${caFile}`, CONNECTED],
    ['right', 'sslmode=require', 'certificate of the server'],
    ['right', 'sslmode=no-verify', CONNECTED],
    ['other', `sslmode=require&sslrootcert=${caFile}`, 'is for another host name'],
    ['other', 'sslmode=no-verify', CONNECTED],
    ['expired', `sslmode=require&sslrootcert=${caFile}`, 'has expired'],
    ['right', `sslmode=require&sslrootcert=${folder}/missing`, 'cannot be read'],
    ['right', `sslmode=require&sslrootcert=${folder}/right.ext`, 'certificate of the server'],
  ])('that is %s, asked with %s: %s', async (name, query, reason) => {
    await show(name);
    expect((await open(query)).message).toContain(reason);
  });
});
