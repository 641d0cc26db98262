import { SIGNATURE_LENGTH } from './signature.ts';
import type { Mistake } from './signing-mistake.ts';

/** What a received signature may stand for: what hash made it, and what happened to its text on the way. */
export interface Reading {
  readonly hashes: readonly string[];
  /** True of the bytes that were meant. */
  readonly fits: (digest: Buffer) => boolean;
  readonly mistakes: readonly Mistake[];
}

/** Hashes by the length of what they make, the likeliest first; only the first of 64 bytes is right. */
const HASHES: Readonly<Record<number, readonly string[]>> = {
  16: ['md5'],
  20: ['sha1'],
  28: ['sha224'],
  32: ['sha256', 'sha512-256', 'sha3-256'],
  48: ['sha384'],
  64: ['sha512', 'sha3-512', 'blake2b512'],
};

/** All that the text of a signature can be read as; none for a placeholder. */
export function readSignature(text: string): Reading[] {
  const { clean, mistakes } = cleaned(text);
  const decoded = decode(clean);
  const part = partlyRead(clean, mistakes);
  if (decoded === undefined) return part;
  const hashes = HASHES[decoded.bytes.length] ?? [];
  const found = [...mistakes, ...decoded.mistakes];
  const exact: Reading = { hashes, fits: (digest) => digest.equals(decoded.bytes), mistakes: found };
  const letters: Reading = {
    hashes: ['sha512'],
    fits: (digest) => digest.toString('base64').toLowerCase() === clean.toLowerCase(),
    mistakes: [...mistakes, LETTER_CASE],
  };
  return clean.length === SIGNATURE_LENGTH ? [exact, letters] : [exact, ...part];
}

/** Shorter than a signature, and perhaps the beginning of one. */
function partlyRead(text: string, mistakes: readonly Mistake[]): Reading[] {
  if (text.length < SHORTEST_PART || text.length >= SIGNATURE_LENGTH || /[^\w+/-]/.test(text)) return [];
  const fits = (digest: Buffer): boolean => digest.toString('base64').startsWith(text);
  return [{ hashes: ['sha512'], fits, mistakes: [...mistakes, cutOff(text.length)] }];
}

const SHORTEST_PART = 8;

/** What a text of this form tells before anything is tried: the hash and the spelling. */
export function suspicionsOf(text: string): Mistake[] {
  const { clean, mistakes } = cleaned(text);
  const decoded = decode(clean);
  if (decoded === undefined) return mistakes;
  const [hash = 'sha512'] = HASHES[decoded.bytes.length] ?? [];
  return [...mistakes, ...decoded.mistakes, ...(hash === 'sha512' ? [] : [wrongHash(hash)])];
}

function cleaned(text: string): { readonly clean: string; readonly mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  let clean = text;
  for (const { mistake, mend } of MENDINGS) {
    const mended = mend(clean);
    if (mended === clean) continue;
    clean = mended;
    mistakes.push(mistake);
  }
  return { clean, mistakes };
}

const MENDINGS: readonly { readonly mistake: Mistake; readonly mend: (text: string) => string }[] = [
  {
    mistake: {
      name: 'url_encoded_signature',
      if: 'the signature were not URL-encoded (%2B, %2F, %3D)',
      advice: 'Decode it before you compare; in JSON a signature stands as it is.',
    },
    mend: (text) => percentDecoded(percentDecoded(text)),
  },
  {
    mistake: {
      name: 'signature_white_space',
      if: 'there were nothing around the signature (white space, quotes, a backslash)',
      advice: 'Take the signature from the parsed JSON, and compare it as it is.',
    },
    mend: (text) => text.replace(/^[\s"'\\]+|[\s"']+$|\\/g, '').replace(/[\r\n]+/g, ''),
  },
  {
    mistake: {
      name: 'plus_as_space',
      if: 'the spaces in the signature were "+" again',
      advice: 'Something decoded the body as a form: read it as JSON, or encode "+" as %2B where it stands in a form.',
    },
    mend: (text) => text.replaceAll(' ', '+'),
  },
];

function percentDecoded(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Decoded {
  readonly bytes: Buffer;
  readonly mistakes: readonly Mistake[];
}

/** The bytes that a signature is the text of; undefined when they are no hash. */
function decode(text: string): Decoded | undefined {
  if (isHex(text)) return { bytes: Buffer.from(text, 'hex'), mistakes: [HEX] };
  if (!/^[\w+/-]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const inner = bytes.toString('latin1').trim();
  if (isHex(inner)) return { bytes: Buffer.from(inner, 'hex'), mistakes: [BASE64_OF_HEX] };
  if (!(bytes.length in HASHES)) return undefined;
  return { bytes, mistakes: bytes.toString('base64') === text ? [] : [BASE64URL] };
}

const isHex = (text: string): boolean =>
  /^[0-9a-f]+$/i.test(text) && text.length % 2 === 0 && text.length / 2 in HASHES;

const HEX: Mistake = {
  name: 'hex_instead_of_base64',
  if: 'the signature were Base64 instead of hex',
  advice: 'Encode the raw bytes of the HMAC as Base64: 88 characters that end in "==".',
};

const BASE64_OF_HEX: Mistake = {
  name: 'base64_of_hex',
  if: 'the bytes of the HMAC were encoded, and not its hex text',
  advice: 'Ask for raw bytes before you encode: in PHP hash_hmac(…, true).',
};

const BASE64URL: Mistake = {
  name: 'base64url',
  if: 'the signature were standard Base64: with "+", "/" and the "==" at its end',
  advice: 'Use the standard alphabet with padding, not the one for URLs.',
};

const LETTER_CASE: Mistake = {
  name: 'signature_letter_case',
  if: 'capital and small letters of the signature were as they were made',
  advice: 'Something changed the case of its letters, for example a database column: keep it as it came.',
};

const cutOff = (length: number): Mistake => ({
  name: 'signature_cut_off',
  if: `the signature went on after its first ${length} characters, which are right`,
  advice: 'Something cut it off, for example a column that is too short: 88 characters must fit.',
});

export const wrongHash = (hash: string): Mistake => ({
  name: 'wrong_hash',
  if: `the hash were SHA-512 instead of ${hash.toUpperCase().replace(/^SHA(?=\d)/, 'SHA-')}`,
  advice: 'The platform signs by HMAC-SHA-512.',
});
