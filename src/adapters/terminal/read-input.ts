import type { Readable } from 'node:stream';
import { readFileOrPipe, streamFileOrPipe } from '#adapters/bounded-read';
import type { Input } from '#context';
import { type Failure, usageError } from '#domain/errors/failure';
import { fileFailure } from '#domain/errors/file-errors';
import type { Streams } from './streams.ts';

/** Maximum size of an input, far larger than a body of the platform. */
const MAX_BYTES = 64 * 1024 * 1024;

/** More than a body has. What is longer is read by a stream, between other events. */
const START_BYTES = 1024 * 1024;

const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Creates the reader of standard input (`-`) and files, strictly as UTF-8. */
export function createInput(streams: Pick<Streams, 'stdin' | 'readStart'>, signal: AbortSignal): Input {
  const openStdin = (): Readable => {
    if (streams.stdin.isTTY === true) {
      throw usageError('There is nothing on standard input.', 'Pipe the text in, or name a file.');
    }
    return untilAborted(streams.stdin as Readable, signal);
  };

  const readStdin = async (): Promise<Buffer> => {
    signal.throwIfAborted();
    const { parts = [], ended = false } = streams.readStart?.(START_BYTES) ?? {};
    return ended ? Buffer.concat(parts) : collect(openStdin(), parts);
  };

  return {
    async text(source) {
      try {
        const bytes =
          source === '-' ? await readStdin() : await readFileOrPipe(source, { maxBytes: MAX_BYTES, signal });
        return decode(bytes, source);
      } catch (error) {
        throw readFailure(error, source, signal);
      }
    },
    async *lines(source) {
      let rest = Buffer.alloc(0);
      try {
        const stream =
          source === '-' ? openStdin() : untilAborted(await streamFileOrPipe(source, MAX_LINE_BYTES), signal);
        for await (const chunk of stream as AsyncIterable<Buffer | string>) {
          rest = Buffer.concat([rest, toBuffer(chunk)]);
          for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
            yield decodeLine(rest.subarray(0, end));
            rest = rest.subarray(end + 1);
          }
          if (rest.length > MAX_LINE_BYTES) throw usageError(`A line of ${quoteSource(source)} is longer than 16 MB.`);
        }
      } catch (error) {
        throw readFailure(error, source, signal);
      }
      if (rest.length > 0) yield decodeLine(rest);
    },
  };
}

function decode(bytes: Buffer, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usageError(`${quoteSource(source)} is not valid UTF-8.`, formatHint(bytes));
  }
}

/** Returns a hint for a file that is not UTF-8, by its first bytes; undefined for an unknown format. */
function formatHint(bytes: Buffer): string | undefined {
  const [first = 0, second = 0] = bytes;
  if (first === 0x1f && second === 0x8b) return 'It is compressed with gzip: unpack it first, with gunzip.';
  const mark = `${first} ${second}`;
  if (mark === '255 254' || mark === '254 255') return 'It is UTF-16, as ">" of PowerShell writes: save it as UTF-8.';
  if (bytes.includes(GZIP)) return 'A part of it is compressed with gzip: save the request as it is after unpacking.';
  return undefined;
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

const NEWLINE = 0x0a;

function decodeLine(bytes: Buffer): string | Failure {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r$/, '');
  } catch {
    return usageError('The line is not valid UTF-8.');
  }
}

/** Destroys a stream with the reason of the signal when it is aborted. */
function untilAborted(stream: Readable, signal: AbortSignal): Readable {
  if (signal.aborted) stream.destroy(signal.reason);
  else signal.addEventListener('abort', () => stream.destroy(signal.reason), { once: true });
  return stream;
}

/**
 * Reads all of a stream. It uses events: an iterator takes a millisecond more.
 *
 * @param start what was read of it before
 */
function collect(stream: Readable, start: readonly Buffer[]): Promise<Buffer> {
  const parts = [...start];
  let size = start.reduce((sum, { length }) => sum + length, 0);
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer | string) => {
      const part = toBuffer(chunk);
      parts.push(part);
      size += part.length;
      if (size > MAX_BYTES) stream.destroy(usageError('Standard input is larger than 64 MB.'));
    });
    stream.on('end', () => resolve(Buffer.concat(parts)));
    stream.on('error', reject);
  });
}

const toBuffer = (chunk: Buffer | string): Buffer => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk);

function readFailure(error: unknown, source: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  // The error of a closed socket on standard input has no path.
  const named =
    typeof (error as NodeJS.ErrnoException).code === 'string' ? Object.assign(error as Error, { path: source }) : error;
  return fileFailure(named, {
    what: `${quoteSource(source)} cannot be read`,
    code: 'unreadable',
    hint: 'Name a file that can be read, or - for standard input.',
  });
}

const quoteSource = (source: string): string => (source === '-' ? 'Standard input' : JSON.stringify(source));
