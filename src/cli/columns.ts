/** Rows as lines with aligned columns, two spaces apart. Widths are those of plain text: style comes after. */
export function columns(
  rows: readonly (readonly string[])[],
  style: (text: string, column: number) => string = (text) => text,
): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, at) => Math.max(widest[at] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? style(cell, at) : style(cell, at) + ' '.repeat((widths[at] ?? 0) - cell.length),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** A text as lines no wider than a terminal of 80 columns, broken between words. */
export function wrapped(text: string, indent: number, width = 80 - indent): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
