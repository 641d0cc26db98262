/** Character sets of one byte that stand in the way of UTF-8 here. */
export type CharacterSet = 'latin1' | 'windows-1251' | 'windows-1252';

/** A text in a set of one byte: what the set has not becomes "?", as most programs write it. */
export function encodeAs(set: CharacterSet, text: string): Buffer {
  const bytes = BYTE_OF[set];
  return Buffer.from([...text].map((character) => bytes.get(character) ?? QUESTION_MARK));
}

/** A text whose UTF-8 was read in a set of one byte: `РџСЂРёРІРµС‚` was `Привет`. The same text when it was not. */
export function fixMojibake(set: CharacterSet, text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text;
  const bytes = BYTE_OF[set];
  if ([...text].some((character) => !bytes.has(character))) return text;
  const decoded = encodeAs(set, text).toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

/** A text as it looks where its UTF-8 is read in a set of one byte. */
export const misdecode = (set: CharacterSet, text: string): string => {
  const characters = CHARACTERS[set];
  return [...Buffer.from(text)].map((byte) => characters[byte]).join('');
};

const QUESTION_MARK = 0x3f;

/** Where windows-1252 differs from Latin-1. Not every Node.js that is supported knows that it does. */
const FROM_128 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const LATIN_1 = BYTES.map((byte) => String.fromCharCode(byte));

/** The character of each byte. */
const CHARACTERS: Readonly<Record<CharacterSet, readonly string[]>> = {
  latin1: LATIN_1,
  'windows-1251': [...new TextDecoder('windows-1251').decode(Uint8Array.from(BYTES))],
  'windows-1252': [...LATIN_1.slice(0, 128), ...FROM_128, ...LATIN_1.slice(160)],
};

const byCharacter = (set: CharacterSet): ReadonlyMap<string, number> =>
  new Map(CHARACTERS[set].map((character, byte) => [character, byte] as const));

const BYTE_OF: Readonly<Record<CharacterSet, ReadonlyMap<string, number>>> = {
  latin1: byCharacter('latin1'),
  'windows-1251': byCharacter('windows-1251'),
  'windows-1252': byCharacter('windows-1252'),
};
