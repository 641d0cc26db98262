/** A character set of one byte, from the character of each byte. */
function charset(characters: readonly string[]) {
  const bytes = new Map(characters.map((character, byte) => [character, byte]));
  /** Writes "?" for a character that the set does not have, as most programs do. */
  const encode = (text: string): Buffer =>
    isAscii(text) ? Buffer.from(text) : Buffer.from(Array.from(text, (character) => bytes.get(character) ?? 0x3f));
  return {
    encode,
    /** Decodes the UTF-8 bytes of a text with this set: `Привет` → `РџСЂРёРІРµС‚`. */
    misread: (text: string): string =>
      isAscii(text) ? text : Array.from(Buffer.from(text), (byte) => characters[byte]).join(''),
    /** Reverts `misread`. Returns the same text when it was not decoded with this set. */
    fix: (text: string): string => {
      if (isAscii(text) || [...text].some((character) => !bytes.has(character))) return text;
      const decoded = encode(text).toString('utf8');
      return decoded.includes('\ufffd') ? text : decoded;
    },
  };
}

const isAscii = (text: string): boolean => !/[^\x00-\x7f]/.test(text);
const LATIN_1 = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
/** Characters 128–159 of windows-1252, which some versions of Node.js decode as Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Character sets that programs in Kazakhstan use instead of UTF-8. */
export const CHARSETS = {
  latin1: charset(LATIN_1), // PHP utf8_encode, servlets
  'windows-1252': charset([...LATIN_1.slice(0, 128), ...WINDOWS_1252, ...LATIN_1.slice(160)]), // MySQL, C# Default
  'windows-1251': charset([...new TextDecoder('windows-1251').decode(Uint8Array.from(LATIN_1.keys()))]), // 1C, Delphi
};
