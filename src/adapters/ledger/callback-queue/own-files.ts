import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { encodeBase32 } from '#domain/payments/payment-id';
import { QueueFile } from './queue-file.ts';

/** Files to which this process has appended callbacks, oldest first. Callbacks are appended to the last one. */
export class OwnFiles {
  readonly #key: LedgerKey;
  readonly #draw: (size: number) => Buffer;
  #files: readonly QueueFile[] = [];

  /** @param draw returns random bytes, for the names of files */
  constructor(key: LedgerKey, draw: (size: number) => Buffer) {
    this.#key = key;
    this.#draw = draw;
  }

  /** True when every appended callback is ingested. */
  get empty(): boolean {
    return this.#files.every(({ empty }) => empty);
  }

  /** Size of all files, in bytes. */
  get bytes(): number {
    return this.#files.reduce((sum, { size }) => sum + size, 0);
  }

  /** Paths of all files. */
  get paths(): readonly string[] {
    return this.#files.map(({ file }) => file);
  }

  /** Returns the last file; undefined when it has `maxBytes`, or when none is open. */
  last(maxBytes: number): QueueFile | undefined {
    const last = this.#files.at(-1);
    return last !== undefined && last.end < maxBytes ? last : undefined;
  }

  /** Opens a new file, to which callbacks are appended from now on. */
  async open(folder: string): Promise<QueueFile> {
    const file = await QueueFile.open(folder, encodeBase32(this.#draw(10)), this.#key);
    this.#files = [...this.#files, file];
    return file;
  }

  /** Ingests the oldest callbacks, and removes the files that are ingested completely. */
  async ingestSome(ingestBatch: Parameters<QueueFile['ingestSome']>[0]): Promise<void> {
    await this.#files.find(({ empty }) => !empty)?.ingestSome(ingestBatch);
    const done = this.#files.slice(0, -1).filter(({ empty }) => empty);
    this.#files = this.#files.filter((file) => !done.includes(file));
    for (const file of done) await file.close();
  }

  async close(): Promise<void> {
    const open = this.#files;
    this.#files = [];
    for (const file of open) await file.close();
  }
}
