/** A space between words. A command after a colon is one word up to the end of its sentence: users paste it. */
const BETWEEN_WORDS = /(?<!: rocketpay(?:(?![.;,?] ).)*) /;

/** Breaks a text between words at `width` columns. A wider word is not broken. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines = [''];
  for (const piece of text.split(BETWEEN_WORDS)) {
    const line = lines.at(-1) ?? '';
    const limit = width - (lines.length === 1 ? 0 : indent.length);
    if (line !== '' && line.length + 1 + piece.length > limit) lines.push(piece);
    else lines[lines.length - 1] = line === '' ? piece : `${line} ${piece}`;
  }
  return lines.join(`\n${indent}`);
}

/** Breaks a styled line between words for a narrow terminal. A command is not broken: users paste it. */
export function wrapStyled(line: string, columns: number): string[] {
  if (countColumns(line) <= columns || /^ *rocketpay /.test(line)) return [line];
  const lines = [''];
  for (const word of line.split(BETWEEN_WORDS)) {
    const last = lines.at(-1) ?? '';
    if (countColumns(last) + 1 + countColumns(word) <= columns)
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.filter((part) => part.trim() !== '');
}

/** Counts the columns of a text, at most: escape codes take none, and a character outside of nearby alphabets can take two. */
export const countColumns = (text: string): number =>
  [...text.replace(/\u001b\[[\d;]*m/g, '')].reduce((width, character) => width + (character < '\u1100' ? 1 : 2), 0);
