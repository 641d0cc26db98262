/**
 * How much work a search may take: counted, and not timed, so that it finds the same on every machine. A unit is about
 * the time that it takes to hash a byte.
 */
export class WorkBudget {
  #left: number;

  constructor(units: number) {
    this.#left = units;
  }

  /** True when nothing is left: whoever searches gives up. */
  get spent(): boolean {
    return this.#left < 0;
  }

  /** Reading a JSON text, or making a string of its fields. */
  read(length: number): void {
    this.#left -= (length > LONG ? 8 : 1) * READING * (length + SHARE);
  }

  hash(length: number): void {
    this.#left -= length + SHARE;
  }
}

/** What each piece of work costs, however short. */
const SHARE = 1500;
/** Reading a character takes so many times as long as hashing it. */
const READING = 6;
/** What is longer has many fields to sort, and that takes longer still. */
const LONG = 64 * 1024;
