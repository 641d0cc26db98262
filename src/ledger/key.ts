import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';

/** Makes the same text into the same hash, which tells nothing to whoever does not have the key. */
export type KeyedHash = (text: string) => string;

/** What the key of a ledger can do. */
export interface LedgerKey {
  readonly hash: KeyedHash;
  /** A text that only the key opens again. */
  readonly seal: (text: string) => string;
  /** The text that was sealed; undefined when it is damaged, or another key sealed it. */
  readonly open: (sealed: string) => string | undefined;
  /** The same in bytes, for much at once. */
  readonly sealBytes: (text: string) => readonly Buffer[];
  readonly openBytes: (sealed: Buffer) => string | undefined;
}

/**
 * The key of a ledger. It lies in a file of its own, made at the first use, so that a copy of the database
 * alone cannot be searched for phones by trying all of them.
 *
 * @param mayMake false where the ledger has sealed something already
 * @throws {Failure} (held) where the key is damaged.
 */
export function openKey(file: string, mayMake: boolean): LedgerKey {
  const key = readKey(file) ?? (mayMake ? makeKey(file) : undefined);
  if (key === undefined) return lostKey(`The key ${file} of the ledger is missing.`);
  if (key.length !== KEY_BYTES)
    throw new Failure(EXIT.held, 'ledger_unavailable', `The key ${file} is damaged.`, DAMAGED);
  chmodSync(file, 0o600);
  return keyOf(key);
}

const KEY_BYTES = 32;

const keyLost = (message: string): Failure =>
  new Failure(
    EXIT.held,
    'ledger_unavailable',
    `${message} Callbacks, phones and intent keys of before cannot be read without it.`,
    { hint: 'Bring ledger.key back from a backup. To continue without what it sealed: rocketpay ledger init --new' },
  );

const DAMAGED = {
  hint: 'Bring it back, or remove it and run: rocketpay ledger init --new. Phones and intent keys of before are not found then.',
};

/** The key of a ledger that is not kept. */
export const temporaryKey = (): LedgerKey => keyOf(randomBytes(KEY_BYTES));

/** In place of a key that is missing or another one: what needs no key can be read, and everything else fails, saying why. */
export function lostKey(message: string): LedgerKey {
  const fail = (): never => {
    throw keyLost(message);
  };
  return { hash: fail, seal: fail, open: fail, sealBytes: fail, openBytes: fail };
}

const CIPHER = 'aes-256-gcm';

/** Random bytes out of a store that is filled anew when it is empty: asking the system for each few costs more than sealing. */
export function createDraw(): (size: number) => Buffer {
  let store = Buffer.alloc(0);
  return (size) => {
    if (store.length < size) store = randomBytes(Math.max(size, 4096));
    const drawn = store.subarray(0, size);
    store = store.subarray(size);
    return drawn;
  };
}

const [START_BYTES, TAG_BYTES] = [12, 16];

function keyOf(key: Buffer): LedgerKey {
  const draw = createDraw();
  const sealBytes = (text: string) => {
    const start = draw(START_BYTES);
    const cipher = createCipheriv(CIPHER, key, start);
    const sealed = cipher.update(text, 'utf8');
    cipher.final();
    return [start, cipher.getAuthTag(), sealed] as const;
  };
  const openParts = (start: Buffer, tag: Buffer, sealed: Buffer) => {
    try {
      const decipher = createDecipheriv(CIPHER, key, start, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(tag);
      const text = decipher.update(sealed, undefined, 'utf8');
      return text + decipher.final('utf8');
    } catch {
      return undefined;
    }
  };
  return {
    hash: (text) => createHmac('sha256', key).update(text).digest('hex'),
    seal: (text) =>
      sealBytes(text)
        .map((part) => part.toString('base64'))
        .join('.'),
    open(sealed) {
      const [start, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64'));
      return start === undefined || tag === undefined || text === undefined ? undefined : openParts(start, tag, text);
    },
    sealBytes,
    openBytes: (sealed) =>
      openParts(
        sealed.subarray(0, START_BYTES),
        sealed.subarray(START_BYTES, START_BYTES + TAG_BYTES),
        sealed.subarray(START_BYTES + TAG_BYTES),
      ),
  };
}

function readKey(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of two processes that make it at once one is first, and both have its key. */
function makeKey(file: string): Buffer {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file);
}
