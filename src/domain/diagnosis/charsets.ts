/** Character sets of one byte that programs in Kazakhstan use instead of UTF-8. */
export type CharacterSet = 'latin1' | 'windows-1251' | 'windows-1252';

const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const LATIN_1 = BYTES.map((byte) => String.fromCharCode(byte));
/** Characters 128–159 of windows-1252, which some versions of Node.js decode as Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The character of each byte. */
const CHARACTERS: Readonly<Record<CharacterSet, readonly string[]>> = {
  latin1: LATIN_1,
  'windows-1251': [...new TextDecoder('windows-1251').decode(Uint8Array.from(BYTES))],
  'windows-1252': [...LATIN_1.slice(0, 128), ...WINDOWS_1252, ...LATIN_1.slice(160)],
};

/** Encodes a text; a character that the set does not have becomes "?", as most programs write it. */
export const encodeAs = (set: CharacterSet, text: string): Buffer =>
  Buffer.from([...text].map((character) => CHARACTERS[set].indexOf(character)).map((byte) => (byte < 0 ? 0x3f : byte)));

/** Decodes the UTF-8 bytes of a text with the wrong set: `Привет` → `РџСЂРёРІРµС‚`. */
export const misdecode = (set: CharacterSet, text: string): string =>
  [...Buffer.from(text)].map((byte) => CHARACTERS[set][byte]).join('');

/** Reverts {@link misdecode}. Returns the same text when it was not decoded with this set. */
export function fixMojibake(set: CharacterSet, text: string): string {
  if (!/[\u0080-\uffff]/.test(text) || [...text].some((character) => !CHARACTERS[set].includes(character))) return text;
  const decoded = encodeAs(set, text).toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}
