import type { Context } from '#context';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import type { Ledger } from '#domain/ledger/ledger';
import type { CallbackEnvelope } from '#domain/ledger/stored-callback';

/** Default disk quota of all callbacks with a wrong signature, in bytes. */
export const DEFAULT_INVALID_BYTES = 20 * 1024 * 1024;

/** Disk quota of all chargeback callbacks, in bytes, because any caller can send them. */
export const CHARGEBACK_BYTES = 20 * 1024 * 1024;

/** Maximum stored size of a callback with a wrong signature, in bytes of JSON: a control character takes six bytes. */
const MAX_KEPT_BYTES = 64 * 1024;

/** Maximum stored size during a flood, in bytes, without headers. */
const MIN_KEPT_BYTES = 1024;
const MIN_KEPT_PATH = 256;

/** Maximum write rate, and the burst that is allowed before the rate applies. */
const BYTES_PER_SECOND = 1024 * 1024;
const MAX_BURST_BYTES = 4 * 1024 * 1024;

/** Minimum free disk space for storing these callbacks, in bytes. */
const MIN_FREE_BYTES = 200 * 1024 * 1024;

/** The stored part of a callback with a wrong signature. */
export interface KeptBeginning {
  readonly text: string;
  readonly envelope: CallbackEnvelope;
}

/**
 * Limits the disk usage of callbacks with a wrong signature, or of unsigned ones of a kind. Any caller can send them, and they must neither fill the disk that writes
 * depend on nor delay genuine ones.
 */
export class InvalidCallbacks {
  readonly #quota: number;
  readonly #ledger: Pick<Ledger, 'pruneInvalidCallbacks'>;
  readonly #clock: Pick<Context['clock'], 'elapsed'>;
  readonly #onFull: () => void;
  readonly #kind: CallbackKind | undefined;
  /** Number of bytes that may be stored now, and the time of this value in milliseconds. */
  #budget: number;
  #budgetAt: number;
  /** Bytes stored since the last pruning. */
  #bytes = 0;
  #diskIsFull = false;

  /**
   * @param quota bytes on disk; 0: nothing is stored
   * @param onFull called when the disk is too full
   * @param kind kind of the unsigned callbacks; undefined for callbacks with a wrong signature
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

  /** Returns the part of a callback to store; undefined when nothing is stored. */
  takeBeginning(text: string, envelope: CallbackEnvelope): KeptBeginning | undefined {
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

  /** Returns true when a callback may be stored in full, and counts it. */
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

  /** Removes the oldest callbacks when the quota is exceeded. */
  async prune(): Promise<void> {
    if (this.#bytes < this.#quota / 8) return;
    this.#bytes = 0;
    const free = await this.#ledger.pruneInvalidCallbacks(this.#quota, this.#kind).catch(() => MIN_FREE_BYTES);
    this.#diskIsFull = free < MIN_FREE_BYTES;
    if (this.#diskIsFull) this.#onFull();
  }
}

const storedBytes = (kept: KeptBeginning): number => Buffer.byteLength(JSON.stringify([kept.text, kept.envelope]));

/** Returns the beginning of a text that takes at most `bytes` bytes in JSON. It is a copy, so that the whole text can be freed. */
function beginning(text: string, bytes: number): string {
  let part = text.slice(0, bytes);
  for (;;) {
    const size = Buffer.byteLength(JSON.stringify(part));
    if (size <= bytes + 2) return Buffer.from(part).toString();
    part = part.slice(0, Math.floor((part.length * bytes) / size));
  }
}
