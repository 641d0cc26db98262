import { percentDecoded } from '#domain/encoding/percent-decoded';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';

/** One way to read the text of a received signature. */
export interface SignatureReading {
  /** Hash functions that may have made it, the most likely first. */
  readonly hashes: readonly string[];
  readonly fits: (digest: Buffer) => boolean;
  readonly mistakes: readonly Mistake[];
}

/** Hash functions by the length of their digest in bytes. Only the first one of 64 bytes is right. */
const HASHES: Readonly<Record<number, readonly string[]>> = {
  ...{ 16: ['md5'], 20: ['sha1'], 28: ['sha224'], 32: ['sha256', 'sha512-256', 'sha3-256'], 48: ['sha384'] },
  ...{ 64: ['sha512', 'sha3-512', 'blake2b512'] },
};

/** Length in characters. A longer text is not examined, a shorter part of a signature proves nothing. */
const [MAX_LENGTH, MIN_PART] = [1000, 8];

const wrong = (name: MistakeName, how: string): Mistake =>
  mistake(name, `the signature were the Base64 of the HMAC as the platform writes it, and not ${how}`);

type Change = readonly [name: MistakeName, how: string, revert: (text: string) => string];

/** What changes the text of a signature after it was made. */
const CHANGES: readonly Change[] = [
  // Query strings: the gateway, the framework and the program may encode it.
  ['url_encoded_signature', 'URL-encoded (%2B, %2F, %3D)', (text) => [1, 2, 3].reduce(percentDecoded, text)],
  ['signature_escaped', 'with escapes (&#61;, \\u003d)', decodeEscapes], // template engines, .NET, Go
  ['signature_white_space', 'with white space, quotes, dashes or a backslash', removeStrayCharacters],
  ['signature_prefixed', 'after a prefix (sha512=, v1=, Bearer …)', removePrefix],
  ['signature_repeated', 'twice', (text) => text.replace(/^(.{20,})[,; ]{0,2}\1$/, '$1')], // a header set twice
  // Forms: PHP $_POST, Express urlencoded.
  ['plus_as_space', 'with spaces for "+"', (text) => (text.includes(',') ? text : text.replaceAll(' ', '+'))],
];

function decodeEscapes(text: string): string {
  return text.replace(/&#x([0-9a-f]+);|\\u([0-9a-f]{4})|&#(\d+);/gi, (_, entity, escaped, decimal) => {
    const code = decimal === undefined ? Number.parseInt(entity ?? escaped, 16) : Number(decimal);
    return code < 0x80 ? String.fromCharCode(code) : '';
  });
}

/** Line breaks of OpenSSL and MIME encoders, b'…' of Python, copied quotes, dashes of BitConverter in C#. */
function removeStrayCharacters(text: string): string {
  const trimmed = text
    .replace(/^(?:[\s"'\\\ufeff\u200b]|b(?=["']))+|(?:[\s"'\ufeff\u200b]|\\[rn])+$/g, '')
    .replace(/\\|[\r\n\t]+/g, '');
  if (/^[0-9a-f]{2}(?:[-: ][0-9a-f]{2})+$/i.test(trimmed)) return trimmed.replace(/[-: ]/g, '');
  const closed = trimmed.replaceAll(' ', '');
  return closed.length === SIGNATURE_LENGTH ? closed : trimmed;
}

/** Webhooks of GitHub and Stripe, the Authorization header, hex() of Python. */
function removePrefix(text: string): string {
  const prefix = /^(?:t=\d+,)?(?:(?:(?:x-)?(?:hmac[-_]?)?sha-?\d{1,3}|v\d|signature|sign|hmac|bearer)(?:=|:|\s)\s*)+/i;
  return text.replace(prefix, '').replace(/^0x(?=[0-9a-f]+$)/i, '');
}

const HEX = wrong('hex_instead_of_base64', 'hex');
const RAW_BYTES = wrong('signature_not_base64', 'the bytes themselves');
const BASE64_OF_HEX = wrong('base64_of_hex', 'of its hex text');
const TWICE = wrong('signature_encoded_twice', 'encoded again');
const BYTES_AS_TEXT = wrong('signature_encoded_twice', 'of bytes that were converted to UTF-8 text');
const BASE64_URL = wrong('base64url', 'Base64 for URLs, or without "==" at its end');

const BYTE_LIST = /^\[?\s*-?\d{1,3}(?:\s*,\s*-?\d{1,3}){15,63}\s*\]?$/;
const [BASE64, REAL, HEX_DIGITS] = [/^[\w+/-]+={0,3}$/, /^[A-Za-z0-9+/]{86}==$/, /^(?:[0-9a-f]{2})+$/i];

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');
/** Decodes a text that was encoded again. */
const decodeText = (text: string): string =>
  Buffer.from(text, /^[0-9a-f]{100,}$/i.test(text) ? 'hex' : 'base64')
    .toString('latin1')
    .trim();

const NO_BYTES = Buffer.alloc(0);
/** Decodes a text if it has a form; no bytes if it has not. */
const decodeIf = (form: RegExp, text: string, decode: (text: string) => Buffer): Buffer =>
  form.test(text) ? decode(text) : NO_BYTES;
const fromHex = (text: string): Buffer => decodeIf(HEX_DIGITS, text, (hex) => Buffer.from(hex, 'hex'));
const fromList = (text: string): Buffer =>
  decodeIf(BYTE_LIST, text, (list) =>
    Buffer.from(
      list
        .replace(/[[\]\s]/g, '')
        .split(',')
        .map(Number),
    ),
  );
const fromUtf8 = (text: string): Buffer => Buffer.from(fromBase64(text).toString('utf8'), 'latin1');

/** How signers write the bytes of the HMAC. The first row counts that returns as many bytes as a hash function. */
const ENCODINGS: readonly (readonly [mistakes: readonly Mistake[], read: (text: string) => Buffer])[] = [
  [[RAW_BYTES], fromList], // Java Arrays.toString, where bytes have a sign; JSON of a byte array
  [[HEX], fromHex], // PHP hash_hmac, Python hexdigest()
  [[BASE64_OF_HEX], (text) => fromHex(decodeText(text))], // PHP base64_encode(hash_hmac(…))
  [[TWICE], (text) => decodeIf(REAL, decodeText(text), fromBase64)], // btoa of Base64
  [[], (text) => (fromBase64(text).toString('base64') === text ? fromBase64(text) : NO_BYTES)],
  [[BASE64_URL], (text) => decodeIf(BASE64, text, fromBase64)], // JWT libraries, Python urlsafe_b64encode
  [[BYTES_AS_TEXT], (text) => decodeIf(BASE64, text, fromUtf8)], // Java new String(bytes), Python decode('latin1')
];

/** Reverts the changes of the text, and finds its encoding. */
function decode(text: string) {
  const mistakes: Mistake[] = [];
  let clean = text;
  for (const [name, how, revert] of CHANGES) {
    const before = clean;
    clean = revert(before);
    if (clean !== before) mistakes.push(wrong(name, how));
  }
  for (const [encoded, read] of ENCODINGS) {
    const bytes = read(clean);
    const hashes = HASHES[bytes.length];
    if (hashes !== undefined) return { clean, mistakes, encoded, bytes, hashes };
  }
  return { clean, mistakes, encoded: [], bytes: undefined, hashes: [] };
}

/** Lists all ways to read the text of a signature; none for a placeholder. */
export function readSignature(text: string): SignatureReading[] {
  if (text.length > MAX_LENGTH) return [];
  const { clean, mistakes, encoded, bytes, hashes } = decode(text);
  if (/[^\x00-\x7f]/.test(clean)) {
    // JavaScript digest('binary'), and bytes that were decoded as UTF-8.
    const fits = (digest: Buffer): boolean => digest.toString('latin1') === text || digest.toString('utf8') === text;
    return [{ hashes: ['sha512'], fits, mistakes: [RAW_BYTES] }];
  }
  const whole = bytes && { hashes, fits: (digest: Buffer) => digest.equals(bytes), mistakes: encoded };
  const readings = [...(whole === undefined ? [] : [whole]), ...readParts(clean, bytes ?? Buffer.alloc(64))];
  return readings.map((reading) => ({ ...reading, mistakes: [...mistakes, ...reading.mistakes] }));
}

/** Lists readings of a signature that lost characters, upper case or lower case. */
function readParts(text: string, bytes: Buffer): SignatureReading[] {
  const reading = (fits: SignatureReading['fits'], ...mistakes: Mistake[]) => ({ hashes: ['sha512'], fits, mistakes });
  const [lower, upper] = [text.toLowerCase(), text.toUpperCase()];
  if (text.length === SIGNATURE_LENGTH) {
    if (text !== lower && text !== upper) return [];
    // LOWER() and UPPER() of databases.
    const cased = wrong('signature_letter_case', `in ${text === lower ? 'lower' : 'upper'} case`);
    return [reading((digest) => digest.toString('base64').toLowerCase() === lower, cased)];
  }
  if (text.length < MIN_PART || /[^\w+/=-]/.test(text)) return [];
  const cut = (rest: string): Mistake =>
    mistake('signature_cut_off', `the signature were whole: its ${rest} are right`);
  const withoutPlus = wrong('plus_as_space', 'without its "+"');
  return [
    // VARCHAR(64), fields of forms, a selection without its first characters.
    reading((digest) => digest.toString('base64').startsWith(text), cut(`first ${text.length} characters`)),
    reading((digest) => digest.toString('base64').endsWith(text), cut(`last ${text.length} characters`)),
    reading((digest) => digest.toString('base64').replaceAll('+', '') === text, withoutPlus), // forms and validators
    reading((digest) => digest.toString('hex').startsWith(lower), cut(`first ${text.length} characters`), HEX),
    reading((digest) => digest.subarray(0, bytes.length).equals(bytes), cut(`first ${bytes.length} bytes`)),
  ];
}

/** Lists what the text of a signature shows before anything is tried: its hash function and its encoding. */
export function listSignatureHints(text: string): readonly Mistake[] {
  if (text.length > MAX_LENGTH) return [];
  const { mistakes, encoded, hashes } = decode(text);
  return [...mistakes, ...encoded, ...listWrongHash(hashes[0])];
}

/** Lists the mistake of a hash function; none for the right one. */
export function listWrongHash(hash = 'sha512'): readonly Mistake[] {
  const name = hash.toUpperCase().replace(/^SHA(?=\d)/, 'SHA-');
  return hash === 'sha512' ? [] : [mistake('wrong_hash', `the hash were SHA-512 instead of ${name}`)];
}
