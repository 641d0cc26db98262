import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';

/** Makes the same text into the same hash, which tells nothing to whoever does not have the key. */
export type KeyedHash = (text: string) => string;

/**
 * The keyed hash of a ledger. Its key lies in a file of its own, made at the first use, so that a copy of
 * the database alone cannot be searched for phones by trying all of them.
 */
export function openKey(file: string): KeyedHash {
  const key = readKey(file) ?? makeKey(file);
  if (key.length !== KEY_BYTES)
    throw new Failure(EXIT.held, 'ledger_unavailable', `The key ${file} is damaged.`, DAMAGED);
  chmodSync(file, 0o600);
  return hashWith(key);
}

const KEY_BYTES = 32;

const DAMAGED = { hint: 'Bring it back, or remove it: phones and intent keys of before are not found then.' };

/** The keyed hash of a ledger that is not kept. */
export const temporaryKey = (): KeyedHash => hashWith(randomBytes(32));

const hashWith =
  (key: Buffer): KeyedHash =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');

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
