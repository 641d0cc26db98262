import { hasUnseen, replaceUnseen } from './neutral-text.ts';

/**
 * A text as one word of a shell, in quotes. Characters that are not seen stand as their bytes in octal, in `$'…'`, which bash,
 * zsh, ksh and POSIX of 2024 know; every other text is a word of any POSIX shell.
 */
export function quotedWord(text: string): string {
  if (!hasUnseen(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n');
  return `$'${replaceUnseen(escaped, octalBytes)}'`;
}

const octalBytes = (character: string): string =>
  Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** A text as one word of a POSIX shell: in quotes only where it needs them. */
export const shellWord = (text: string): string => (/^[\w./@%+:,=-]+$/.test(text) ? text : quotedWord(text));
