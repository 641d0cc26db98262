import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';

/** The time in which the writer of a pipe has to finish, in milliseconds. */
const PIPE_LIMIT_MS = 30_000;

/** Limits of one read. */
export interface ReadLimits {
  /** Maximum size in bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Defaults to 30 seconds. */
  readonly pipeMilliseconds?: number;
}

/**
 * Reads a regular file. Anything else is refused: reading a pipe or a device could block this program, including its signals.
 *
 * @throws an error of the file system; `ENXIO` for what is not a regular file, `ERR_FS_FILE_TOO_LARGE` for a longer file
 */
export function readRegularFile(file: string, maxBytes: number): Buffer {
  const { descriptor, kind } = openAny(file);
  try {
    if (kind !== 'file') throw notRegular();
    return readUpTo(descriptor, maxBytes);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a file, or a pipe such as `<(pass show shop)` of a shell. A device is read only as far as it answers immediately.
 *
 * @throws the reason of the signal; an error of the file system, `ERR_FS_FILE_TOO_LARGE` for more than `maxBytes` and
 *   `ERR_PIPE_TIMEOUT` for a pipe that does not end in time.
 */
export async function readFileOrPipe(file: string, limits: ReadLimits): Promise<Buffer> {
  const { descriptor, kind } = openAny(file);
  if (kind === 'pipe') return readPipe(await pipeStream(descriptor), limits);
  try {
    return readUpTo(descriptor, limits.maxBytes);
  } finally {
    closeSync(descriptor);
  }
}

/** What was read of a pipe. */
export interface PipeStart {
  readonly parts: readonly Buffer[];
  /** True when its writer has closed it. */
  readonly ended: boolean;
}

/**
 * Reads what is already in a pipe of this process, without waiting for its writer: loading the sockets of Node.js, which wait, takes
 * longer than a signature. Reads nothing where the system cannot open a pipe again, as Linux does.
 *
 * @param maxBytes ends reading once there are more
 */
export function readStart(descriptor: number, maxBytes: number): PipeStart {
  const parts: Buffer[] = [];
  const again = openPipeAgain(descriptor);
  if (again === undefined) return { parts, ended: false };
  try {
    for (let size = 0; size <= maxBytes; ) {
      const part = Buffer.allocUnsafe(PIPE_BYTES);
      const read = readSync(again, part);
      if (read === 0) return { parts, ended: true };
      parts.push(part.subarray(0, read));
      size += read;
    }
  } catch (error) {
    // Nothing more is there yet.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return { parts, ended: false };
    throw error;
  } finally {
    closeSync(again);
  }
  return { parts, ended: false };
}

/** What a pipe of Linux holds. */
const PIPE_BYTES = 64 * 1024;

/** Opens a pipe that does not block; the other descriptor stays as it is, because other processes may use it too. */
function openPipeAgain(descriptor: number): number | undefined {
  try {
    if (!fstatSync(descriptor).isFIFO()) return undefined;
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
}

/**
 * Opens a file or a pipe as a stream, which never blocks this program.
 *
 * @param maxBytes maximum size of a device
 * @throws an error of the file system.
 */
export async function streamFileOrPipe(file: string, maxBytes: number): Promise<Readable> {
  const { descriptor, kind } = openAny(file);
  if (kind === 'pipe') return pipeStream(descriptor);
  if (kind === 'file') return createReadStream(file, { fd: descriptor });
  try {
    return Readable.from([readUpTo(descriptor, maxBytes)], { objectMode: false });
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file, pipe or device. With O_NONBLOCK it does not wait for the writer of a pipe. Windows has no such flag. */
function openAny(file: string): { readonly descriptor: number; readonly kind: 'file' | 'pipe' | 'device' } {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const status = fstatSync(descriptor);
  // Reading a folder is an error.
  const kind = status.isFile() || status.isDirectory() ? 'file' : status.isFIFO() ? 'pipe' : 'device';
  return { descriptor, kind };
}

const notRegular = (): Error => Object.assign(new Error('it is not a regular file'), { code: 'ENXIO' });

const tooLarge = (): Error => Object.assign(new Error('it is too large'), { code: 'ERR_FS_FILE_TOO_LARGE' });

function readUpTo(descriptor: number, maxBytes: number): Buffer {
  const status = fstatSync(descriptor);
  const expected = status.isFile() ? status.size : 0;
  if (expected > maxBytes) throw tooLarge();
  const parts: Buffer[] = [];
  for (let size = 0; size <= maxBytes; ) {
    // One byte more than expected, so that the next read finds the end.
    const part = Buffer.allocUnsafe(Math.max(expected - size + 1, CHUNK_BYTES));
    const read = readPart(descriptor, part);
    if (read === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, read));
    size += read;
  }
  throw tooLarge();
}

const CHUNK_BYTES = 16 * 1024;

function readPart(descriptor: number, part: Buffer): number {
  try {
    return readSync(descriptor, part);
  } catch (error) {
    // A device without data, for example a terminal.
    throw (error as NodeJS.ErrnoException).code === 'EAGAIN' ? notRegular() : error;
  }
}

/** A socket waits for a pipe without using one of the few threads for files. */
async function pipeStream(fd: number): Promise<Readable> {
  const { Socket } = await import('node:net');
  return new Socket({ fd, readable: true, writable: false });
}

function readPipe(
  stream: Readable,
  { maxBytes, signal, pipeMilliseconds = PIPE_LIMIT_MS }: ReadLimits,
): Promise<Buffer> {
  const late = AbortSignal.timeout(pipeMilliseconds);
  const giveUp = (): unknown => stream.destroy(signal.reason);
  const expire = (): unknown =>
    stream.destroy(Object.assign(new Error('its writer has not finished'), { code: 'ERR_PIPE_TIMEOUT' }));
  const parts: Buffer[] = [];
  let size = 0;
  return new Promise<Buffer>((resolve, reject) => {
    stream.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size > maxBytes) stream.destroy(tooLarge());
    });
    stream.on('end', () => resolve(Buffer.concat(parts)));
    stream.on('error', reject);
    late.addEventListener('abort', expire, { once: true });
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
  }).finally(() => {
    late.removeEventListener('abort', expire);
    signal.removeEventListener('abort', giveUp);
    stream.destroy();
  });
}
