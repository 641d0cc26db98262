/** True for a run of less than a minute: fewer rounds, and smaller sizes. */
export const FAST = process.argv.includes('--quick');

/** The rows of the table in README.md. */
export const reported = [];

/** Adds a row to the table in README.md. */
export const report = (what, result) => reported.push([what, result]);

/**
 * Times cases in rounds. Every round runs every case, each round beginning with another one, so what else
 * the machine does meets them all alike.
 *
 * @param {Record<string, () => unknown>} cases
 * @param {{ rounds: number, iterations: number }} options
 * @returns {Record<string, { median: number, best: number }>} nanoseconds a call
 */
export function timeInRounds(cases, { rounds, iterations }) {
  const names = Object.keys(cases);
  const times = new Map(names.map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + WARM_UP_ROUNDS) % names.length];
      const time = timeOne(cases[name], iterations);
      if (round >= 0) times.get(name).push(time / iterations);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(times.get(name))]));
}

const WARM_UP_ROUNDS = 5;

/** Stored where no compiler can prove that it is never read. */
export const results = { last: undefined };

function timeOne(run, iterations) {
  const start = process.hrtime.bigint();
  for (let count = 0; count < iterations; count++) results.last = run();
  return Number(process.hrtime.bigint() - start);
}

/** @param {readonly number[]} times */
export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, best: sorted[0] };
}

/**
 * Prints a table: the first column to the left, the others to the right.
 *
 * @param {string} title
 * @param {readonly (readonly string[])[]} rows the first one is the head
 */
export function printTable(title, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('   ');
  console.log(`\n${title}\n${'-'.repeat(line(rows[0]).length)}`);
  for (const row of rows) console.log(line(row));
}
