import { percentDecoded } from '#domain/encoding/percent-decoded';
import { decodeEscapes } from '#domain/foreign-formats/text-escapes';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';
import { type Mistake, type MistakeName, mistake, type Row } from './mistake.ts';

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

const wrong = <Change>(name: MistakeName, how: string, change: Change): Row<Change> => ({
  mistake: mistake(name, `the signature were the Base64 of the HMAC as the platform writes it, and not ${how}`),
  change,
});

/** Reverts what changed the text of a signature after it was made. All rows are tried, one after the other. */
const CHANGES: readonly Row<(text: string) => string>[] = [
  // Query strings: the gateway, the framework and the program may encode it.
  wrong('url_encoded_signature', 'URL-encoded (%2B, %2F, %3D)', (text) => [1, 2, 3].reduce(percentDecoded, text)),
  wrong('signature_escaped', 'with escapes (&#61;, \\u003d)', decodeEscapes), // template engines, .NET, Go
  wrong('signature_white_space', 'with white space, quotes, dashes or a backslash', removeStrayCharacters),
  wrong('signature_prefixed', 'after a prefix (sha512=, v1=, Bearer …)', (text) => text.replace(PREFIX, '')),
  wrong('signature_repeated', 'twice', (text) => text.replace(/^(.{20,})[,; ]{0,2}\1$/, '$1')), // a header set twice
  // Forms: PHP $_POST, Express urlencoded.
  wrong('plus_as_space', 'with spaces for "+"', (text) => (text.includes(',') ? text : text.replaceAll(' ', '+'))),
];

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
const PREFIX =
  /^(?:t=\d+,)?(?:(?:(?:x-)?(?:hmac[-_]?)?sha-?\d{1,3}|v\d|signature|sign|hmac|bearer)(?:=|:|\s)\s*)+|^0x(?=[0-9a-f]+$)/i;

const NO_BYTES = Buffer.alloc(0);
/** Decodes a text if it has a form; no bytes if it has not. */
const decodeIf = (form: RegExp, text: string, decode: (text: string) => Buffer): Buffer =>
  form.test(text) ? decode(text) : NO_BYTES;

const BYTE_LIST = /^\[?\s*-?\d{1,3}(?:\s*,\s*-?\d{1,3}){15,63}\s*\]?$/;
const [BASE64, REAL, HEX_DIGITS] = [/^[\w+/-]+={0,3}$/, /^[A-Za-z0-9+/]{86}==$/, /^(?:[0-9a-f]{2})+$/i];

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');
const fromHex = (text: string): Buffer => decodeIf(HEX_DIGITS, text, (hex) => Buffer.from(hex, 'hex'));
const fromList = (text: string): Buffer =>
  decodeIf(BYTE_LIST, text, (list) => Buffer.from(list.match(/-?\d+/g)?.map(Number) ?? []));
/** Decodes a text that was encoded again. */
const decodeText = (text: string): string =>
  (/^[0-9a-f]{100,}$/i.test(text) ? fromHex(text) : fromBase64(text)).toString('latin1').trim();
const fromUtf8 = (text: string): Buffer => Buffer.from(fromBase64(text).toString('utf8'), 'latin1');

const HEX = wrong('hex_instead_of_base64', 'hex', fromHex); // PHP hash_hmac, Python hexdigest()
const RAW_BYTES = wrong('signature_not_base64', 'the bytes themselves', fromList); // Java Arrays.toString, byte arrays

/** How signers write the bytes of the HMAC. The first row counts that returns as many bytes as a hash function. */
const ENCODINGS: readonly Row<(text: string) => Buffer>[] = [
  RAW_BYTES,
  HEX,
  wrong('base64_of_hex', 'of its hex text', (text) => fromHex(decodeText(text))), // PHP base64_encode(hash_hmac(…))
  wrong('signature_encoded_twice', 'encoded again', (text) => decodeIf(REAL, decodeText(text), fromBase64)), // btoa
  // JWT libraries, Python urlsafe_b64encode.
  wrong('base64url', 'Base64 for URLs, or without "==" at its end', (text) => decodeIf(BASE64, text, fromBase64)),
  // Java new String(bytes), Python decode('latin1').
  wrong('signature_encoded_twice', 'of bytes that were converted to UTF-8 text', (text) =>
    decodeIf(BASE64, text, fromUtf8),
  ),
];

/** Reverts the changes of the text, and finds its encoding. */
function decode(text: string) {
  const mistakes: Mistake[] = [];
  let clean = text;
  for (const { mistake, change } of CHANGES) {
    const before = clean;
    clean = change(before);
    if (clean !== before) mistakes.push(mistake);
  }
  for (const { mistake, change } of ENCODINGS) {
    const bytes = change(clean);
    const hashes = HASHES[bytes.length];
    const encoded = bytes.toString('base64') === clean ? [] : [mistake];
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
    return [{ hashes: ['sha512'], fits, mistakes: [RAW_BYTES.mistake] }];
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
    const { mistake } = wrong('signature_letter_case', `in ${text === lower ? 'lower' : 'upper'} case`, undefined);
    return [reading((digest) => digest.toString('base64').toLowerCase() === lower, mistake)]; // LOWER() of databases
  }
  if (text.length < MIN_PART || /[^\w+/=-]/.test(text)) return [];
  const cut = (rest: string): Mistake =>
    mistake('signature_cut_off', `the signature were whole: its ${rest} are right`);
  const first = cut(`first ${text.length} characters`);
  const { mistake: withoutPlus } = wrong('plus_as_space', 'without its "+"', undefined);
  return [
    // VARCHAR(64), fields of forms, a selection without its first characters.
    reading((digest) => digest.toString('base64').startsWith(text), first),
    reading((digest) => digest.toString('base64').endsWith(text), cut(`last ${text.length} characters`)),
    reading((digest) => digest.toString('base64').replaceAll('+', '') === text, withoutPlus), // forms and validators
    reading((digest) => digest.toString('hex').startsWith(lower), first, HEX.mistake),
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
