import { type Kysely, sql } from 'kysely';
import type { CorrectedClock } from '#async/corrected-clock';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import { readSchemaState, SCHEMA_VERSION } from './schema.ts';
import type { TeamTables } from './team-tables.ts';

/** The oldest version of PostgreSQL that has what the ledger uses. */
const MIN_VERSION = 13;

const NAME_PRIMARY = message(
  'Reading works. To write, name the primary server: rocketpay ledger use <url>, or ROCKETPAY_LEDGER_URL.',
);

/** What a server says of itself. */
export interface ServerState {
  readonly version: string;
  /** The user name of the connection. */
  readonly login: string;
  readonly latencyMilliseconds: number;
  /** The failure of every write to a replica, or to a server that only reads; undefined where it can be written. */
  readonly readOnly: Failure | undefined;
}

/**
 * Asks the server for its time and settings, and sets the clock to its time.
 *
 * @throws {Failure} (blocked) where it is too old, or loses commits when it crashes.
 */
export async function checkServer(db: Kysely<TeamTables>, clock: CorrectedClock, shown: string): Promise<ServerState> {
  const before = clock.elapsed();
  const { rows } = await sql<{ now: string; version: string; login: string; reads: string; fsync: string }>`
    select (extract(epoch from clock_timestamp()) * 1000)::text as now, current_setting('server_version') as version,
      session_user as login, current_setting('transaction_read_only') as reads, current_setting('fsync') as fsync`.execute(
    db,
  );
  const after = clock.elapsed();
  const [state] = rows;
  if (state === undefined) throw unusable(shown, message('the server gave no answer'));
  const [version = 'unknown', major] = /^(\d+)[\w.]*/.exec(state.version) ?? [];
  if (Number(major) < MIN_VERSION)
    throw unusable(
      shown,
      message('PostgreSQL {version} is too old', { version }),
      message('Use PostgreSQL {version} or newer.', { version: MIN_VERSION }),
    );
  if (state.fsync !== 'on')
    throw unusable(
      shown,
      message('the server has fsync off, so a crash loses records'),
      message('Set fsync = on in postgresql.conf.'),
    );
  // The server read its clock between the two times: half of the way is the best guess.
  clock.set(Math.round(Number(state.now)), (before + after) / 2);
  const readOnly =
    state.reads === 'off'
      ? undefined
      : unusable(
          shown,
          message('the server only reads: it is a replica, or default_transaction_read_only is on'),
          NAME_PRIMARY,
        );
  return { version, login: state.login, latencyMilliseconds: after - before, readOnly };
}

/** @throws {Failure} (blocked) where there are no tables, or tables that this version cannot use. */
export async function checkSchema(db: Kysely<TeamTables>, shown: string): Promise<void> {
  const state = await readSchemaState(db);
  if (state === undefined)
    throw unusable(
      shown,
      message('the database holds no ledger'),
      message('An administrator creates it: rocketpay ledger init'),
    );
  if (state.version < SCHEMA_VERSION)
    throw unusable(
      shown,
      message('its tables are those of an older version'),
      message('An administrator updates them: rocketpay ledger init'),
    );
  if (state.minReader > SCHEMA_VERSION)
    throw unusable(shown, message('its tables need a newer version'), message('Update rocketpay.'));
}

export const unusable = (
  place: string,
  reason: Text,
  hint: Text = message('No write is sent without its record.'),
): Failure =>
  new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    message('The ledger {place} cannot be used: {reason}.', { place, reason }),
    { hint },
  );
