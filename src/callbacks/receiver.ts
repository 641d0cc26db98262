import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { CallbackAnswer, ReceiveCallbacks } from '../domain/callback-traffic.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import type { CallbackEnvelope } from '../domain/ledger.ts';
import { verifySigned } from '../domain/signature.ts';

/** A callback of the platform has a few kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What all bodies that are on their way may hold together: senders that are many must not fill the memory. */
const MAX_ALL_BYTES = 64 * MAX_BODY_BYTES;

/** A sender that is slower than this is cut off; how often that is looked for. */
const LIMITS = { requestTimeout: 10_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

/**
 * Starts a receiver of callbacks on this machine. It answers 200 when the signature is right, else 400
 * (platform docs: callbacks), unless `answer` knows better.
 */
export const receiveCallbacks: ReceiveCallbacks = ({ host, port, secret, answer, ...on }) => {
  const held = { bytes: 0 };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { text, refusal, status } = await readBody(request, held);
    if (text === undefined) {
      if (status === undefined) return void response.destroy();
      // What a sender is still sending is not read any more.
      response.writeHead(status, { connection: 'close' }).end();
      on.onRefused?.(refusal);
      return;
    }
    const callback = { text, verification: verifySigned(text, secret) };
    const usual = { status: callback.verification.valid ? 200 : 400 };
    finish(response, (await answer?.(callback, envelopeOf(request))) ?? usual);
    on.onCallback?.(callback);
  };
  const server = createServer(LIMITS, (request, response) => {
    receive(request, response).catch((error: Error) => {
      response.destroy();
      on.onLost?.(error.message);
    });
  });
  server.on('clientError', (error: UnreadableError, socket: Socket) => {
    const { status, refusal } = unreadable(error);
    // One that went away, or has said nothing yet, gets no answer.
    const asked = error.code !== 'ECONNRESET' && socket.bytesRead > 0;
    if (asked) on.onRefused?.(refusal);
    if (asked && socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    else socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, () => {
      const { port: actual } = server.address() as AddressInfo;
      const lost = (why: string) => on.onLost?.(why);
      server.on('error', ({ message }) => lost(message)).on('close', () => lost('its socket was closed'));
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`,
        close: () => close(server),
      });
    });
  });
};

type UnreadableError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** Why Node's parser could not read a request, and how that is answered. */
function unreadable({ code, rawPacket }: UnreadableError) {
  if (code === 'HPE_HEADER_OVERFLOW')
    return { status: '431 Request Header Fields Too Large', refusal: 'headers of more than 16 kilobytes' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: '408 Request Timeout', refusal: 'a request that did not come whole in time' };
  const refusal = rawPacket?.[0] === TLS_HANDSHAKE ? 'https, where there is http' : 'something that is not HTTP';
  return { status: '400 Bad Request', refusal };
}

/** How a TLS connection begins (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 22;

function finish(response: ServerResponse, { status, after }: CallbackAnswer): void {
  response.writeHead(status).end();
  after?.();
}

function close(server: Server): Promise<void> {
  server.removeAllListeners('close');
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}

const WHY_NOT: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
  EACCES: 'the system does not allow this port',
};

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  const why = WHY_NOT[error.code ?? ''] ?? error.message;
  return new Failure(EXIT.usage, 'cannot_listen', `Cannot listen for callbacks at ${host}:${port}: ${why}.`, {
    hint: 'Choose another port, or another address.',
    cause: error,
  });
}

function envelopeOf({ url = '/', rawHeaders }: IncomingMessage): CallbackEnvelope {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return { path: url.replace(WITH_HOST, '/'), headers };
}

/** A request may name its whole URL (RFC 9112, 3.2.2), and some proxies do. */
const WITH_HOST = /^https?:\/\/[^/?]*\/?/i;

/** The body of a request; or why there is none and how that is answered; or nothing, when the sender went away. */
type Body =
  | { readonly text: string; readonly refusal?: never; readonly status?: never }
  | { readonly text?: never; readonly refusal: string; readonly status: 400 | 413 | 503 }
  | { readonly text?: never; readonly refusal?: never; readonly status?: never };

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** By events: an iterator over a stream costs as much as all the rest. */
function readBody(request: IncomingMessage, held: { bytes: number }): Promise<Body> {
  return new Promise((resolve) => {
    if (request.method !== 'POST') return resolve({ refusal: `${request.method}, and not POST`, status: 400 });
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (refusal: string, status: 413 | 503): void => {
      request.removeAllListeners('data').pause();
      resolve({ refusal, status });
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      held.bytes += chunk.length;
      if (size > MAX_BODY_BYTES) refuse('a body of more than a megabyte', 413);
      else if (held.bytes > MAX_ALL_BYTES) refuse('too much at once', 503);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(decode(chunks)));
    // It comes after each request; when the body is whole, it is too late to change anything.
    request.on('close', () => {
      held.bytes -= size;
      resolve({});
    });
  });
}

function decode(chunks: readonly Buffer[]): Body {
  try {
    const [first, ...more] = chunks;
    return { text: UTF_8.decode(first !== undefined && more.length === 0 ? first : Buffer.concat(chunks)) };
  } catch {
    return { refusal: 'a body that is not UTF-8', status: 400 };
  }
}
