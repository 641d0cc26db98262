import type { promises } from 'node:fs';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { StoredCallback } from '#domain/ledger/stored-callback';

/**
 * Encrypted callbacks in a file. A frame is a mark, its length in four bytes, and encrypted content. Files of older versions have no
 * marks. An incomplete frame at the end was never answered: its process ended, or the disk was full. Any other frame that cannot be
 * decrypted is damaged, and is skipped.
 */
const MARK = Buffer.from('RPF1');
const LENGTH_BYTES = 4;

/** Number of callbacks that are read and ingested together, because the database waits for the disk each time. */
const READ_BATCH = 500;

/** Maximum size of a batch that is read, written or ingested, in bytes. */
export const BATCH_BYTES = 16 * 1024 * 1024;

/** Encrypts a batch as a frame. */
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

/** Callbacks that were read. */
export interface QueueFrames {
  readonly batch: readonly StoredCallback[];
  /** Offset of the next frame. It equals the start when nothing more can be read. */
  readonly end: number;
  /** Number of frames that cannot be decrypted: another key encrypted them, or they are damaged. */
  readonly unreadable: number;
}

/** Reads the frames from an offset, up to the size of a batch. */
export async function readSome(
  handle: promises.FileHandle,
  start: number,
  size: number,
  key: LedgerKey,
): Promise<QueueFrames> {
  const batch: StoredCallback[] = [];
  let at = start;
  let unreadable = 0;
  while (batch.length < READ_BATCH && at - start < BATCH_BYTES) {
    const frame = await readFrame(handle, at, size, key);
    if (frame.batch === undefined) {
      const next = frame.end ?? (await findMark(handle, at + 1, size));
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
 * Reads the frame at an offset. A frame that cannot be decrypted ends where the next one begins. Without a next one it is complete or
 * the rest of a write.
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
  // The length itself may be damaged.
  const end = begin + length;
  const follows = end === size || (await readBytes(handle, end, MARK.length, size))?.equals(MARK) === true;
  return { end: follows || !marked ? end : await findMark(handle, at + 1, size) };
}

/** Returns the offset of the next mark, if any. */
async function findMark(handle: promises.FileHandle, from: number, size: number): Promise<number | undefined> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const bytes = await readBytes(handle, at, Math.min(SEARCH_BYTES + MARK.length, size - at), size);
    const found = bytes?.indexOf(MARK) ?? -1;
    if (found >= 0) return at + found;
  }
  return undefined;
}

const SEARCH_BYTES = 1024 * 1024;

/** Reads bytes; undefined when the file has fewer. */
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
