/**
 * Characters that are not seen, or that change how others are seen: controls (C0, C1), direction marks, zero-width and tag
 * characters, variation selectors, line and paragraph separators, halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text with every unseen character as `\u200b` or `\u{e0041}`, so that two texts that differ never look the same. */
export const neutralText = (text: string): string => text.replace(UNSEEN, escapeOf);

/** The same for text of several lines, whose line ends stay: `\n` or `\r\n`. */
export const neutralLines = (text: string): string =>
  text
    .replace(UNSEEN, (character) => (character === '\n' ? character : escapeOf(character)))
    .replaceAll('\\u000d\n', '\r\n');

/** The same inside of a JSON text, whose value does not change: `\u200b`, `\udb40\udc41`. */
export const neutralJson = (json: string): string =>
  json.replace(UNSEEN, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at))}`).join(''),
  );

/** True when a text holds an unseen character other than a line end. */
export const hasUnseen = (text: string): boolean => text.replaceAll('\n', '').search(UNSEEN) >= 0;

/** Writes each unseen character of a text, but line ends, in another way: for the strings of a programming language. */
export const replaceUnseen = (text: string, write: (character: string) => string): string =>
  text.replace(UNSEEN, (character) => (character === '\n' ? character : write(character)));

const hex = (code: number): string => code.toString(16).padStart(4, '0');

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${hex(code)}}` : `\\u${hex(code)}`;
}
