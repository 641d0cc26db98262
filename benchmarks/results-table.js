import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { FAST, printTable, reported } from './measure.js';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const [BEGIN, END] = ['<!-- benchmarks -->', '<!-- /benchmarks -->'];

/** Prints the rows of the table in README.md. */
export const printResults = () => printTable('Results', [['what', 'result'], ...reported]);

/** Replaces the table in README.md. */
export function writeResults() {
  const text = readFileSync(README, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} before ${END}.`);
  writeFileSync(README, `${text.slice(0, begin + BEGIN.length)}\n${resultsTable(new Date())}${text.slice(end)}`);
  console.log(`\nWritten to ${README}`);
}

/** Returns the table in Markdown, with its date and the version of Node.js. */
function resultsTable(now) {
  const widths = [0, 1].map((column) => Math.max(6, ...reported.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  const effort = FAST ? ' in a short run' : '';
  const where = `Node.js ${process.versions.node} and ${availableParallelism()} cores`;
  return [
    `Measured${effort} on ${now.toISOString().slice(0, 10)} with ${where}. Ratios say more than times.\n\n`,
    line(['what', 'result']),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`,
    ...reported.map(line),
  ].join('');
}
