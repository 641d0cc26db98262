import type { Context } from '#context';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import type { CallbackEnvelope, Ledger } from '#domain/ledger/ledger';

/** All callbacks with a wrong signature may take so much of the disk, unless the user says otherwise. */
export const DEFAULT_INVALID_BYTES = 20 * 1024 * 1024;

/** All chargeback callbacks may take so much of the disk: any caller can send them. */
export const CHARGEBACK_BYTES = 20 * 1024 * 1024;

/** Of a callback with a wrong signature the beginning is kept, in bytes as it is stored: control characters take six of them. */
const MAX_KEPT_BYTES = 64 * 1024;

/** Where many come, so much of each is kept, and none of its headers. */
const MIN_KEPT_BYTES = 1024;
const MIN_KEPT_PATH = 256;

/** How fast they may fill the disk, and how much may come at once before that counts. */
const BYTES_PER_SECOND = 1024 * 1024;
const MAX_BURST_BYTES = 4 * 1024 * 1024;

/** With less room than this on the disk, none of them is kept. */
const MIN_FREE_BYTES = 200 * 1024 * 1024;

/** What is kept of a callback with a wrong signature. */
export interface KeptBeginning {
  readonly text: string;
  readonly envelope: CallbackEnvelope;
}

/**
 * Limits what callbacks with a wrong signature, or unsigned ones of a kind, take: any caller can send them, and they must neither fill the disk that writes
 * depend on nor delay genuine ones.
 */
export class InvalidCallbacks {
  readonly #quota: number;
  readonly #ledger: Pick<Ledger, 'pruneInvalidCallbacks'>;
  readonly #clock: Pick<Context['clock'], 'elapsed'>;
  readonly #onFull: () => void;
  readonly #kind: CallbackKind | undefined;
  /** How much may be kept now, and when that was true; milliseconds. */
  #budget: number;
  #budgetAt: number;
  /** Kept since the last pruning. */
  #bytes = 0;
  #diskIsFull = false;

  /**
   * @param quota bytes on disk; 0: none is kept
   * @param onFull called when the disk is too full for them
   * @param kind of unsigned ones; undefined for those with a wrong signature
   */
  constructor(
    quota: number,
    ledger: Pick<Ledger, 'pruneInvalidCallbacks'>,
    clock: Pick<Context['clock'], 'elapsed'>,
    onFull: () => void,
    kind?: CallbackKind,
  ) {
    this.#quota = quota;
    this.#ledger = ledger;
    this.#clock = clock;
    this.#onFull = onFull;
    this.#kind = kind;
    this.#budget = this.#burst;
    this.#budgetAt = clock.elapsed();
  }

  get #burst(): number {
    return Math.min(MAX_BURST_BYTES, this.#quota / 4);
  }

  /** What of a callback is to be kept; undefined when nothing is. */
  beginningOf(text: string, envelope: CallbackEnvelope): KeptBeginning | undefined {
    if (this.#quota === 0 || this.#diskIsFull) return undefined;
    this.#refill();
    const whole = { text: beginning(text, MAX_KEPT_BYTES), envelope };
    const bytes = storedBytes(whole);
    const little = bytes > this.#budget;
    const kept = little
      ? {
          text: beginning(text, MIN_KEPT_BYTES),
          envelope: { path: envelope.path.slice(0, MIN_KEPT_PATH), headers: [] },
        }
      : whole;
    const taken = little ? storedBytes(kept) : bytes;
    this.#budget = Math.max(0, this.#budget - taken);
    this.#bytes += taken;
    const isCut = kept.text.length < text.length;
    return isCut ? { ...kept, envelope: { ...kept.envelope, cutFrom: text.length } } : kept;
  }

  /** True when a callback may be kept whole; it is counted then. */
  takeWhole(text: string, envelope: CallbackEnvelope): boolean {
    this.#refill();
    const bytes = storedBytes({ text, envelope });
    if (this.#diskIsFull || bytes > this.#budget) return false;
    this.#budget -= bytes;
    this.#bytes += bytes;
    return true;
  }

  #refill(): void {
    const now = this.#clock.elapsed();
    this.#budget = Math.min(this.#burst, this.#budget + ((now - this.#budgetAt) / 1000) * BYTES_PER_SECOND);
    this.#budgetAt = now;
  }

  /** Removes the oldest ones where they are too many. */
  async prune(): Promise<void> {
    if (this.#bytes < this.#quota / 8) return;
    this.#bytes = 0;
    const free = await this.#ledger.pruneInvalidCallbacks(this.#quota, this.#kind).catch(() => MIN_FREE_BYTES);
    this.#diskIsFull = free < MIN_FREE_BYTES;
    if (this.#diskIsFull) this.#onFull();
  }
}

const storedBytes = (kept: KeptBeginning): number => Buffer.byteLength(JSON.stringify([kept.text, kept.envelope]));

/** The beginning of a text that takes so many bytes in JSON. It is a text of its own, so that the whole one is let go. */
function beginning(text: string, bytes: number): string {
  let part = text.slice(0, bytes);
  for (;;) {
    const size = Buffer.byteLength(JSON.stringify(part));
    if (size <= bytes + 2) return Buffer.from(part).toString();
    part = part.slice(0, Math.floor((part.length * bytes) / size));
  }
}
