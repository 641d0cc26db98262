import { readFileSync } from 'node:fs';
import { Kysely } from 'kysely';
import type { ClientConfig } from 'pg';
import { SCHEMA } from '#adapters/ledger/postgres/versions/names';
import { credentialsFailure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { message } from '#domain/language/message';
import type { LedgerUrl } from '#domain/team/ledger-url';
import { postgresDialect } from './dialect.ts';
import type { TeamTables } from './team-tables.ts';

/** The longest time that connecting takes, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Connects to the database of a team. Nothing is sent before the first statement. */
export function connect(url: LedgerUrl, silenceMs?: number): Kysely<TeamTables> {
  const dialect = postgresDialect(connectionSettings(url), silenceMs);
  return new Kysely<TeamTables>({ dialect }).withSchema(SCHEMA);
}

/** Returns where and how to connect, for the `pg` package. */
export function connectionSettings({ host, port, database, user, password, tls, caFile }: LedgerUrl): ClientConfig {
  return {
    host,
    port,
    database,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ssl:
      tls === 'off'
        ? false
        : { rejectUnauthorized: tls === 'verify', ...(caFile === undefined ? {} : { ca: readCa(caFile) }) },
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'rocketpay',
  };
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw credentialsFailure(
      'bad_ledger_url',
      message('The certificate file {file} cannot be read: {reason}.', {
        file,
        reason: fileProblem(error) ?? message('unknown reason'),
      }),
    );
  }
}
