import http, { type Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { brotliDecompressSync, inflateRawSync, unzipSync } from 'node:zlib';
import type { Attach } from './request-agents.ts';

/** A complete answer of any server. */
export interface PostAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  /** Uncompressed. */
  readonly body: Buffer;
}

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  /** Gives the request its connection. */
  readonly attach: Attach;
  /** Called when the request gets its connection, before anything is sent. */
  readonly onConnected: () => void;
  /** Maximum size of the answer, in bytes. */
  readonly maxBytes: number;
  /** Called before a larger answer is refused. */
  readonly onTooLarge: () => void;
  /** Ends the request in any phase. */
  readonly signal: AbortSignal;
}

/** Encodings that a server may use for its answer. */
const ENCODINGS = 'gzip, deflate, br';

/**
 * Posts a body once, follows no redirect, and reads the answer with any status.
 *
 * @throws an error of the connection; an error when the answer is incomplete, too large, or cannot be uncompressed.
 */
export function postBody(url: URL, body: string, options: PostOptions): Promise<PostAnswer> {
  const { agent, attach, signal, maxBytes, onTooLarge } = options;
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request: ClientRequest = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { ...options.headers, 'accept-encoding': ENCODINGS, 'content-length': bytes.length },
      agent,
      signal,
      createConnection: attach as never,
    });
    const refuse = () => {
      onTooLarge();
      const error = new Error('the answer is too large');
      reject(error);
      request.destroy(error);
    };
    request.on('socket', options.onConnected);
    request.on('error', reject);
    const failWithoutAnswer = () => reject(new Error('the connection was closed without an answer'));
    request.on('close', failWithoutAnswer);
    request.on('response', (response) => {
      request.off('close', failWithoutAnswer);
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size > maxBytes) refuse();
      });
      response.on('error', reject);
      response.on('close', () => reject(new Error('the connection was closed before the end of the answer')));
      response.on('end', () => {
        if (!response.complete) return reject(new Error('the answer is not complete'));
        try {
          const uncompressed = uncompress(Buffer.concat(parts), response, maxBytes);
          resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, body: uncompressed });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') onTooLarge();
          reject(error);
        }
      });
    });
    request.end(bytes);
  });
}

/** Uncompresses an answer. An empty one has nothing to uncompress, and one of an unknown encoding stays as it is. */
function uncompress(body: Buffer, { headers }: IncomingMessage, maxOutputLength: number): Buffer {
  if (body.length === 0) return body;
  switch (headers['content-encoding']?.toLowerCase()) {
    case 'gzip':
      return unzipSync(body, { maxOutputLength });
    case 'deflate':
      // Some servers leave out the header of zlib.
      return (hasZlibHeader(body) ? unzipSync : inflateRawSync)(body, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(body, { maxOutputLength });
    default:
      return body;
  }
}

/** RFC 1950, 2.2: the method is 8, and both bytes as a number are a multiple of 31. */
const hasZlibHeader = ([first = 0, second = 0]: Uint8Array): boolean =>
  (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
