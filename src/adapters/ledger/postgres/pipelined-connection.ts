import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type pg from 'pg';
import { inlineValues } from './inline-values.ts';
import { isConnectionLoss } from './postgres-failure.ts';

/** What is used of the socket of a connection. */
export interface ConnectionStream {
  setTimeout(milliseconds: number, onSilence: () => void): void;
  destroy(error?: Error): void;
  once(event: 'close', onClose: () => void): void;
  /** Keeps what is written until {@link uncork}, which sends it as one piece. */
  cork(): void;
  uncork(): void;
}

export const streamOf = (client: pg.ClientBase): ConnectionStream =>
  (client as unknown as { readonly connection: { readonly stream: ConnectionStream } }).connection.stream;

/** The last statement of a transaction: the commit is sent with it. */
export interface LastQuery extends CompiledQuery {
  readonly commits: true;
}

const isLast = (query: CompiledQuery): query is LastQuery => 'commits' in query;

/** A statement that takes the lock of the ledger itself, and commits. */
export interface LockingQuery extends CompiledQuery {
  readonly locks: true;
}

/**
 * A connection that waits for the server as rarely as possible, because other members wait for the lock meanwhile: the beginning of a
 * transaction is sent together with its first statement, and its commit with its {@link LastQuery}. The server runs nothing of a
 * transaction after an error but its rollback, so a commit that was sent with a refused statement commits nothing. What is sent while
 * the lock is held is one message for each statement: see {@link inlineValues}.
 */
export class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  /** The beginning of a transaction that is not sent yet. */
  #beginning: string | undefined;
  #isInTransaction = false;
  #isEnded = false;
  /** True after an error that ends the connection, of which the pool may hear later. */
  #isLost = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  /** Begins a transaction with the next statement. */
  begin(text: string): void {
    this.#beginning = text;
    this.#isInTransaction = true;
    this.#isEnded = false;
  }

  /** Ends the transaction, unless nothing was sent of it, or its last statement has ended it. */
  async end(text: 'commit' | 'rollback'): Promise<void> {
    const isUnsent = this.#beginning !== undefined;
    this.#beginning = undefined;
    this.#isInTransaction = false;
    if (isUnsent || this.#isEnded) return;
    const { command } = await this.#client.query(text).catch((error: unknown) => this.#fail(error));
    if (text === 'commit') checkCommit(command);
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const [, result, commit] = await this.#send(query);
    if (commit !== undefined) checkCommit(commit.command);
    const { command, rowCount, rows } = result as pg.QueryResult;
    return { rows, ...(CHANGING.has(command) && rowCount !== null ? { numAffectedRows: BigInt(rowCount) } : {}) };
  }

  /** Sends a statement with what belongs to it. @throws the first error of them: the later ones follow from it */
  async #send(query: CompiledQuery): Promise<readonly (pg.QueryResult | undefined)[]> {
    const beginning = this.#beginning;
    this.#beginning = undefined;
    const inlined = this.#isInTransaction || 'locks' in query ? inlineValues(query) : undefined;
    const stream = streamOf(this.#client);
    stream.cork();
    const sent = [
      beginning === undefined ? undefined : this.#client.query(beginning),
      inlined === undefined ? this.#client.query(query.sql, [...query.parameters]) : this.#client.query(inlined),
      isLast(query) ? this.#client.query('commit') : undefined,
    ];
    stream.uncork();
    this.#isEnded = isLast(query);
    const results = await Promise.allSettled(sent);
    return results.map((result) => (result.status === 'fulfilled' ? result.value : this.#fail(result.reason)));
  }

  #fail(error: unknown): never {
    this.#isLost ||= isConnectionLoss(error);
    throw error;
  }

  // biome-ignore lint/correctness/useYield: nothing streams rows
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are read in pages');
  }

  release(): void {
    this.#client.release(this.#isLost);
  }
}

const CHANGING: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** The server answers a commit after an error with a rollback. */
function checkCommit(command: string): void {
  if (command !== 'COMMIT') throw new Error(`the server answered a commit with ${command}`);
}
