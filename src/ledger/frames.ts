import type { promises } from 'node:fs';
import type { StoredCallback } from '../domain/ledger.ts';
import type { LedgerKey } from './key.ts';

/**
 * Callbacks in a file, sealed: frames that stand one after another from the beginning on, each its length in four bytes and then
 * what is sealed. The first one that is not whole, or does not open, is what an ended process or a full disk has left of one
 * that was never answered.
 */
const HEAD_BYTES = 4;

/** So many are read at once: each time they are sorted in, the database waits for the disk. */
const READ_AT_ONCE = 500;

/** A frame, as it is written. */
export function sealFrame(
  batch: readonly StoredCallback[],
  key: LedgerKey,
): { readonly parts: readonly Buffer[]; readonly length: number } {
  const sealed = key.sealBytes(JSON.stringify(batch));
  const length = sealed.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(length);
  return { parts: [head, ...sealed], length: HEAD_BYTES + length };
}

/** What was read. */
export interface Frames {
  readonly batch: readonly StoredCallback[];
  /** Where the next one begins. */
  readonly end: number;
  /** The next one is whole, and another key has sealed it. */
  readonly foreign: boolean;
}

/** What is in the frames from a place on: all, or enough to be sorted in at once. */
export async function readSome(
  handle: promises.FileHandle,
  start: number,
  size: number,
  key: LedgerKey,
): Promise<Frames> {
  const batch: StoredCallback[] = [];
  let at = start;
  while (batch.length < READ_AT_ONCE) {
    const frame = await readFrame(handle, at, size, key);
    if (frame.batch === undefined) return { batch, end: at, foreign: frame.end !== undefined };
    batch.push(...frame.batch);
    at = frame.end;
  }
  return { batch, end: at, foreign: false };
}

type Frame =
  | { readonly batch: readonly StoredCallback[]; readonly end: number }
  | { readonly batch?: never; readonly end?: number };

/** What begins at a place: nothing without a batch does not open, nothing without an end is not whole. */
async function readFrame(handle: promises.FileHandle, at: number, size: number, key: LedgerKey): Promise<Frame> {
  const head = await readBytes(handle, at, HEAD_BYTES, size);
  if (head === undefined) return {};
  const length = head.readUInt32BE();
  const sealed = await readBytes(handle, at + HEAD_BYTES, length, size);
  if (sealed === undefined) return {};
  const text = key.openBytes(sealed);
  const end = at + HEAD_BYTES + length;
  return text === undefined ? { end } : { batch: JSON.parse(text), end };
}

/** Undefined when there are not so many. */
async function readBytes(
  handle: promises.FileHandle,
  at: number,
  length: number,
  size: number,
): Promise<Buffer | undefined> {
  if (at + length > size) return undefined;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return bytesRead === length ? buffer : undefined;
}
