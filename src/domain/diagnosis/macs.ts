import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { CHARSETS } from '#domain/foreign-formats/charsets';
import { BYTE_FORMS } from '#domain/foreign-formats/text-forms';
import { each, type Row, tableOf } from './mistake.ts';

type Data = string | Buffer;

/** Computes the bytes of a signature from the name of a hash function, a string and a key. */
export type Mac = (hash: string, string: Data, key: KeyObject) => Buffer;

const digest = (hash: string, ...parts: readonly Data[]): Buffer =>
  parts.reduce((running, part) => running.update(part), createHash(hash)).digest();

const hmacOf = (hash: string, key: KeyObject, ...parts: readonly Data[]): Buffer =>
  parts.reduce((running, part) => running.update(part), createHmac(hash, key)).digest();

/** Computes the platform's signature. */
export const hmac: Mac = (hash, string, key) => hmacOf(hash, key, string);

const macs = tableOf((mac: Mac) => mac);
const charsets = tableOf(
  (encode: (string: string) => Buffer): Mac =>
    (hash, string, key) => {
      return hmacOf(hash, key, encode(String(string)));
    },
);

/** Between a string and the secret, in the schemes of other platforms: md5(a;b;secret), &key=…, secret:… */
const BETWEEN = ['', ';', ':', '|', ',', '&', '.', '\n', ';secret:', ';secret_key:', ';key:', '&secret=', '&key='];

/** What signers compute from the right string and the right secret by mistake, the most likely first. */
export const WRONG_MACS: readonly Row<Mac>[] = [
  ...macs('not_an_hmac', 'it were an HMAC of the string with the secret as its key, and not …', [
    ['a hash of the string alone', (hash, string) => digest(hash, string)],
    // PHP hash_hmac(algorithm, data, key), Python hmac.new(key, data), Go hmac.New(hash, key).
    ['with both swapped', (hash, string, key) => hmacOf(hash, createSecretKey(String(string), 'utf8'), key.export())],
    ...BETWEEN.flatMap((by): [string, Mac][] => [
      [
        `a hash of the string, ${JSON.stringify(by)}, the secret`,
        (hash, string, key) => digest(hash, string, by, key.export()),
      ],
      [
        `a hash of the secret, ${JSON.stringify(by)}, the string`,
        (hash, string, key) => digest(hash, key.export(), by, string),
      ],
    ]),
    ['a hash between two secrets', (hash, string, key) => digest(hash, key.export(), string, key.export())],
  ]),
  ...BETWEEN.flatMap((by) =>
    macs('secret_in_string', `the string did not … ${JSON.stringify(by)}`, [
      ['end in the secret after', (hash, string, key) => hmacOf(hash, key, string, by, key.export())],
      ['begin with the secret before', (hash, string, key) => hmacOf(hash, key, key.export(), by, string)],
    ]),
  ),
  // hash() of PHP and hexdigest() of Python return hex. Other platforms require a hash inside of the HMAC.
  ...BYTE_FORMS.slice(0, 3).flatMap(([form, write]) =>
    macs('hashed_twice', `the string were hashed once by the HMAC, and not … ${form}`, [
      ['signed again', (hash, string, key) => hmacOf(hash, key, write(hmacOf('sha512', key, string)))],
      ['hashed again', (hash, string, key) => digest(hash, write(hmacOf('sha512', key, string)))],
      ...each(
        'hashed before with …',
        ['sha512', 'sha256', 'sha1', 'md5'],
        (first): Mac =>
          (hash, string, key) => {
            return hmacOf(hash, key, write(digest(first, string)));
          },
      ),
    ]),
  ),
  ...charsets('wrong_charset', 'the string were signed as UTF-8, and not as …', [
    ['UTF-16', (string) => Buffer.from(string, 'utf16le')], // C# Encoding.Unicode
    ['Latin-1', (string) => Buffer.from(string, 'latin1')], // Java ISO_8859_1, Node.js 'binary'
    ['UTF-16 with a byte order mark', (string) => Buffer.from(`\ufeff${string}`, 'utf16le')], // Python 'utf-16'
    ['big-endian UTF-16', (string) => Buffer.from(string, 'utf16le').swap16()], // Java UTF_16BE
    ['windows-1251', CHARSETS['windows-1251'].encode], // 1C, Delphi
  ]),
];
