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

  /** @param address address of the sender */
  share(address: string): BodyShare {
    let own = 0;
    return {
      take: (bytes) => {
        const large = largePart(own + bytes) - largePart(own);
        own += bytes;
        this.#add(address, bytes, large);
        const fits = this.#all <= MAX_ALL_BYTES && this.#large <= MAX_LARGE_BYTES;
        return large === 0 ? this.#all <= MAX_ALL_BYTES : fits && this.#countOf(address) <= MAX_LARGE_BYTES_OF_ADDRESS;
      },
      release: () => {
        this.#add(address, -own, -largePart(own));
        own = 0;
      },
    };
  }

  #countOf(address: string): number {
    return this.#largeByAddress.get(address) ?? 0;
  }

  #add(address: string, bytes: number, large: number): void {
    this.#all += bytes;
    if (large === 0) return;
    this.#large += large;
    const left = this.#countOf(address) + large;
    if (left === 0) this.#largeByAddress.delete(address);
    else this.#largeByAddress.set(address, left);
  }
}

const largePart = (bytes: number): number => Math.max(0, bytes - SMALL_BYTES);
