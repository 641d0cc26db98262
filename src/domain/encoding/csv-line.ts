type Cell = string | number | null | undefined;

/** A line of a CSV file (RFC 4180), without its end. Every cell is quoted. */
export const csvLine = (cells: readonly Cell[], delimiter: ',' | ';' = ','): string =>
  cells.map((cell) => quoted(harmless(cell))).join(delimiter);

/** The same in the form of the Dashboard, `;` between cells, and no more quotes than are needed. */
export const dashboardLine = (cells: readonly Cell[]): string =>
  cells.map((cell) => (/[";\r\n]/.test(harmless(cell)) ? quoted(harmless(cell)) : harmless(cell))).join(';');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const harmless = (cell: Cell): string => (typeof cell === 'string' ? guarded(cell) : String(cell ?? ''));

/**
 * Where a spreadsheet could begin a formula: at the beginning of a cell, and after what may separate cells where the file is
 * opened with another list separator than its own. White space, unseen characters and full-width signs change nothing.
 */
const FORMULA = /(?<=^|[;,\t\r\n])(?=(?:[^\S\t\r\n]|[\p{Cf}\p{Default_Ignorable_Code_Point}])*[=+\-@＝＋－＠])/gu;

/** A cell with an apostrophe before each place where a spreadsheet could begin a formula: it makes it text. */
function guarded(cell: string): string {
  const text = cell.replace(FORMULA, "'");
  return /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

/** A cell without the apostrophes that {@link csvLine} has put into it: a file that was exported reads back as it was. */
export function removeFormulaGuards(cell: string): string {
  const text = cell.replace(
    /(?<=^|[;,\t\r\n])'(?=(?:[^\S\t\r\n]|[\p{Cf}\p{Default_Ignorable_Code_Point}])*[=+\-@＝＋－＠])/gu,
    '',
  );
  for (const original of [text.replace(/^'(?=[\t\r\n])/, ''), text]) {
    if (original !== cell && guarded(original) === cell) return original;
  }
  return cell;
}

/** True of a text that a spreadsheet would run, or take as a part of one. */
export const isFormula = (cell: string): boolean => guarded(cell) !== cell;
