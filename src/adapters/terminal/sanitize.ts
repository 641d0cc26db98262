import { neutralText } from '#domain/encoding/neutral-text';

/**
 * Text from outside (the Gate, callbacks, files), safe to show: control characters could move the cursor, hide text or run a
 * terminal's commands, direction marks could make an amount read backwards, and characters without width could make two ids
 * look the same. Each is shown as its escape, `\u200b`; line ends and tabs become a space.
 */
export const sanitizeText = (text: string): string => neutralText(text.replace(/[\t\r\n\u2028\u2029]+/g, ' '));

/** The same for every string in a document. Objects of a class are left as they are. */
export function plainDocument<T>(value: T): T {
  if (typeof value === 'string') return sanitizeText(value) as T;
  if (Array.isArray(value)) return value.map(plainDocument) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [sanitizeText(key), plainDocument(item)])) as T;
}

/** A space between words. A command behind a colon is one word up to the end of its sentence: it is there to be pasted. */
const BETWEEN_WORDS = /(?<!: rocketpay(?:(?![.;,?] ).)*) /;

/** Breaks text between words so that no line is wider than `width`; a word that is wider stays whole. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines = [''];
  for (const piece of text.split(BETWEEN_WORDS)) {
    const line = lines.at(-1) ?? '';
    const room = width - (lines.length === 1 ? 0 : indent.length);
    if (line !== '' && line.length + 1 + piece.length > room) lines.push(piece);
    else lines[lines.length - 1] = line === '' ? piece : `${line} ${piece}`;
  }
  return lines.join(`\n${indent}`);
}

/** A styled line as lines that a narrow terminal need not break inside of words; a command is to be pasted whole. */
export function wrapStyled(line: string, columns: number): string[] {
  if (widthOf(line) <= columns || /^ *rocketpay /.test(line)) return [line];
  const lines = [''];
  for (const word of line.split(BETWEEN_WORDS)) {
    const last = lines.at(-1) ?? '';
    if (widthOf(last) + 1 + widthOf(word) <= columns) lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.filter((part) => part.trim() !== '');
}

/** Columns that a line takes: what styles it takes none. */
const widthOf = (line: string): number => [...line.replace(/\u001b\[[\d;]*m/g, '')].length;
