/**
 * Invisible characters, and those that change how others look: controls (C0, C1), direction marks, zero-width and tag characters,
 * variation selectors, line and paragraph separators, halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Writes every invisible character as `\u200b` or `\u{e0041}`, so that two different texts never look the same. */
export const neutralText = (text: string): string => text.replace(UNSEEN, escapeCharacter);

/** Does the same for text of several lines and keeps the line ends `\n` and `\r\n`. */
export const neutralLines = (text: string): string =>
  text
    .replace(UNSEEN, (character) => (character === '\n' ? character : escapeCharacter(character)))
    .replaceAll('\\u000d\n', '\r\n');

/** Does the same inside a JSON text without changing its value: `\u200b`, `\udb40\udc41`. */
export const neutralJson = (json: string): string =>
  json.replace(UNSEEN, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at))}`).join(''),
  );

/** True of a text with an invisible character other than a line end. */
export const hasUnseen = (text: string): boolean => text.replaceAll('\n', '').search(UNSEEN) >= 0;

/** Replaces each invisible character except line ends, for the strings of a programming language. */
export const replaceUnseen = (text: string, write: (character: string) => string): string =>
  text.replace(UNSEEN, (character) => (character === '\n' ? character : write(character)));

const hex = (code: number): string => code.toString(16).padStart(4, '0');

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${hex(code)}}` : `\\u${hex(code)}`;
}
