/** Maximum size of all bodies that are received or stored, in bytes, so that many senders cannot fill the memory. */
const MAX_ALL_BYTES = 64 * 1024 * 1024;

/** A callback of the platform has a few kilobytes. Larger bodies share a part of the memory, so that small ones always fit. */
const SMALL_BYTES = 64 * 1024;
const MAX_LARGE_BYTES = 12 * 1024 * 1024;

/** Maximum share of one address, in bytes. */
const MAX_LARGE_BYTES_OF_ADDRESS = 8 * 1024 * 1024;

/** Memory of one body. */
export interface BodyShare {
  /** Reserves memory for a part of the body. Returns false when a limit is reached. */
  take(bytes: number): boolean;
  /** Releases the memory of the body. A second call does nothing. */
  release(): void;
}

/** Counts the bytes of bodies until they are on disk. */
export class BodyMemory {
  #all = 0;
  #large = 0;
  readonly #largeByAddress = new Map<string, number>();

  /** @param sender connection of the sender */
  share(sender: Sender): BodyShare {
    return new Share(sender, this);
  }

  /**
   * Adds bytes of a small part, or removes them.
   *
   * @returns false when the limit of all bodies is exceeded
   */
  add(bytes: number): boolean {
    this.#all += bytes;
    return this.#all <= MAX_ALL_BYTES;
  }

  /**
   * Adds bytes of large bodies, or removes them.
   *
   * @returns false when a limit of large bodies is exceeded
   */
  addLarge(address: string, large: number): boolean {
    this.#large += large;
    const own = (this.#largeByAddress.get(address) ?? 0) + large;
    if (own === 0) this.#largeByAddress.delete(address);
    else this.#largeByAddress.set(address, own);
    return this.#large <= MAX_LARGE_BYTES && own <= MAX_LARGE_BYTES_OF_ADDRESS;
  }
}

/** Connection of a sender. */
interface Sender {
  /** Undefined after the connection was closed. */
  readonly remoteAddress?: string | undefined;
}

class Share implements BodyShare {
  readonly #sender: Sender;
  readonly #memory: BodyMemory;
  /** Address of the sender, once its body is large: reading it takes time, and a closed connection has none. */
  #address: string | undefined;
  #own = 0;

  constructor(sender: Sender, memory: BodyMemory) {
    this.#sender = sender;
    this.#memory = memory;
  }

  take(bytes: number): boolean {
    return this.#add(bytes);
  }

  release(): void {
    this.#add(-this.#own);
  }

  #add(bytes: number): boolean {
    const large = largePart(this.#own + bytes) - largePart(this.#own);
    this.#own += bytes;
    const fits = this.#memory.add(bytes);
    if (large === 0) return fits;
    this.#address ??= this.#sender.remoteAddress ?? '';
    return this.#memory.addLarge(this.#address, large) && fits;
  }
}

const largePart = (bytes: number): number => Math.max(0, bytes - SMALL_BYTES);
