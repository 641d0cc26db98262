import type { Mistake } from '#domain/diagnosis/model/mistake';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';
import { normalizeSignature } from './normalize-signature.ts';

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

/** Longer than a signature in whatever form, and no work is done for it. */
const LONGEST = 1000;

/** All that the text of a signature can be read as; none for a placeholder. */
export function interpretSignature(text: string): Reading[] {
  if (text.length > LONGEST) return [];
  const { clean, mistakes } = normalizeSignature(text);
  if (/[^\x00-\x7f]/.test(clean)) return [{ hashes: ['sha512'], fits: isBytes(text), mistakes: [NOT_BASE64] }];
  const decoded = decode(clean);
  const parts = partlyRead(clean, decoded).map((part) => ({ ...part, mistakes: [...mistakes, ...part.mistakes] }));
  if (decoded === undefined) return parts;
  const hashes = HASHES[decoded.bytes.length] ?? [];
  const exact = (digest: Buffer): boolean => digest.equals(decoded.bytes);
  return [{ hashes, fits: exact, mistakes: [...mistakes, ...decoded.mistakes] }, ...parts];
}

/** True of the bytes that a text holds as its characters, or as far as they are UTF-8. */
const isBytes = (text: string) => (digest: Buffer) =>
  digest.toString('latin1') === text || digest.toString('utf8') === text;

/** Bytes that were written as a list of numbers: `[12,255]`, and `-1` where bytes have a sign. */
function listedBytes(text: string): Buffer | undefined {
  if (!/^\[?\s*-?\d{1,3}(?:\s*,\s*-?\d{1,3}){15,63}\s*\]?$/.test(text)) return undefined;
  return Buffer.from(
    text
      .replace(/[[\]\s]/g, '')
      .split(',')
      .map(Number),
  );
}

/** A text from which something was lost on the way: letters, or a part of it. */
function partlyRead(text: string, decoded: Decoded | undefined): Reading[] {
  const reading = (fits: Reading['fits'], mistake: Mistake): Reading => ({
    hashes: ['sha512'],
    fits,
    mistakes: [mistake],
  });
  if (text.length === SIGNATURE_LENGTH) {
    const [small, capital] = [text.toLowerCase(), text.toUpperCase()];
    if (text !== small && text !== capital) return [];
    return [reading((digest) => digest.toString('base64').toLowerCase() === small, LETTER_CASE)];
  }
  if (text.length < SHORTEST_PART || /[^\w+/=-]/.test(text)) return [];
  const readings: Reading[] = [];
  if (text.length < SIGNATURE_LENGTH) {
    readings.push(
      reading((digest) => digest.toString('base64').startsWith(text), cutOff(`its first ${text.length} characters`)),
      reading((digest) => digest.toString('base64').endsWith(text), cutOff(`its last ${text.length} characters`)),
      reading((digest) => digest.toString('base64').replaceAll('+', '') === text, PLUS_LOST),
    );
  }
  if (/^[0-9a-f]{16,127}$/i.test(text)) {
    const hex = text.toLowerCase();
    readings.push({
      ...reading((digest) => digest.toString('hex').startsWith(hex), HEX),
      mistakes: [cutOff(`its first ${text.length} characters`), HEX],
    });
  }
  const bytes = decoded?.bytes;
  if (bytes !== undefined && bytes.length < 64) {
    readings.push(
      reading((digest) => digest.subarray(0, bytes.length).equals(bytes), cutOff(`its first ${bytes.length} bytes`)),
    );
  }
  return readings;
}

const SHORTEST_PART = 8;

/** What a text of this form tells before anything is tried: the hash and the spelling. */
export function signatureHints(text: string): readonly Mistake[] {
  if (text.length > LONGEST) return [];
  const { clean, mistakes } = normalizeSignature(text);
  const decoded = decode(clean);
  if (decoded === undefined) return mistakes;
  const [hash = 'sha512'] = HASHES[decoded.bytes.length] ?? [];
  return [...mistakes, ...decoded.mistakes, ...(hash === 'sha512' ? [] : [wrongHash(hash)])];
}

interface Decoded {
  readonly bytes: Buffer;
  readonly mistakes: readonly Mistake[];
}

/** The bytes that a signature is the text of; undefined when they are no hash. */
function decode(text: string): Decoded | undefined {
  const listed = listedBytes(text);
  if (listed !== undefined) return { bytes: listed, mistakes: [NOT_BASE64] };
  if (isHex(text)) return { bytes: Buffer.from(text, 'hex'), mistakes: [HEX] };
  const inner = innerText(text);
  if (isHex(inner)) return { bytes: Buffer.from(inner, 'hex'), mistakes: [BASE64_OF_HEX] };
  if (REAL.test(inner)) return { bytes: Buffer.from(inner, 'base64'), mistakes: [ENCODED_TWICE] };
  if (!/^[\w+/-]+={0,3}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const unmangled = Buffer.from(bytes.toString('utf8'), 'latin1');
  if (unmangled.length in HASHES && !(bytes.length in HASHES)) return { bytes: unmangled, mistakes: [BYTES_AS_TEXT] };
  if (!(bytes.length in HASHES)) return undefined;
  return { bytes, mistakes: bytes.toString('base64') === text ? [] : [BASE64URL] };
}

const REAL = /^[A-Za-z0-9+/]{86}==$/;

/** What was encoded again: Base64 or hex of a text. */
const innerText = (text: string): string =>
  Buffer.from(text, /^[0-9a-f]{100,}$/i.test(text) ? 'hex' : 'base64')
    .toString('latin1')
    .trim();

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

const ENCODED_TWICE: Mistake = {
  name: 'signature_encoded_twice',
  if: 'the Base64 of the signature had not been encoded again',
  advice: 'Encode the raw bytes once; some functions give Base64 already.',
};

const NOT_BASE64: Mistake = {
  name: 'signature_not_base64',
  if: 'the signature were the Base64 of the bytes of the HMAC, and not the bytes themselves',
  advice: 'Encode the raw bytes as Base64: 88 characters that end in "==".',
};

const BYTES_AS_TEXT: Mistake = {
  name: 'signature_encoded_twice',
  if: 'the bytes of the HMAC had not been made into a text (UTF-8) before they were encoded as Base64',
  advice: 'Encode the bytes themselves; a text changes all that are above 127.',
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

const PLUS_LOST: Mistake = {
  name: 'plus_as_space',
  if: 'every "+" of the signature were still there',
  advice: 'Something decoded it as a form and dropped the spaces that came of it: read the body as JSON.',
};

const cutOff = (rest: string): Mistake => ({
  name: 'signature_cut_off',
  if: `the signature were whole: ${rest} are there, and they are right`,
  advice: 'Something cut it off, for example a column that is too short: 88 characters must fit.',
});

export const wrongHash = (hash: string): Mistake => ({
  name: 'wrong_hash',
  if: `the hash were SHA-512 instead of ${hash.toUpperCase().replace(/^SHA(?=\d)/, 'SHA-')}`,
  advice: 'The platform signs by HMAC-SHA-512.',
});
