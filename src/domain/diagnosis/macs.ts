import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { encodeAs } from './charsets.ts';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';

type Data = string | Buffer;

/** Computes the bytes of a signature from the name of a hash function, a string and a key. */
type Compute = (hash: string, string: Data, key: KeyObject) => Buffer;

/** How the bytes of a signature are computed. */
export interface Mac {
  readonly compute: Compute;
  readonly mistakes: readonly Mistake[];
}

const digest = (hash: string, ...parts: readonly Data[]): Buffer =>
  parts.reduce((running, part) => running.update(part), createHash(hash)).digest();

const hmac = (hash: string, key: KeyObject, ...parts: readonly Data[]): Buffer =>
  parts.reduce((running, part) => running.update(part), createHmac(hash, key)).digest();

/** The platform's. */
export const HMAC: Mac = { compute: (hash, string, key) => hmac(hash, key, string), mistakes: [] };

type Row = readonly [how: string, compute: Compute];

const quote = JSON.stringify;

/** Between a string and the secret, in the schemes of other platforms: md5(a;b;secret), &key=…, secret:… */
const BETWEEN = ['', ';', ':', '|', ',', '&', '.', '\n', ';secret:', ';secret_key:', ';key:', '&secret=', '&key='];

const NO_HMAC: readonly Row[] = [
  ['a hash of the string alone', (hash, string) => digest(hash, string)],
  // PHP hash_hmac(algorithm, data, key), Python hmac.new(key, data), Go hmac.New(hash, key).
  ['with both swapped', (hash, string, key) => hmac(hash, createSecretKey(String(string), 'utf8'), key.export())],
  ...BETWEEN.flatMap((by): Row[] => [
    [`a hash of the string, ${quote(by)}, the secret`, (hash, string, key) => digest(hash, string, by, key.export())],
    [`a hash of the secret, ${quote(by)}, the string`, (hash, string, key) => digest(hash, key.export(), by, string)],
  ]),
  ['a hash between two secrets', (hash, string, key) => digest(hash, key.export(), string, key.export())],
];

const SECRET_INSIDE: readonly Row[] = BETWEEN.flatMap((by): Row[] => [
  [`end in ${quote(by)} and the secret`, (hash, string, key) => hmac(hash, key, string, by, key.export())],
  [`begin with the secret and ${quote(by)}`, (hash, string, key) => hmac(hash, key, key.export(), by, string)],
]);

/** hash() of PHP and hexdigest() of Python return hex. Other platforms require a hash inside of the HMAC. */
const TWICE: readonly Row[] = (['hex', 'base64', undefined] as const).flatMap((form): Row[] => {
  const write = (bytes: Buffer): Data => (form === undefined ? bytes : bytes.toString(form));
  const as = form ?? 'bytes';
  return [
    [`signed again as ${as}`, (hash, string, key) => hmac(hash, key, write(hmac('sha512', key, string)))],
    [`hashed again as ${as}`, (hash, string, key) => digest(hash, write(hmac('sha512', key, string)))],
    ...['sha512', 'sha256', 'sha1', 'md5'].map((first): Row => {
      return [
        `hashed before with ${first} (${as})`,
        (hash, string, key) => hmac(hash, key, write(digest(first, string))),
      ];
    }),
  ];
});

const CHARSETS: readonly (readonly [charset: string, encode: (string: string) => Buffer])[] = [
  ['UTF-16', (string) => Buffer.from(string, 'utf16le')], // C# Encoding.Unicode
  ['Latin-1', (string) => Buffer.from(string, 'latin1')], // Java ISO_8859_1, Node.js 'binary'
  ['UTF-16 with a byte order mark', (string) => Buffer.from(`\ufeff${string}`, 'utf16le')], // Python 'utf-16'
  ['big-endian UTF-16', (string) => Buffer.from(string, 'utf16le').swap16()], // Java UTF_16BE
  ['windows-1251', (string) => encodeAs('windows-1251', string)], // 1C, Delphi
];

const table = (name: MistakeName, clause: string, rows: readonly Row[]): Mac[] =>
  rows.map(([how, compute]) => ({ compute, mistakes: [mistake(name, `${clause} ${how}`)] }));

/** What signers compute from the right string and the right secret by mistake, the most likely first. */
export const WRONG_MACS: readonly Mac[] = [
  ...table('not_an_hmac', 'it were an HMAC of the string with the secret as its key, and not', NO_HMAC),
  ...table('secret_in_string', 'the string did not', SECRET_INSIDE),
  ...table('hashed_twice', 'the string were hashed once by the HMAC, and not', TWICE),
  ...table(
    'wrong_charset',
    'the string were signed as UTF-8, and not as',
    CHARSETS.map(([how, encode]) => [how, (hash, string, key) => hmac(hash, key, encode(String(string)))]),
  ),
];
