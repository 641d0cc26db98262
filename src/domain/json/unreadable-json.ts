import { MAX_JSON_DEPTH } from './exact-json.ts';

/** An escaped surrogate, or a number that may be too large. */
const ODD_VALUE = /\\u[dD][89a-fA-F]|\d[eE]\+?\d{3,}\s*[,\]}]|(?<!\d)\d{300}/;

/** `[` and `{` differ in one bit. */
const [CASE_BIT, CURLY] = [0x20, 0x7b];

/**
 * True of a text that `JSON.parse` reads and `parseJson` may refuse, in values too that a second value of the same key
 * replaces. It costs a fraction of reading the text.
 */
export function mayBeUnreadable(text: string): boolean {
  let opened = 0;
  for (let at = 0; at < text.length; at += 1) {
    if ((text.charCodeAt(at) | CASE_BIT) === CURLY) opened += 1;
  }
  return opened > MAX_JSON_DEPTH || ODD_VALUE.test(text);
}
