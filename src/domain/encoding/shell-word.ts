import { replaceUnseen } from './neutral-text.ts';

/** A text as one word of a POSIX shell, in quotes. Characters that are not seen are printed in their place by the shell. */
export function quotedWord(text: string): string {
  const quoted = text.replaceAll("'", `'\\''`);
  return `'${replaceUnseen(quoted, (character) => `'"$(printf '${octalBytes(character)}')"'`)}'`;
}

const octalBytes = (character: string): string =>
  Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** A text as one word of a POSIX shell: in quotes only where it needs them. zsh replaces a word that begins with `=`. */
export const shellWord = (text: string): string => (/^(?!=)[\w./@%+:,=-]+$/.test(text) ? text : quotedWord(text));

/** The name of a file as one word of a command line, which no command reads as an option. */
export const fileWord = (file: string): string => shellWord(file.startsWith('-') ? `./${file}` : file);
