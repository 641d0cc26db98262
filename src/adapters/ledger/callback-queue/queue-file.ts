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
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { readSome, sealFrame } from './queue-frames.ts';

/**
 * Files of callbacks that arrived faster than they could be ingested into the database. Each process has its own file and locks it
 * while it runs. A batch is a frame.
 */
const NAME = /^arrivals-[\w-]+\.log$/;

const lockOf = (file: string): string => file.replace(/log$/, 'lock');

/**
 * Ingests a batch. A batch may be ingested twice.
 *
 * @returns number of callbacks that cannot be ingested
 */
type Ingest = (batch: readonly StoredCallback[]) => Promise<number>;

/** Copy of a file of which a part could not be read or ingested. */
const DAMAGED = /^arrivals-.*\.damaged$/;
const damagedName = (file: string): string => file.replace(/log$/, 'damaged');

/** Returns the paths of damaged files. */
export const damagedFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => DAMAGED.test(name))
    .map((name) => join(folder, name));

/** Returns the files of all processes. */
export const listArrivals = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => join(folder, name));

/** Returns the files of all processes that are not empty. */
export const filledArrivals = (folder: string): readonly string[] =>
  listArrivals(folder).filter((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0);

/** A write ends when its bytes are on disk: one system call instead of two. */
const NEW_AND_SYNCHRONOUS =
  constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_DSYNC ?? constants.O_SYNC);

/** A file of this process. */
export class QueueFile {
  readonly file: string;
  readonly #key: LedgerKey;
  readonly #handle: promises.FileHandle;
  readonly #release: (() => void) | undefined;
  /** Offsets of the part that is not ingested yet, in bytes. */
  #start = 0;
  #end = 0;
  #ingesting: Promise<void> | undefined;
  /** True while a frame is written behind the end. */
  #writing = false;
  /** True when a part of the file could not be read or ingested. */
  #damaged = false;

  private constructor(file: string, key: LedgerKey, handle: promises.FileHandle, release: (() => void) | undefined) {
    this.file = file;
    this.#key = key;
    this.#handle = handle;
    this.#release = release;
  }

  /** @param name name that no other process uses */
  static async open(folder: string, name: string, key: LedgerKey): Promise<QueueFile> {
    const file = join(folder, `arrivals-${name}.log`);
    const release = lockFile(lockOf(file));
    const handle = await promises.open(file, NEW_AND_SYNCHRONOUS, PRIVATE_FILE);
    flushFolder(folder);
    return new QueueFile(file, key, handle, release);
  }

  /** True when everything is ingested. */
  get empty(): boolean {
    return this.#start === this.#end && !this.#writing;
  }

  /** Size of the part that is not ingested yet, in bytes. */
  get size(): number {
    return this.#end - this.#start;
  }

  /** Length of the file, in bytes. */
  get end(): number {
    return this.#end;
  }

  /** Appends a batch. It is on disk when the promise resolves. The next frame overwrites an incomplete one, as a full disk leaves it. */
  async append(batch: readonly StoredCallback[]): Promise<void> {
    const { parts, length } = sealFrame(batch, this.#key);
    this.#writing = true;
    try {
      if ((await writeAt(this.#handle.fd, parts, this.#end)) < length) throw diskFull();
      this.#end += length;
    } finally {
      this.#writing = false;
    }
  }

  /** Ingests the oldest callbacks. After the last one it empties the file. */
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
    // An unreadable part is skipped, and stays in the copy of the file.
    this.#start = end === this.#start ? all : end;
    if (!this.empty) return;
    if (this.#damaged) copyFileSync(this.file, damagedName(this.file));
    this.#damaged = false;
    // Synchronously, because more callbacks may arrive before a promise resolves.
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
 * Ingests the callbacks that all processes have appended, and removes the files of ended processes.
 *
 * @param own files of this process, which must not be locked again: that would release their locks
 * @param isEnough true when ingestion should stop
 * @returns false when ingestion stopped before the end
 */
export async function ingestAll(
  folder: string,
  own: readonly string[],
  key: LedgerKey,
  ingest: Ingest,
  isEnough: () => boolean,
): Promise<boolean> {
  for (const name of readdirSync(folder).filter((name) => NAME.test(name))) {
    const file = join(folder, name);
    const release = own.includes(file) ? undefined : lockFile(lockOf(file));
    try {
      const state = await ingestFile(file, key, ingest, isEnough);
      if (release !== undefined && state === 'done') rmSync(file, { force: true });
      if (release !== undefined && state === 'damaged') renameSync(file, damagedName(file));
      if (state === 'partial') return false;
    } finally {
      release?.();
    }
  }
  return true;
}

/** Ingests a file. A file that another key encrypted (`foreign`) is kept, because the key may be restored. */
async function ingestFile(
  file: string,
  key: LedgerKey,
  ingest: Ingest,
  isEnough: () => boolean,
): Promise<'done' | 'damaged' | 'partial' | 'foreign'> {
  const handle = await promises.open(file).catch(ignoreMissing);
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
        if (await hasContent(handle, at, size)) failed += 1;
        break;
      }
      if (batch.length > 0) {
        if (isEnough()) return 'partial';
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

/** True when the rest of a file may contain a frame. A power cut or a full disk leaves zeros. */
async function hasContent(handle: promises.FileHandle, at: number, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size - at, 4096)), 0, null, at);
  return buffer.subarray(0, bytesRead).some((byte) => byte !== 0);
}

/** Writes at an offset. The promises of a file handle would take longer than the write of some callbacks. */
const writeAt = (fd: number, parts: readonly Buffer[], position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    writev(fd, parts, position, (error, written) => (error === null ? resolve(written) : reject(error)));
  });

const diskFull = (): Error => Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
