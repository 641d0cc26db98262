import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  promises,
  readdirSync,
  rmSync,
  writevSync,
} from 'node:fs';
import { join } from 'node:path';
import type { StoredCallback } from '../domain/ledger.ts';
import type { LedgerKey } from './key.ts';
import { claimFile } from './sqlite.ts';

/**
 * Files of callbacks that came faster than they can be sorted into the database: one for each process, claimed by it while it
 * runs. A frame (its length in four bytes, then what is sealed) holds all that came at once. They stand one after another from
 * the beginning on; the first one that is not whole, or does not open, is what an ended process or a full disk has left of one
 * that was never answered.
 */
const NAME = /^arrivals-[\w-]+\.log$/;

/** The length of a frame. */
const HEAD_BYTES = 4;

const lockOf = (file: string): string => file.replace(/log$/, 'lock');

/** Puts what was read where it belongs. The same once more does no harm. */
type SortIn = (batch: readonly StoredCallback[]) => Promise<void>;

/** The arrivals of this process. */
export class Arrivals {
  readonly file: string;
  readonly #key: LedgerKey;
  readonly #handle: promises.FileHandle;
  readonly #release: (() => void) | undefined;
  /** Where the next frame begins. */
  #end = 0;
  /** The frames that are not sorted in yet. */
  #frames: { readonly start: number; readonly length: number }[] = [];

  private constructor(file: string, key: LedgerKey, handle: promises.FileHandle, release: (() => void) | undefined) {
    this.file = file;
    this.#key = key;
    this.#handle = handle;
    this.#release = release;
  }

  /** @param name no other process has it */
  static async open(folder: string, name: string, key: LedgerKey): Promise<Arrivals> {
    const file = join(folder, `arrivals-${name}.log`);
    const release = claimFile(lockOf(file));
    const handle = await promises.open(file, 'wx+', 0o600);
    flushFolder(folder);
    return new Arrivals(file, key, handle, release);
  }

  /** True when nothing waits to be sorted in. */
  get empty(): boolean {
    return this.#frames.length === 0;
  }

  /**
   * They are on disk when it returns: meanwhile everything waits, as it does for the database, and that takes less than to
   * come back to it. What a full disk has left of a frame, the next one overwrites.
   */
  append(batch: readonly StoredCallback[]): void {
    const sealed = this.#key.sealBytes(JSON.stringify(batch));
    const length = sealed.reduce((sum, part) => sum + part.length, 0);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(length);
    if (writevSync(this.#handle.fd, [head, ...sealed], this.#end) < HEAD_BYTES + length) throw noRoom();
    fdatasyncSync(this.#handle.fd);
    this.#frames.push({ start: this.#end, length: HEAD_BYTES + length });
    this.#end += HEAD_BYTES + length;
  }

  /** Sorts the oldest frame in. After the last one the file is emptied. */
  async sortInNext(sortIn: SortIn): Promise<void> {
    const [frame] = this.#frames;
    if (frame === undefined) return;
    const { start, length } = frame;
    const { batch } = await readFrame(this.#handle, start, start + length, this.#key);
    if (batch !== undefined) await sortIn(batch);
    // Somebody else may have done the same meanwhile.
    if (this.#frames[0] === frame) this.#frames.shift();
    if (!this.empty) return;
    // At once: between a look and a promise there may come more.
    ftruncateSync(this.#handle.fd);
    this.#end = 0;
  }

  async close(): Promise<void> {
    await this.#handle.close();
    if (this.empty) rmSync(this.file, { force: true });
    this.#release?.();
  }
}

/**
 * Sorts in what all processes have put down. A file whose process is gone is removed then.
 *
 * @param own is not claimed once more: the system would take that for letting go of it
 */
export async function sortInAll(
  folder: string,
  own: string | undefined,
  key: LedgerKey,
  sortIn: SortIn,
): Promise<void> {
  for (const name of readdirSync(folder).filter((name) => NAME.test(name))) {
    const file = join(folder, name);
    const release = file === own ? undefined : claimFile(lockOf(file));
    try {
      const done = await sortInFile(file, key, sortIn);
      if (release !== undefined && done) rmSync(file, { force: true });
    } finally {
      release?.();
    }
  }
}

/** @returns false when another key has sealed it: it may come back. */
async function sortInFile(file: string, key: LedgerKey, sortIn: SortIn): Promise<boolean> {
  const handle = await promises.open(file).catch(goneAlready);
  if (handle === undefined) return true;
  try {
    const { size } = await handle.stat();
    for (let at = 0; ; ) {
      const { batch, end } = await readFrame(handle, at, size, key);
      if (batch === undefined) return at > 0 || end === undefined;
      await sortIn(batch);
      at = end;
    }
  } finally {
    await handle.close();
  }
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

const noRoom = (): Error => Object.assign(new Error('there is no room'), { code: 'ENOSPC' });

function goneAlready(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A new file is there after a power cut only when its folder is on disk too. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
