/** Character sets of one byte that stand in the way of UTF-8 here. */
export type CharacterSet = 'latin1' | 'windows-1251' | 'windows-1252';

/** A text in a set of one byte: what the set has not becomes "?", as most programs write it. */
export function encodeAs(set: CharacterSet, text: string): Buffer {
  const bytes = bytesOf(set);
  return Buffer.from([...text].map((character) => bytes.get(character) ?? QUESTION_MARK));
}

/** A text whose UTF-8 was read in a set of one byte: `РџСЂРёРІРµС‚` was `Привет`. The same text when it was not. */
export function readAgain(set: CharacterSet, text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text;
  const bytes = bytesOf(set);
  if ([...text].some((character) => !bytes.has(character))) return text;
  const decoded = encodeAs(set, text).toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

/** A text as it looks where its UTF-8 is read in a set of one byte. */
export const readAs = (set: CharacterSet, text: string): string => {
  const characters = charactersOf(set);
  return [...Buffer.from(text)].map((byte) => characters[byte]).join('');
};

const QUESTION_MARK = 0x3f;

/** Where windows-1252 differs from Latin-1. Not every Node.js that is supported knows that it does. */
const FROM_128 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** The character of each byte. */
function charactersOf(set: CharacterSet): readonly string[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  if (set === 'windows-1251') return [...new TextDecoder(set).decode(Uint8Array.from(bytes))];
  const latin1 = bytes.map((byte) => String.fromCharCode(byte));
  return set === 'latin1' ? latin1 : [...latin1.slice(0, 128), ...FROM_128, ...latin1.slice(160)];
}

const bytesOf = (set: CharacterSet): ReadonlyMap<string, number> =>
  new Map(charactersOf(set).map((character, byte) => [character, byte] as const));
