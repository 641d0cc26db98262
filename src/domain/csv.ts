/** A line of a CSV file (RFC 4180), without its end. Every cell is quoted. */
export const csvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  cells.map((cell) => `"${harmless(cell ?? '').replaceAll('"', '""')}"`).join(',');

/** A spreadsheet runs a text that begins like a formula: an apostrophe before it makes it text. */
function harmless(cell: string | number): string {
  return typeof cell === 'string' && /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : String(cell);
}
