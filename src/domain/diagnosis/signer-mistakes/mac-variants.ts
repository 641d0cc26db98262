import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { encodeAs } from '#domain/diagnosis/model/charsets';
import type { Mistake, MistakeName } from '#domain/diagnosis/model/mistake';

/** How a signature is made of a string and a secret. */
export interface MacVariant {
  /** @param hash the one that a signature of this length was made by
   * @param string itself, or its bytes in UTF-8, where it is hashed often */
  readonly make: (hash: string, string: string | Buffer, key: KeyObject) => Buffer;
  readonly mistakes: readonly Mistake[];
}

/** As the platform does it. */
export const HMAC: MacVariant = {
  make: (hash, string, key) => createHmac(hash, key).update(string).digest(),
  mistakes: [],
};

const USE_HMAC = 'Use the HMAC function of your language: hash_hmac, createHmac, hmac.new.';
const ONCE = 'Call it once, with the string itself, and encode its raw bytes as Base64.';
const SECRET_IS_KEY = 'The secret is the key of the HMAC, and stands nowhere in the string.';
const UTF_8 = 'Turn the string into bytes as UTF-8 before you sign it.';

const way =
  (name: MistakeName, advice: string) =>
  (clause: string, make: MacVariant['make']): MacVariant => ({ make, mistakes: [{ name, if: clause, advice }] });

const noHmac = way('not_an_hmac', USE_HMAC);
const again = way('hashed_twice', ONCE);
const inString = way('secret_in_string', SECRET_IS_KEY);
const inCharset = way('wrong_charset', UTF_8);

const hashOf = (hash: string, ...parts: readonly (string | Buffer)[]): Buffer => {
  const running = createHash(hash);
  for (const part of parts) running.update(part);
  return running.digest();
};

const hmacOf = (hash: string, key: KeyObject, ...parts: readonly (string | Buffer)[]): Buffer => {
  const running = createHmac(hash, key);
  for (const part of parts) running.update(part);
  return running.digest();
};

const FORMS = ['hex', 'base64', undefined] as const;
const inForm = (bytes: Buffer, form: (typeof FORMS)[number]): string | Buffer =>
  form === undefined ? bytes : bytes.toString(form);
const called = (form: (typeof FORMS)[number]): string => form ?? 'raw bytes';

/** What people put between a string and the secret. */
const BETWEEN = ['', ';', ':', '|', ',', '&', '.', '\n', ';secret:', ';secret_key:', ';key:', '&secret=', '&key='];

/** What else is done with the right string and the right secret, the likeliest first. */
export const MAC_VARIANTS: readonly MacVariant[] = [
  noHmac('it were an HMAC with the secret as its key, and not a hash of the string alone', (hash, string) =>
    hashOf(hash, string),
  ),
  noHmac('the secret were the key of the HMAC, and not the string', (hash, string, key) =>
    hmacOf(hash, createSecretKey(String(string), 'utf8'), key.export()),
  ),
  ...BETWEEN.flatMap((between) => [
    noHmac(
      `it were an HMAC with the secret as its key, and not a hash of the string with ${JSON.stringify(between)} and the secret after it`,
      (hash, string, key) => hashOf(hash, string, between, key.export()),
    ),
    noHmac(
      `it were an HMAC with the secret as its key, and not a hash of the secret with ${JSON.stringify(between)} and the string after it`,
      (hash, string, key) => hashOf(hash, key.export(), between, string),
    ),
    inString(`the string did not end in ${JSON.stringify(between)} and the secret`, (hash, string, key) =>
      hmacOf(hash, key, string, between, key.export()),
    ),
    inString(`the string did not begin with the secret and ${JSON.stringify(between)}`, (hash, string, key) =>
      hmacOf(hash, key, key.export(), between, string),
    ),
  ]),
  noHmac(
    'it were an HMAC with the secret as its key, and not a hash of the string between two secrets',
    (hash, string, key) => hashOf(hash, key.export(), string, key.export()),
  ),
  ...FORMS.flatMap((form) => [
    again(`the HMAC were signed no second time (its ${called(form)})`, (hash, string, key) =>
      hmacOf(hash, key, inForm(hmacOf('sha512', key, string), form)),
    ),
    again(`the HMAC were not hashed again (its ${called(form)})`, (hash, string, key) =>
      hashOf(hash, inForm(hmacOf('sha512', key, string), form)),
    ),
    ...['sha512', 'sha256', 'sha1', 'md5'].map((first) =>
      again(`the string itself were signed, and not its ${first} hash (${called(form)})`, (hash, string, key) =>
        hmacOf(hash, key, inForm(hashOf(first, string), form)),
      ),
    ),
  ]),
  ...(['utf16le', 'latin1'] as const).map((charset) =>
    inCharset(`the string were signed as UTF-8, and not as ${charset}`, (hash, string, key) =>
      hmacOf(hash, key, Buffer.from(string.toString(), charset)),
    ),
  ),
  inCharset('the string were signed as UTF-8, and not as utf16le with a byte order mark', (hash, string, key) =>
    hmacOf(hash, key, Buffer.from(`\ufeff${string.toString()}`, 'utf16le')),
  ),
  inCharset('the string were signed as UTF-8, and not as utf16be', (hash, string, key) =>
    hmacOf(hash, key, Buffer.from(string.toString(), 'utf16le').swap16()),
  ),
  inCharset('the string were signed as UTF-8, and not as windows-1251', (hash, string, key) =>
    hmacOf(hash, key, encodeAs('windows-1251', string.toString())),
  ),
];
