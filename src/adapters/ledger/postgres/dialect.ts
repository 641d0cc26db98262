import {
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { POSTGRES } from '#adapters/ledger/is-postgres';
import { unreferencedSleep } from '#async/clock';
import { BEGIN_WRITING } from './begin-writing.ts';
import { type ConnectionStream, PipelinedConnection, streamOf } from './pipelined-connection.ts';

/** A connection on which nothing arrives for this time is ended, in milliseconds. The longest statement is shorter. */
const SILENCE_MS = 20_000;

/** Time in which connections end by themselves when the ledger is closed, in milliseconds. */
const CLOSE_MS = 500;

/** Connections of one process: one writes, the others read meanwhile. */
const MAX_CONNECTIONS = 4;

const BEGIN_READING = 'begin isolation level repeatable read read only';

/** Opens a pool of connections to a PostgreSQL ledger. Nothing is connected before the first statement. */
export function postgresDialect(config: pg.PoolConfig, silenceMs = SILENCE_MS): Dialect {
  const streams = new Set<ConnectionStream>();
  const pool = new pg.Pool({
    Client: class extends pg.Client {
      constructor(options?: pg.ClientConfig) {
        super(options);
        const stream = streamOf(this);
        streams.add(stream);
        stream.once('close', () => streams.delete(stream));
      }
    },
    max: MAX_CONNECTIONS,
    pipeline: true,
    types: { getTypeParser: numbersAsNumbers },
    ...config,
  });
  // A connection that breaks fails its statement, or is replaced at the next one. Without a listener its error ends the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    endWhenSilent(client, silenceMs);
  });
  return {
    createDriver: () => new LockingDriver(pool, streams),
    createAdapter: () => Object.assign(new PostgresAdapter(), POSTGRES),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

/** Ends a connection whose other side says nothing any more: its statement fails, and the process can end. */
function endWhenSilent(client: pg.PoolClient, milliseconds: number): void {
  const stream = streamOf(client);
  stream.setTimeout(milliseconds, () => stream.destroy(new Error('connection timeout')));
}

const INT8 = 20;
const NUMERIC = 1700;

/** Reads 64-bit integers and sums as numbers: every amount and time of the ledger is a safe integer. */
function numbersAsNumbers(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return type === INT8 || type === NUMERIC ? Number : pg.types.getTypeParser(type, format as 'text');
}

class LockingDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #streams: ReadonlySet<ConnectionStream>;

  constructor(pool: pg.Pool, streams: ReadonlySet<ConnectionStream>) {
    this.#pool = pool;
    this.#streams = streams;
  }

  async init(): Promise<void> {}

  /** Ends the connections. One whose server says nothing, or that is still being made, is not waited for. */
  async destroy(): Promise<void> {
    const late = unreferencedSleep(CLOSE_MS).then(() => {
      for (const stream of this.#streams) stream.destroy();
    });
    await Promise.race([this.#pool.end(), late]);
  }

  async acquireConnection(): Promise<PipelinedConnection> {
    return new PipelinedConnection(await this.#pool.connect());
  }

  async releaseConnection(connection: PipelinedConnection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: PipelinedConnection, settings: TransactionSettings): Promise<void> {
    connection.begin(settings.accessMode === 'read only' ? BEGIN_READING : BEGIN_WRITING);
  }

  commitTransaction(connection: PipelinedConnection): Promise<void> {
    return connection.end('commit');
  }

  rollbackTransaction(connection: PipelinedConnection): Promise<void> {
    return connection.end('rollback');
  }
}
