import type { Clock } from '#async/clock';
import type { RecordLink } from '#domain/ledger/audit-record';

/** Minimum time between two writes of the file, in milliseconds: replacing it takes as long as a third of a commit. */
const SAVE_MS = 1000;

/**
 * Saves the newest committed record of this process outside of the database: the first one immediately, later ones once a second, and
 * the last one when the ledger is closed. After a kill the saved one can be a second older than the database.
 */
export class NewestRecord {
  readonly #save: (record: RecordLink) => void;
  readonly #clock: Pick<Clock, 'elapsed'>;
  #number = 0;
  #unsaved: RecordLink | undefined;
  #savedAt = Number.NEGATIVE_INFINITY;

  constructor(save: (record: RecordLink) => void, clock: Pick<Clock, 'elapsed'>) {
    this.#save = save;
    this.#clock = clock;
  }

  /** Notes a committed record. */
  add(record: RecordLink): void {
    if (record.number <= this.#number) return;
    this.#number = record.number;
    this.#unsaved = record;
    if (this.#clock.elapsed() - this.#savedAt >= SAVE_MS) this.saveNow();
  }

  /** Saves the newest record, if it is not saved yet. */
  saveNow(): void {
    if (this.#unsaved === undefined) return;
    this.#save(this.#unsaved);
    this.#savedAt = this.#clock.elapsed();
    this.#unsaved = undefined;
  }
}
