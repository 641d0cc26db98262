import {
  constants,
  copyFileSync,
  ftruncateSync,
  promises,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writev,
} from 'node:fs';
import { join } from 'node:path';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { lockFile } from '#adapters/ledger/sqlite/file-lock';
import { flushFolder } from '#adapters/private-files';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { readSome, sealFrame } from './spool-frames.ts';

/**
 * Files of callbacks that came faster than they can be ingested into the database: one for each process, claimed by it while it
 * runs. What came at once is a frame.
 */
const NAME = /^arrivals-[\w-]+\.log$/;

const lockOf = (file: string): string => file.replace(/log$/, 'lock');

/**
 * Puts what was read where it belongs. The same again does no harm.
 *
 * @returns how many of them cannot be put there
 */
type Ingest = (batch: readonly StoredCallback[]) => Promise<number>;

/** What is kept of a file of which something could not be read or ingested. */
const DAMAGED = /^arrivals-.*\.damaged$/;
const damagedName = (file: string): string => file.replace(/log$/, 'damaged');

/** The files that were set aside, by their names. */
export const damagedFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => DAMAGED.test(name))
    .map((name) => join(folder, name));

/** The files of all processes in which there is something. */
export const filledArrivals = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => join(folder, name))
    .filter((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0);

/** What is written is on disk when the write has ended: one call to the system instead of two. */
const NEW_AND_SYNCHRONOUS =
  constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_DSYNC ?? constants.O_SYNC);

/** The arrivals of this process. */
export class CallbackSpool {
  readonly file: string;
  readonly #key: LedgerKey;
  readonly #handle: promises.FileHandle;
  readonly #release: (() => void) | undefined;
  /** Where what is not ingested yet begins, and where it ends: in bytes. */
  #start = 0;
  #end = 0;
  #ingesting: Promise<void> | undefined;
  /** A frame is being written behind the end. */
  #writing = false;
  /** Something of what is in the file now could not be read or ingested. */
  #damaged = false;

  private constructor(file: string, key: LedgerKey, handle: promises.FileHandle, release: (() => void) | undefined) {
    this.file = file;
    this.#key = key;
    this.#handle = handle;
    this.#release = release;
  }

  /** @param name no other process has it */
  static async open(folder: string, name: string, key: LedgerKey): Promise<CallbackSpool> {
    const file = join(folder, `arrivals-${name}.log`);
    const release = lockFile(lockOf(file));
    const handle = await promises.open(file, NEW_AND_SYNCHRONOUS, 0o600);
    flushFolder(folder);
    return new CallbackSpool(file, key, handle, release);
  }

  /** True when nothing waits to be ingested. */
  get empty(): boolean {
    return this.#start === this.#end && !this.#writing;
  }

  /** How many bytes wait to be ingested. */
  get size(): number {
    return this.#end - this.#start;
  }

  /** How long the file is, in bytes. */
  get end(): number {
    return this.#end;
  }

  /** They are on disk when it resolves. What a full disk has left of a frame, the next one overwrites. */
  async append(batch: readonly StoredCallback[]): Promise<void> {
    const { parts, length } = sealFrame(batch, this.#key);
    this.#writing = true;
    try {
      if ((await writeAt(this.#handle.fd, parts, this.#end)) < length) throw noMemory();
      this.#end += length;
    } finally {
      this.#writing = false;
    }
  }

  /** Ingests the oldest ones. After the last one the file is emptied. */
  ingestSome(ingest: Ingest): Promise<void> {
    this.#ingesting ??= this.#ingestSome(ingest).finally(() => {
      this.#ingesting = undefined;
    });
    return this.#ingesting;
  }

  async #ingestSome(ingest: Ingest): Promise<void> {
    const all = this.#end;
    if (this.#start === all) return;
    const { batch, end, unreadable } = await readSome(this.#handle, this.#start, all, this.#key);
    const rejected = await ingest(batch);
    if (unreadable + rejected > 0 || end === this.#start) this.#damaged = true;
    // What cannot be read any more is passed over, and kept in another file.
    this.#start = end === this.#start ? all : end;
    if (!this.empty) return;
    if (this.#damaged) copyFileSync(this.file, damagedName(this.file));
    this.#damaged = false;
    // At once: between a look and a promise there may come more.
    ftruncateSync(this.#handle.fd);
    this.#start = 0;
    this.#end = 0;
  }

  async close(): Promise<void> {
    await this.#handle.close();
    if (this.empty) rmSync(this.file, { force: true });
    this.#release?.();
  }
}

/**
 * Ingests what all processes have appended. A file whose process is gone is removed then.
 *
 * @param own are not claimed again: the system would take that for letting go of them
 * @param enough true when the rest is for another time
 * @returns false when it was enough before the end
 */
export async function ingestAll(
  folder: string,
  own: readonly string[],
  key: LedgerKey,
  ingest: Ingest,
  enough: () => boolean,
): Promise<boolean> {
  for (const name of readdirSync(folder).filter((name) => NAME.test(name))) {
    const file = join(folder, name);
    const release = own.includes(file) ? undefined : lockFile(lockOf(file));
    try {
      const state = await ingestFile(file, key, ingest, enough);
      if (release !== undefined && state === 'done') rmSync(file, { force: true });
      if (release !== undefined && state === 'damaged') renameSync(file, damagedName(file));
      if (state === 'begun') return false;
    } finally {
      release?.();
    }
  }
  return true;
}

/** Whether all of a file is ingested. One that another key has sealed is kept: the key may come back. */
async function ingestFile(
  file: string,
  key: LedgerKey,
  ingest: Ingest,
  enough: () => boolean,
): Promise<'done' | 'damaged' | 'begun' | 'foreign'> {
  const handle = await promises.open(file).catch(goneAlready);
  if (handle === undefined) return 'done';
  try {
    const { size } = await handle.stat();
    let opened = 0;
    let failed = 0;
    for (let at = 0; ; ) {
      const { batch, end, unreadable } = await readSome(handle, at, size, key);
      opened += batch.length;
      failed += unreadable;
      if (end === at) {
        if (await holdsMore(handle, at, size)) failed += 1;
        break;
      }
      if (batch.length > 0) {
        if (enough()) return 'begun';
        failed += await ingest(batch);
      }
      at = end;
    }
    if (failed === 0) return 'done';
    return opened === 0 ? 'foreign' : 'damaged';
  } finally {
    await handle.close();
  }
}

/** True when something other than zeros is left, as a power cut or a full disk leave them: it may have been a frame. */
async function holdsMore(handle: promises.FileHandle, at: number, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size - at, 4096)), 0, null, at);
  return buffer.subarray(0, bytesRead).some((byte) => byte !== 0);
}

/** Without the promises of a file handle, which take longer than the write of some callbacks. */
const writeAt = (fd: number, parts: readonly Buffer[], position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    writev(fd, parts, position, (error, written) => (error === null ? resolve(written) : reject(error)));
  });

const noMemory = (): Error => Object.assign(new Error('there is no room'), { code: 'ENOSPC' });

function goneAlready(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
