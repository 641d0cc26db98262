import countAnyCells from 'fast-string-width';

/** Returns the cells of a text in a terminal. The library's tables of wide characters take a millisecond to compile. */
const countCells = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : countAnyCells(text));

/**
 * Formats rows as lines with aligned columns, two spaces apart. Widths are cells of a terminal: a CJK character has two. Pass
 * text without style: `style` adds it after the alignment.
 */
export function columns(
  rows: readonly (readonly string[])[],
  style: (text: string, column: number) => string = (text) => text,
): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, countCells(cell));
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? style(cell, at) : style(cell, at) + ' '.repeat((widths[at] ?? 0) - countCells(cell)),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks a text between words into indented lines of at most 80 columns. */
export function wrapped(text: string, indent: number, width = 80 - indent): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && countCells(last) + 1 + countCells(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}

/** Formats named values: the names as a column, and each value beside its name, broken between words. */
export function namedValues(
  rows: readonly (readonly string[])[],
  style: (text: string, column: number) => string,
): string[] {
  const indent = Math.max(...rows.map(([name = '']) => countCells(name))) + 2;
  return columns(
    rows.flatMap(([name = '', value = '']) =>
      wrapped(value, 0, 80 - indent).map((line, at) => [at === 0 ? name : '', line]),
    ),
    style,
  );
}
