import type { Clock } from '#async/clock';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import type { CallbackIngestion } from './callback-ingestion.ts';
import type { OwnFiles } from './own-files.ts';

/** After a failure to reach the database nothing is sent to it for this time, in milliseconds. */
const PAUSE_MS = 1000;

/** Stores callbacks in the database of a team, after what was appended while it could not be reached. */
export class TeamStorage {
  readonly #files: OwnFiles;
  readonly #ingestion: CallbackIngestion;
  readonly #isUnreachable: (error: unknown) => boolean;
  readonly #clock: Pick<Clock, 'elapsed'>;
  /** The last failure to reach the database, and the time until which it is not tried again. */
  #away: { readonly error: unknown; readonly until: number } | undefined;

  constructor(
    files: OwnFiles,
    ingestion: CallbackIngestion,
    isUnreachable: (error: unknown) => boolean,
    clock: Pick<Clock, 'elapsed'>,
  ) {
    this.#files = files;
    this.#ingestion = ingestion;
    this.#isUnreachable = isUnreachable;
    this.#clock = clock;
  }

  /** True where the database could not be reached. */
  get isAway(): boolean {
    return this.#away !== undefined;
  }

  /**
   * Stores a batch.
   *
   * @param add stores it in the database
   * @param mustBeShared true where it may not be appended to a file
   * @returns undefined where it is to be appended to a file
   */
  async store(
    batch: readonly StoredCallback[],
    add: (batch: readonly StoredCallback[]) => Promise<readonly StoredCallback[]>,
    mustBeShared: boolean,
  ): Promise<readonly StoredCallback[] | undefined> {
    try {
      if (this.#away !== undefined && this.#clock.elapsed() < this.#away.until) throw this.#away.error;
      // One batch: with many more, new callbacks would wait too long. They follow in the file.
      if (!this.#files.empty) await this.#ingestion.ingestSome();
      const stored = this.#files.empty ? await add(batch) : undefined;
      this.#away = undefined;
      return stored;
    } catch (error) {
      if (!this.#isUnreachable(error)) throw error;
      if (error !== this.#away?.error) this.#away = { error, until: this.#clock.elapsed() + PAUSE_MS };
      if (mustBeShared) throw error;
      return undefined;
    }
  }
}
