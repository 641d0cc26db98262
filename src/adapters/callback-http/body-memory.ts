/** What all bodies that are received or stored may hold together: many senders must not fill the memory. */
const MAX_ALL_BYTES = 64 * 1024 * 1024;

/** A callback of the platform has a few kilobytes. Larger ones share a part of the memory, so that there is room for these. */
const SMALL_BYTES = 64 * 1024;
const MAX_LARGE_BYTES = 12 * 1024 * 1024;

/** How much of that one address may take. */
const MAX_LARGE_BYTES_OF_ADDRESS = 8 * 1024 * 1024;

/** The part of the memory that one body takes. */
export interface BodyShare {
  /**
   * Takes memory for more of the body.
   *
   * @returns false when there is none
   */
  take(bytes: number): boolean;
  /** Gives all of it back. Again does nothing. */
  release(): void;
}

/** Counts the bytes of bodies from their first one until they are on disk. */
export class BodyMemory {
  #all = 0;
  #large = 0;
  readonly #largeByAddress = new Map<string, number>();

  /** @param address where the body comes from */
  share(address: string): BodyShare {
    let own = 0;
    return {
      take: (bytes) => {
        const large = largePart(own + bytes) - largePart(own);
        own += bytes;
        this.#add(address, bytes, large);
        const fits = this.#all <= MAX_ALL_BYTES && this.#large <= MAX_LARGE_BYTES;
        return large === 0
          ? this.#all <= MAX_ALL_BYTES
          : fits && this.#ofAddress(address) <= MAX_LARGE_BYTES_OF_ADDRESS;
      },
      release: () => {
        this.#add(address, -own, -largePart(own));
        own = 0;
      },
    };
  }

  #ofAddress(address: string): number {
    return this.#largeByAddress.get(address) ?? 0;
  }

  #add(address: string, bytes: number, large: number): void {
    this.#all += bytes;
    if (large === 0) return;
    this.#large += large;
    const left = this.#ofAddress(address) + large;
    if (left === 0) this.#largeByAddress.delete(address);
    else this.#largeByAddress.set(address, left);
  }
}

const largePart = (bytes: number): number => Math.max(0, bytes - SMALL_BYTES);
