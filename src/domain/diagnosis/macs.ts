import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { encodeAs } from './charsets.ts';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';

type Data = string | Buffer;

/** Computes the bytes of a signature. */
type Compute = (hash: string, string: Data, key: KeyObject) => Buffer;

/** How the bytes of a signature are computed from a string and a key. */
export interface Mac {
  readonly compute: Compute;
  readonly mistakes: readonly Mistake[];
}

const digest = (name: string, ...parts: readonly Data[]): Buffer =>
  parts.reduce((running, part) => running.update(part), createHash(name)).digest();

const hmac = (name: string, key: KeyObject, ...parts: readonly Data[]): Buffer =>
  parts.reduce((running, part) => running.update(part), createHmac(name, key)).digest();

/** The platform's. */
export const HMAC: Mac = { compute: (hash, string, key) => hmac(hash, key, string), mistakes: [] };

type Row = readonly [name: MistakeName, clause: string, compute: Compute];

const noHmac = (instead: string, compute: Compute): Row => [
  'not_an_hmac',
  `it were an HMAC with the secret as its key, and not ${instead}`,
  compute,
];

const inCharset = (charset: string, encode: (string: string) => Buffer): Row => [
  'wrong_charset',
  `the string were signed as UTF-8, and not as ${charset}`,
  (hash, string, key) => hmac(hash, key, encode(String(string))),
];

/** Between a string and the secret, in the schemes of other platforms: md5(a;b;secret), &key=…, secret:… */
const BETWEEN = ['', ';', ':', '|', ',', '&', '.', '\n', ';secret:', ';secret_key:', ';key:', '&secret=', '&key='];

/** The same with the secret before and after the string, as a hash and inside an HMAC. */
const withSecret = (by: string): Row[] => {
  const mark = JSON.stringify(by);
  return [
    noHmac(`a hash of the string, ${mark} and the secret`, (hash, string, key) =>
      digest(hash, string, by, key.export()),
    ),
    noHmac(`a hash of the secret, ${mark} and the string`, (hash, string, key) =>
      digest(hash, key.export(), by, string),
    ),
    [
      'secret_in_string',
      `the string did not end in ${mark} and the secret`,
      (hash, string, key) => hmac(hash, key, string, by, key.export()),
    ],
    [
      'secret_in_string',
      `the string did not begin with the secret and ${mark}`,
      (hash, string, key) => hmac(hash, key, key.export(), by, string),
    ],
  ];
};

/** PHP hash() and Python hexdigest() return hex; md5-then-HMAC is required by other platforms. */
const hashedTwice = (form: 'hex' | 'base64' | 'raw bytes'): Row[] => {
  const write = (bytes: Buffer): Data => (form === 'raw bytes' ? bytes : bytes.toString(form));
  const again = (clause: string, compute: Compute): Row => ['hashed_twice', `${clause} (as ${form})`, compute];
  return [
    again('the HMAC were not signed again', (hash, string, key) => hmac(hash, key, write(hmac('sha512', key, string)))),
    again('the HMAC were not hashed again', (hash, string, key) => digest(hash, write(hmac('sha512', key, string)))),
    ...['sha512', 'sha256', 'sha1', 'md5'].map((first) =>
      again(`the string itself were signed, and not its ${first} hash`, (hash, string, key) =>
        hmac(hash, key, write(digest(first, string))),
      ),
    ),
  ];
};

const ROWS: readonly Row[] = [
  noHmac('a hash of the string alone', (hash, string) => digest(hash, string)),
  // Swapped arguments: PHP hash_hmac(algo, data, key), Python hmac.new(key, data), Go hmac.New(hash, key).
  noHmac('with the string as its key', (hash, string, key) =>
    hmac(hash, createSecretKey(String(string), 'utf8'), key.export()),
  ),
  ...BETWEEN.flatMap(withSecret),
  noHmac('a hash of the string between two secrets', (hash, string, key) =>
    digest(hash, key.export(), string, key.export()),
  ),
  ...(['hex', 'base64', 'raw bytes'] as const).flatMap(hashedTwice),
  inCharset('UTF-16', (string) => Buffer.from(string, 'utf16le')), // C# Encoding.Unicode
  inCharset('Latin-1', (string) => Buffer.from(string, 'latin1')), // Java ISO_8859_1, Node.js 'binary'
  inCharset('UTF-16 with a byte order mark', (string) => Buffer.from(`\ufeff${string}`, 'utf16le')), // Python 'utf-16'
  inCharset('big-endian UTF-16', (string) => Buffer.from(string, 'utf16le').swap16()), // Java UTF_16BE
  inCharset('windows-1251', (string) => encodeAs('windows-1251', string)), // 1C, Delphi
];

/** What signers compute from the right string and the right secret by mistake, the most likely first. */
export const WRONG_MACS: readonly Mac[] = ROWS.map(([name, clause, compute]) => ({
  compute,
  mistakes: [mistake(name, clause)],
}));
