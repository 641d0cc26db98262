import { findNew } from '#adapters/ledger/callbacks/callback-queries';
import { toIdentityKey } from '#adapters/ledger/callbacks/callback-rows';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import type { OwnFiles } from './own-files.ts';
import { ingestAll } from './queue-file.ts';

/** Moves appended callbacks into the database. */
export class CallbackIngestion {
  /** True when files of ended processes are not ingested yet. */
  hasOtherFiles = false;
  /** The {@link toIdentityKey} of callbacks that this process has appended: the database does not contain them yet. */
  readonly appended = new Set<string>();
  readonly #database: Pick<LedgerDatabase, 'db' | 'callbacks' | 'queueFolder'>;
  readonly #key: LedgerKey;
  readonly #files: OwnFiles;
  readonly #add: (batch: readonly StoredCallback[]) => Promise<unknown>;

  /** @param add stores a batch in the database; a part of it may be stored already */
  constructor(
    database: Pick<LedgerDatabase, 'db' | 'callbacks' | 'queueFolder'>,
    key: LedgerKey,
    files: OwnFiles,
    add: (batch: readonly StoredCallback[]) => Promise<unknown>,
  ) {
    this.#database = database;
    this.#key = key;
    this.#files = files;
    this.#add = add;
  }

  /** Ingests the files of all processes. @param isEnough true when ingestion should stop */
  async ingestAll(isEnough = () => false): Promise<void> {
    const { queueFolder: folder } = this.#database;
    if (folder === undefined) return;
    this.hasOtherFiles = !(await ingestAll(folder, this.#files.paths, this.#key, this.#ingest, isEnough));
  }

  /** Ingests the oldest callbacks of this process. */
  ingestSome(): Promise<void> {
    return this.#files.ingestSome(this.#ingest);
  }

  readonly #ingest = async (batch: readonly StoredCallback[]): Promise<number> => {
    const { callbacks, db } = this.#database;
    const rejected = await this.#addOrHalve(await findNew(batch, callbacks, db));
    for (const callback of batch) this.appended.delete(toIdentityKey(callback) ?? '');
    return rejected;
  };

  /** Halves a batch that cannot be ingested, so that one invalid callback does not block the others. Returns their number. */
  async #addOrHalve(batch: readonly StoredCallback[]): Promise<number> {
    if (batch.length === 0) return 0;
    try {
      await this.#add(batch);
      return 0;
    } catch (error) {
      if (!this.#database.callbacks.isRecordFault(error)) throw error;
      if (batch.length === 1) return 1;
      const middle = batch.length >> 1;
      return (await this.#addOrHalve(batch.slice(0, middle))) + (await this.#addOrHalve(batch.slice(middle)));
    }
  }
}
