import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Hashes a text with a key. Without the key the hash reveals nothing, not even of a short text such as a phone number. */
export type KeyedHash = (text: string) => string;

/** The key of a ledger. Where it was replaced, hashes and encrypted texts of the earlier keys can still be used. */
export interface LedgerKey {
  readonly hash: KeyedHash;
  /** Returns the hash of a text with each key of the ledger: one of them is the stored hash of an equal text. */
  readonly hashes: (text: string) => readonly string[];
  /** Hashes a text that is no secret. The hash stays the same when the key is replaced. */
  readonly identify: KeyedHash;
  /** Encrypts a text. */
  readonly seal: (text: string) => string;
  /** Decrypts a text; undefined when it is damaged or was encrypted with another key. */
  readonly open: (sealed: string) => string | undefined;
  /** Encrypts a text into bytes, which is faster for long texts. */
  readonly sealBytes: (text: string) => readonly Buffer[];
  readonly openBytes: (sealed: Buffer) => string | undefined;
}

export const KEY_BYTES = 32;

const CIPHER = 'aes-256-gcm';

const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/** Returns the key of a ledger that is not stored. */
export const temporaryKey = (): LedgerKey => createKey(randomBytes(KEY_BYTES));

/** Creates a key from its bytes. */
export function createKey(bytes: Buffer): LedgerKey {
  const draw = createRandomPool();
  const sealBytes = (text: string) => {
    const nonce = draw(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, bytes, nonce);
    const sealed = cipher.update(text, 'utf8');
    cipher.final();
    return [nonce, cipher.getAuthTag(), sealed] as const;
  };
  const openParts = (nonce: Buffer, tag: Buffer, sealed: Buffer) => {
    try {
      const decipher = createDecipheriv(CIPHER, bytes, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(tag);
      const text = decipher.update(sealed, undefined, 'utf8');
      return text + decipher.final('utf8');
    } catch {
      return undefined;
    }
  };
  const hash = (text: string) => createHmac('sha256', bytes).update(text).digest('hex');
  return {
    hash,
    hashes: (text) => [hash(text)],
    identify: hash,
    seal: (text) =>
      sealBytes(text)
        .map((part) => part.toString('base64'))
        .join('.'),
    open(sealed) {
      const [nonce, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64'));
      return nonce === undefined || tag === undefined || text === undefined ? undefined : openParts(nonce, tag, text);
    },
    sealBytes,
    openBytes: (sealed) =>
      openParts(
        sealed.subarray(0, NONCE_BYTES),
        sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
        sealed.subarray(NONCE_BYTES + TAG_BYTES),
      ),
  };
}

/** Returns a key that fails whenever it is used: what needs no key can still be read. */
export function createFailingKey(error: Error): LedgerKey {
  const fail = (): never => {
    throw error;
  };
  return { hash: fail, hashes: fail, identify: fail, seal: fail, open: fail, sealBytes: fail, openBytes: fail };
}

/** Returns a function that draws random bytes from a pool: requesting a few from the system takes longer than encrypting. */
export function createRandomPool(): (size: number) => Buffer {
  let pool = Buffer.alloc(0);
  return (size) => {
    if (pool.length < size) pool = randomBytes(Math.max(size, 4096));
    const drawn = pool.subarray(0, size);
    pool = pool.subarray(size);
    return drawn;
  };
}
