import { type Clock, nextTurn } from '#async/clock';
import type { CallbackIngestion } from './callback-ingestion.ts';
import type { OwnFiles } from './own-files.ts';

/** Time without a new callback after which all appended ones are ingested, in milliseconds. */
const QUIET_MS = 1000;

/** With more new callbacks in this time nothing is done, because it would delay them. */
const MANY_CALLBACKS = 500;

/** What is done while few callbacks arrive. */
interface QuietOptions {
  readonly files: OwnFiles;
  readonly ingestion: CallbackIngestion;
  /** Indexes some stored callbacks. Returns true when there may be more. */
  readonly indexSome: () => Promise<boolean>;
  /** Returns the number of callbacks that were received. */
  readonly countReceived: () => number;
  readonly isWriting: () => boolean;
  /** True of an error after which the database may be reached again. */
  readonly isUnreachable: (error: unknown) => boolean;
  readonly closed: AbortSignal;
}

/** Ingests and indexes stored callbacks: a part each second, and everything when no callback arrives. */
export class QuietWork {
  /** True when the database may have callbacks that are not in the index of payments yet. */
  hasBacklog = true;
  readonly #options: QuietOptions;
  readonly #clock: Clock;
  #running: Promise<void> | undefined;

  constructor(options: QuietOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Starts the work, unless it is running. After an error the next process that reads callbacks does the rest. */
  start(): void {
    this.#running ??= this.#run()
      .catch(() => {})
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when no work is running. */
  async ended(): Promise<void> {
    await this.#running;
  }

  #hasFiles(): boolean {
    return this.#options.ingestion.hasOtherFiles || !this.#options.files.empty;
  }

  async #run(): Promise<void> {
    const { countReceived, isWriting, isUnreachable, closed } = this.#options;
    while (this.#hasFiles() || this.hasBacklog) {
      const before = countReceived();
      await this.#clock.sleep(QUIET_MS, closed);
      if (countReceived() - before > MANY_CALLBACKS) continue;
      const isDisturbed = () => countReceived() !== before || isWriting() || closed.aborted;
      try {
        if (this.#hasFiles()) await this.#ingestUntil(isDisturbed);
        if (this.hasBacklog && !closed.aborted) await this.#indexUntil(isDisturbed);
      } catch (error) {
        // The database of a team comes back, perhaps without a new callback.
        if (!isUnreachable(error)) throw error;
      }
    }
  }

  /** Ingests callbacks until new ones arrive, one batch at least. */
  async #ingestUntil(isDisturbed: () => boolean): Promise<void> {
    const { files, ingestion, isWriting } = this.#options;
    do {
      await ingestion.ingestSome();
      await nextTurn();
    } while (!isDisturbed() && !files.empty);
    if (ingestion.hasOtherFiles && !isDisturbed()) await ingestion.ingestAll(isDisturbed);
    // A file that is not needed any more would keep descriptors open.
    if (files.empty && !isWriting()) await files.close();
  }

  /** Indexes stored callbacks until new ones arrive, one batch at least. */
  async #indexUntil(isDisturbed: () => boolean): Promise<void> {
    do {
      this.hasBacklog = await this.#options.indexSome();
      await nextTurn();
    } while (this.hasBacklog && !isDisturbed());
  }
}
