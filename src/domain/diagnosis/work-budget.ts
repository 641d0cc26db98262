/** Units that each piece of work costs, however short. */
const FIXED_COST = 1500;

const sortCost = (fields: number): number => 20 * fields * Math.log2(fields + 1);

/**
 * Limits the work of a search. It counts work and not time, so that the result is the same on every machine. A unit is about the
 * time that it takes to hash one byte.
 */
export class WorkBudget {
  #remaining: number;

  constructor(units: number) {
    this.#remaining = units;
  }

  /** True when the search must end. */
  get spent(): boolean {
    return this.#remaining < 0;
  }

  /** Counts parsing a JSON text. */
  read(length: number, fields: number): void {
    this.#remaining -= FIXED_COST + 2 * length + 3 * sortCost(fields);
  }

  /** Counts building a string of the fields of a body. */
  write(length: number, fields: number): void {
    this.#remaining -= FIXED_COST + length + sortCost(fields);
  }

  /** Counts hashing a string. */
  hash(length: number): void {
    this.#remaining -= FIXED_COST + length;
  }
}
