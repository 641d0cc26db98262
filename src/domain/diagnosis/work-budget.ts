/**
 * How much work a search may take: counted, and not timed, so that it finds the same on every machine. A unit is about
 * the time that it takes to hash a byte.
 */
export class WorkBudget {
  #left: number;

  constructor(units: number) {
    this.#left = units;
  }

  /** True when nothing is left: anyone who searches gives up. */
  get spent(): boolean {
    return this.#left < 0;
  }

  /** Reading a JSON text. */
  read(length: number, fields: number): void {
    this.#left -= SHARE + 2 * length + 3 * sorting(fields);
  }

  /** Making a string of the fields of a body. */
  write(length: number, fields: number): void {
    this.#left -= SHARE + length + sorting(fields);
  }

  hash(length: number): void {
    this.#left -= SHARE + length;
  }
}

/** What each piece of work costs, however short. */
const SHARE = 1500;

const sorting = (fields: number): number => 20 * fields * Math.log2(fields + 1);
