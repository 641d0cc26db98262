import type { promises } from 'node:fs';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { StoredCallback } from '#domain/ledger/stored-callback';

/**
 * Callbacks in a file, sealed: frames that stand one after another from the beginning on, each a mark, its length in four bytes and
 * then what is sealed. Older files have no marks. What is behind the last whole frame is what an ended process or a full disk has
 * left of one that was never answered; a frame before that which does not open is damaged, and is stepped over.
 */
const MARK = Buffer.from('RPF1');
const LENGTH_BYTES = 4;

/** So many are read at once: each time they are ingested, the database waits for the disk. */
const READ_AT_ONCE = 500;

/** So many bytes are read, written or ingested at once: one text in memory must not grow with what comes. */
export const BATCH_BYTES = 16 * 1024 * 1024;

/** A frame, as it is written. */
export function sealFrame(
  batch: readonly StoredCallback[],
  key: LedgerKey,
): { readonly parts: readonly Buffer[]; readonly length: number } {
  const sealed = key.sealBytes(JSON.stringify(batch));
  const length = sealed.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(MARK.length + LENGTH_BYTES);
  MARK.copy(head);
  head.writeUInt32BE(length, MARK.length);
  return { parts: [head, ...sealed], length: head.length + length };
}

/** What was read. */
export interface SpoolFrames {
  readonly batch: readonly StoredCallback[];
  /** Where the next one begins; nothing more can be read when it is the place that was asked for. */
  readonly end: number;
  /** How many places do not open: another key sealed them, or they are damaged. */
  readonly unreadable: number;
}

/** What is in the frames from a place on: all, or enough to be ingested at once. */
export async function readSome(
  handle: promises.FileHandle,
  start: number,
  size: number,
  key: LedgerKey,
): Promise<SpoolFrames> {
  const batch: StoredCallback[] = [];
  let at = start;
  let unreadable = 0;
  while (batch.length < READ_AT_ONCE && at - start < BATCH_BYTES) {
    const frame = await readFrame(handle, at, size, key);
    if (frame.batch === undefined) {
      const next = frame.end ?? (await nextMark(handle, at + 1, size));
      if (next === undefined) break;
      unreadable += 1;
      at = next;
    } else {
      batch.push(...frame.batch);
      at = frame.end;
    }
  }
  return { batch, end: at, unreadable };
}

type Frame =
  | { readonly batch: readonly StoredCallback[]; readonly end: number }
  | { readonly batch?: never; readonly end?: number | undefined };

/**
 * What begins at a place. A frame that does not open ends where the next one begins; without a next one it is either whole, or
 * what is left of a write.
 */
async function readFrame(handle: promises.FileHandle, at: number, size: number, key: LedgerKey): Promise<Frame> {
  const mark = await readBytes(handle, at, MARK.length, size);
  if (mark === undefined) return {};
  const marked = mark.equals(MARK);
  const head = marked ? await readBytes(handle, at + MARK.length, LENGTH_BYTES, size) : mark;
  if (head === undefined) return {};
  const begin = at + head.length + (marked ? MARK.length : 0);
  const length = head.readUInt32BE();
  const sealed = length === 0 ? undefined : await readBytes(handle, begin, length, size);
  if (sealed === undefined) return {};
  const text = key.openBytes(sealed);
  if (text !== undefined) return { batch: JSON.parse(text), end: begin + length };
  // The length may be what is damaged.
  const end = begin + length;
  const follows = end === size || (await readBytes(handle, end, MARK.length, size))?.equals(MARK) === true;
  return { end: follows || !marked ? end : await nextMark(handle, at + 1, size) };
}

/** Where the next mark stands; undefined when there is none. */
async function nextMark(handle: promises.FileHandle, from: number, size: number): Promise<number | undefined> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const bytes = await readBytes(handle, at, Math.min(SEARCH_BYTES + MARK.length, size - at), size);
    const found = bytes?.indexOf(MARK) ?? -1;
    if (found >= 0) return at + found;
  }
  return undefined;
}

const SEARCH_BYTES = 1024 * 1024;

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
