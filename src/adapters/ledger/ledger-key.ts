import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { readRegularFile } from '#adapters/bounded-read';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';

/** Makes the same text into the same hash, which tells nothing to anyone who does not have the key. */
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
  if (key === undefined) return missingKey(file);
  if (key.length !== KEY_BYTES)
    throw new Failure(EXIT.held, 'ledger_unavailable', `The key ${file} is damaged.`, DAMAGED);
  chmodSync(file, 0o600);
  return keyOf(key);
}

/**
 * The key of a ledger that is only read: nothing is made and no mode is changed.
 *
 * @param check what the key of this ledger makes of {@link KEY_CHECK}; undefined where that is not known
 */
export function openKeyForReading(file: string, check: string | undefined): LedgerKey {
  let bytes: Buffer | undefined;
  try {
    bytes = readKey(file);
  } catch (error) {
    const why = fileProblem(error) ?? (error as Error).message;
    return lostKey(`The key ${file} of the ledger cannot be read: ${why}.`, 'Run this as its owner.');
  }
  if (bytes === undefined) return missingKey(file);
  if (bytes.length !== KEY_BYTES) return lostKey(`The key ${file} is damaged.`);
  const key = keyOf(bytes);
  return check === undefined || check === key.hash(KEY_CHECK) ? key : otherKey(file);
}

/** Of this every key makes something else: it is kept in the database, so that another key is noticed. */
export const KEY_CHECK = 'ledger key';

const missingKey = (file: string): LedgerKey => lostKey(`The key ${file} of the ledger is missing.`);

/** In place of a key that is not the one of its ledger. */
export const otherKey = (file: string): LedgerKey =>
  lostKey(`The key ${file} is not the one that the ledger was made with.`);

const KEY_BYTES = 32;

/** A longer file is not read as far as to say that it is damaged. */
const MAX_KEY_FILE_BYTES = 64 * 1024;

const keyLost = (message: string, hint: string): Failure =>
  new Failure(
    EXIT.held,
    'ledger_unavailable',
    `${message} Callbacks, phones and intent keys of before cannot be read without it.`,
    { hint },
  );

const RESTORE_KEY =
  'Bring ledger.key back from a backup. To continue without what it sealed: rocketpay ledger init --new';

const DAMAGED = {
  hint: 'Bring it back, or remove it and run: rocketpay ledger init --new. Phones and intent keys of before are not found then.',
};

/** The key of a ledger that is not kept. */
export const temporaryKey = (): LedgerKey => keyOf(randomBytes(KEY_BYTES));

/** In place of a key that is missing or another one: what needs no key can be read, and everything else fails, saying why. */
function lostKey(message: string, hint = RESTORE_KEY): LedgerKey {
  const fail = (): never => {
    throw keyLost(message, hint);
  };
  return { hash: fail, seal: fail, open: fail, sealBytes: fail, openBytes: fail };
}

const CIPHER = 'aes-256-gcm';

/** Random bytes out of a store that is filled again when it is empty: asking the system for each few costs more than sealing. */
export function createRandomPool(): (size: number) => Buffer {
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
  const draw = createRandomPool();
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
    return readRegularFile(file, MAX_KEY_FILE_BYTES);
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
  return readRegularFile(file, MAX_KEY_FILE_BYTES);
}
