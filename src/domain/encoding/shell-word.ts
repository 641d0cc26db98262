import { replaceUnseen } from './invisible-characters.ts';

/** Quotes a text as one word of a POSIX shell. Invisible characters are replaced by `printf` commands. */
export function quotedWord(text: string): string {
  const quoted = text.replaceAll("'", `'\\''`);
  return `'${replaceUnseen(quoted, (character) => `'"$(printf '${octalBytes(character)}')"'`)}'`;
}

const octalBytes = (character: string): string =>
  Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** Formats a text as one word of a POSIX shell, quoted only where necessary. zsh replaces a word that begins with `=`. */
export const shellWord = (text: string): string => (/^(?!=)[\w./@%+:,=-]+$/.test(text) ? text : quotedWord(text));

/** Formats the name of a file as one word of a command line that no command reads as an option. */
export const fileWord = (file: string): string => shellWord(file.startsWith('-') ? `./${file}` : file);
