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
