type Cell = string | number | null | undefined;

/** A line of a CSV file (RFC 4180), without its end. Every cell is quoted. */
export const csvLine = (cells: readonly Cell[]): string => cells.map((cell) => quoted(harmless(cell))).join(',');

/** The same in the form of the Dashboard, `;` between cells, and no more quotes than are needed. */
export const dashboardLine = (cells: readonly Cell[]): string =>
  cells.map((cell) => (/[";\r\n]/.test(harmless(cell)) ? quoted(harmless(cell)) : harmless(cell))).join(';');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A spreadsheet runs a text that begins like a formula: an apostrophe before it makes it text. */
function harmless(cell: Cell): string {
  return typeof cell === 'string' && isFormula(cell) ? `'${cell}` : String(cell ?? '');
}

/** True of a text that a spreadsheet would run. */
export const isFormula = (cell: string): boolean => /^[=+\-@\t\r\n]/.test(cell);
