type Cell = string | number | null | undefined;

/** Formats a line of a CSV file (RFC 4180) without its line end. Every cell is quoted. */
export const csvLine = (cells: readonly Cell[], delimiter = ','): string =>
  cells.map((cell) => quote(toText(cell))).join(delimiter);

/** Formats a line as the Dashboard does: `;` between cells, and quotes only where they are needed. */
export const dashboardLine = (cells: readonly Cell[]): string =>
  cells
    .map(toText)
    .map((text) => (/[";\r\n]/.test(text) ? quote(text) : text))
    .join(';');

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const toText = (cell: Cell): string => (typeof cell === 'string' ? guardFormulas(cell) : String(cell ?? ''));

/** The sign that starts a formula, also after white space and invisible characters, or as a full-width character. */
const SIGN = String.raw`(?=(?:[^\S\t\r\n]|[\p{Cf}\p{Default_Ignorable_Code_Point}])*[=+\-@＝＋－＠])`;

/** Start of a cell, also after each character that can separate cells in a spreadsheet with another separator. */
const START = String.raw`(?<=^|[;,\t\r\n])`;

const FORMULA = new RegExp(START + SIGN, 'gu');
const GUARDED_FORMULA = new RegExp(`${START}'${SIGN}`, 'gu');

/** Puts an apostrophe before each place where a spreadsheet could start a formula, which makes it text. */
function guardFormulas(cell: string): string {
  const text = cell.replace(FORMULA, "'");
  return /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

/** Removes the apostrophes that {@link csvLine} has added, so that an exported file can be read again unchanged. */
export function removeFormulaGuards(cell: string): string {
  const text = cell.replace(GUARDED_FORMULA, '');
  for (const original of [text.replace(/^'(?=[\t\r\n])/, ''), text]) {
    if (original !== cell && guardFormulas(original) === cell) return original;
  }
  return cell;
}

/** True of a text that contains a formula for a spreadsheet. */
export const isFormula = (cell: string): boolean => guardFormulas(cell) !== cell;
