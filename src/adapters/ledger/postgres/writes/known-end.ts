import type { IntentRow } from '#adapters/ledger/tables';
import type { WriteNeeds } from '#adapters/ledger/writes/intent-write';
import type { RecordLink } from '#domain/ledger/audit-record';
import type { ReadForWrites } from './read-for-writes.ts';

/** Number of intents that are kept: the outcomes of the newest ones follow. */
const MAX_INTENTS = 1000;

/** What a committed transaction has found and written. */
export interface SeenEnd extends Pick<ReadForWrites, 'isLimited'> {
  /** The end of the trail that it has found, and the one that it has left. */
  readonly before: RecordLink | undefined;
  readonly head: RecordLink | undefined;
  /** Intents that it has written. */
  readonly written: readonly IntentRow[];
}

/**
 * What this process knows of the ledger: the end of the trail, and the intents that it has written itself. It is true as long as the
 * trail ends there, because this program adds a record with every change of an intent. A member who changes a row directly at the
 * database adds none.
 */
export class KnownEnd {
  #head: RecordLink | undefined;
  #isLimited = true;
  /** False after others have written: they probably will again. */
  #isAlone = false;
  readonly #intents = new Map<string, IntentRow>();

  /** Returns what writes read, if it is known and others seem not to write meanwhile. */
  find(needs: readonly WriteNeeds[]): Omit<ReadForWrites, 'locks'> | undefined {
    const isOwn = ({ intentId, paymentId, key }: WriteNeeds) =>
      paymentId === undefined && key === undefined && (intentId === undefined || this.#intents.has(intentId));
    if (!this.#isAlone || this.#head === undefined || !needs.every(isOwn)) return undefined;
    const intents = needs.flatMap(({ intentId }) => this.#intents.get(intentId ?? '') ?? []);
    return { head: this.#head, intents, payments: [], keys: [], records: [], isLimited: this.#isLimited };
  }

  /** Adds what a committed transaction has found and written. */
  add({ before, head, isLimited, written }: SeenEnd): void {
    this.#isAlone = this.#head === undefined || this.#head.hash === before?.hash;
    if (!this.#isAlone) this.#intents.clear();
    this.#head = head;
    this.#isLimited = isLimited;
    for (const row of written) {
      this.#intents.delete(row.id);
      this.#intents.set(row.id, row);
    }
    for (const id of this.#intents.keys()) {
      if (this.#intents.size <= MAX_INTENTS) break;
      this.#intents.delete(id);
    }
  }

  /** Forgets everything, because others have written or the end of a transaction is not known. */
  forget(): void {
    this.#isAlone = false;
    this.#intents.clear();
  }
}
