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

  /** Reading a JSON text. */
  read(length: number): void {
    this.#left -= SHARE + READING * length;
  }

  /** Making a string of the fields of a body. */
  write(length: number): void {
    this.#left -= SHARE + WRITING * length;
  }

  hash(length: number): void {
    this.#left -= SHARE + length;
  }
}

/** What each piece of work costs, however short. */
const SHARE = 1500;
/** Reading a character, and sorting its field, takes so many times as long as hashing it. */
const READING = 40;
const WRITING = 5;
