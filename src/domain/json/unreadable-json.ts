import { MAX_JSON_DEPTH } from './json-reader.ts';

/** Matches an escaped surrogate, or a number that may be too large. */
const ODD_VALUE = /\\u[dD][89a-fA-F]|\d[eE]\+?\d{3,}\s*[,\]}]|(?<!\d)\d{300}/;

/** The only bit in which `[` and `{` differ. */
const [CASE_BIT, CURLY] = [0x20, 0x7b];

/**
 * Returns true for a text that `JSON.parse` accepts and `parseJson` may refuse, also because of a value that a repeated
 * key replaces. The check costs a fraction of the time to parse the text.
 */
export function mayBeUnreadable(text: string): boolean {
  let opened = 0;
  for (let at = 0; at < text.length; at += 1) {
    if ((text.charCodeAt(at) | CASE_BIT) === CURLY) opened += 1;
  }
  return opened > MAX_JSON_DEPTH || ODD_VALUE.test(text);
}
