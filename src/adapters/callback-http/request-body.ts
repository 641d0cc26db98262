import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import type { BodyShare } from './body-memory.ts';

/** A callback of the platform has a few kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Body of a request, or the reason and status of a refusal. Empty when the sender closed the connection. */
export type Body =
  | { readonly text: string; readonly refusal?: never; readonly status?: never; readonly headers?: never }
  | {
      readonly text?: never;
      readonly refusal: string;
      readonly status: 400 | 405 | 413 | 415 | 503;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly text?: never; readonly refusal?: never; readonly status?: never; readonly headers?: never };

/**
 * Reads, decompresses (RFC 9110, 8.4) and decodes the body of a request.
 *
 * @param done called once, with the body or with a promise of it. It takes less time for each request than a promise alone.
 */
export function readBody(request: IncomingMessage, share: BodyShare, done: (body: Body | Promise<Body>) => void): void {
  if (request.method !== 'POST') {
    return done({ refusal: `${request.method}, and not POST`, status: 405, headers: { allow: 'POST' } });
  }
  const coding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const unpack = CODINGS.get(coding);
  if (unpack === undefined) {
    const known = { 'accept-encoding': 'gzip, deflate, br' };
    const refusal = `a body in the unknown coding ${JSON.stringify(coding.slice(0, 40))}`;
    return done({ refusal, status: 415, headers: known });
  }
  const isPlain = coding === '' || coding === 'identity';
  readChunks(request, share, done, (chunks) =>
    isPlain ? decode(join(chunks)) : decodePacked(Buffer.concat(chunks), coding, unpack, share),
  );
}

/** Reused buffer for the parts of a large body: a new buffer for each would fill the memory faster than it is collected. */
let sharedBuffer: Buffer | undefined;

/** Joins the parts of a body. The result is valid until the next call. */
function join(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  sharedBuffer ??= Buffer.allocUnsafeSlow(MAX_BODY_BYTES);
  let size = 0;
  for (const chunk of chunks) size += chunk.copy(sharedBuffer, size);
  return sharedBuffer.subarray(0, size);
}

/** Reads a body by events, because an async iterator takes as long as everything else together. */
function readChunks(
  request: IncomingMessage,
  share: BodyShare,
  done: (body: Body | Promise<Body>) => void,
  toBody: (chunks: readonly Buffer[]) => Body | Promise<Body>,
): void {
  let chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  const end = (body: Body | Promise<Body>): void => {
    if (isDone) return;
    isDone = true;
    // The request lives until it is answered; its bytes need not.
    chunks = [];
    done(body);
  };
  const refuse = (refusal: string, status: 413 | 503): void => {
    request.removeAllListeners('data').pause();
    end({ refusal, status });
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) refuse('a body of more than a megabyte', 413);
    else if (!share.take(chunk.length)) refuse('too many large bodies at the same time', 503);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    try {
      end(toBody(chunks));
    } catch (error) {
      end(Promise.reject(error));
    }
  });
  // Emitted after each request. It has no effect when the body is complete.
  request.on('close', () => end({}));
  // Emitted when the connection is reset. `close` follows.
  request.on('error', IGNORE);
}

const IGNORE = (): void => {};

type Unpack = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

const [fromGzip, fromZlib, fromDeflate, fromBrotli] = [
  promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  promisify<Buffer, ZlibOptions, Buffer>(inflate),
  promisify<Buffer, ZlibOptions, Buffer>(inflateRaw),
  promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress),
];

/** Low four bits of a zlib header. Some senders omit the header. */
const ZLIB = 8;

const CODINGS: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['', async (bytes) => bytes],
  ['identity', async (bytes) => bytes],
  ['gzip', fromGzip],
  ['x-gzip', fromGzip],
  ['deflate', (bytes, options) => (((bytes[0] ?? 0) & 15) === ZLIB ? fromZlib : fromDeflate)(bytes, options)],
  ['br', fromBrotli],
]);

async function decodePacked(packed: Buffer, coding: string, unpack: Unpack, share: BodyShare): Promise<Body> {
  // The decompressed size is unknown, so the maximum is reserved.
  if (!share.take(MAX_BODY_BYTES)) return { refusal: 'too many large bodies at the same time', status: 503 };
  try {
    return decode(await unpack(packed, { maxOutputLength: MAX_BODY_BYTES }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return { refusal: 'a body of more than a megabyte, once it is unpacked', status: 413 };
    }
    return { refusal: `a body that is not ${coding}, as its header says`, status: 400 };
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): Body {
  try {
    return { text: UTF_8.decode(bytes) };
  } catch {
    return { refusal: 'a body that is not UTF-8', status: 400 };
  }
}
