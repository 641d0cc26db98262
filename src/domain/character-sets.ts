/** Character sets of one byte that stand in the way of UTF-8 here. */
export type CharacterSet = 'windows-1251' | 'windows-1252';

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
export const readAs = (set: CharacterSet, text: string): string => new TextDecoder(set).decode(Buffer.from(text));

const QUESTION_MARK = 0x3f;

function bytesOf(set: CharacterSet): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(set);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const));
}
