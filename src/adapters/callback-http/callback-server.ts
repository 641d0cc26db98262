import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { CallbackResponse, ReceiveCallbacks, ReceivedCallback } from '#domain/callbacks/callback-transport';
import { findUnsignedKind } from '#domain/callbacks/chargeback';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { CallbackEnvelope } from '#domain/ledger/stored-callback';
import { verifySigned } from '#domain/signature/signature';
import { BodyMemory } from './body-memory.ts';
import { readBody } from './request-body.ts';

/** Time limits of a request and the interval of their check, in milliseconds. */
const LIMITS = { requestTimeout: 10_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

/**
 * Starts a receiver of callbacks on this machine. It answers 200 when the signature is right and to a chargeback callback, which has
 * none, else 400 (platform docs: callbacks), unless `answer` decides otherwise. An error in one request ends only that request.
 */
export const receiveCallbacks: ReceiveCallbacks = ({ host, port, secret, answer, ...on }) => {
  const memory = new BodyMemory();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const share = memory.share(request.socket.remoteAddress ?? '');
    try {
      const { text, refusal, status, headers } = await readBody(request, share);
      if (text === undefined) {
        if (status === undefined) return void response.destroy();
        // The rest of the request is not read.
        response.writeHead(status, { ...headers, connection: 'close' }).end();
        on.onRefused?.(refusal);
        return;
      }
      const callback = { text, verification: verifySigned(text, secret) };
      finish(response, (await answer?.(callback, readEnvelope(request))) ?? usualAnswer(callback));
      on.onCallback?.(callback);
    } finally {
      // A body that waits for the disk is counted too.
      share.release();
    }
  };
  const server = createServer(LIMITS, (request, response) => {
    receive(request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { connection: 'close' }).end();
      on.onFailed?.(error.message);
    });
  });
  server.on('clientError', (error: UnreadableError, socket: Socket) => {
    const { status, refusal } = describeUnreadable(error);
    // A sender that closed the connection, or sent nothing yet, gets no answer.
    const hasSent = error.code !== 'ECONNRESET' && socket.bytesRead > 0;
    if (hasSent) on.onRefused?.(refusal);
    if (!hasSent || !socket.writable) return void socket.destroy();
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    // This side ends the connection, because the sender may never do it.
    socket.destroySoon();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, () => {
      const { port: actual } = server.address() as AddressInfo;
      const lost = (why: string) => on.onLost?.(why);
      server.on('error', (error: NodeJS.ErrnoException) => {
        // New connections are accepted again when others have ended.
        if (error.syscall === 'accept') on.onFailed?.(describeError(error));
        else lost(describeError(error));
      });
      server.on('close', () => lost('its socket was closed'));
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`,
        close: () => close(server),
      });
    });
  });
};

type UnreadableError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** Returns why Node's parser could not read a request, and the answer. */
function describeUnreadable({ code, rawPacket }: UnreadableError) {
  if (code === 'HPE_HEADER_OVERFLOW')
    return { status: '431 Request Header Fields Too Large', refusal: 'headers of more than 16 kilobytes' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: '408 Request Timeout', refusal: 'a request that did not come whole in time' };
  const refusal = rawPacket?.[0] === TLS_HANDSHAKE ? 'https, where there is http' : 'something that is not HTTP';
  return { status: '400 Bad Request', refusal };
}

/** First byte of a TLS connection (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 22;

/** Answer without a decision of `answer`. */
const usualAnswer = (callback: ReceivedCallback): CallbackResponse => ({
  status: callback.verification.valid || findUnsignedKind(callback) !== undefined ? 200 : 400,
});

function finish(response: ServerResponse, { status, after }: CallbackResponse): void {
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

const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EMFILE: 'this process may not open more files and connections (ulimit -n)',
  ENFILE: 'this machine may not open more files',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
  EACCES: 'the system does not allow this port',
};

const describeError = ({ code, message }: NodeJS.ErrnoException): string => LISTEN_ERRORS[code ?? ''] ?? message;

/** An address that this machine does not have is a usage error. A port that another program uses is not. */
function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  const exit = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL'].includes(error.code ?? '') ? EXIT.usage : EXIT.credentials;
  return new Failure(
    exit,
    'cannot_listen',
    `Cannot listen for callbacks at ${host}:${port}: ${describeError(error)}.`,
    {
      hint: 'Choose another port, or another address.',
      cause: error,
    },
  );
}

/** Returns the path and headers without `content-encoding`, because the body is stored decompressed. */
function readEnvelope({ url = '/', rawHeaders }: IncomingMessage): CallbackEnvelope {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.toLowerCase() !== 'content-encoding') headers.push([name, rawHeaders[at + 1] ?? '']);
  }
  return { path: url.replace(WITH_HOST, '/'), headers };
}

/** Beginning of an absolute request URL (RFC 9112, 3.2.2), as some proxies send it. */
const WITH_HOST = /^https?:\/\/[^/?]*\/?/i;
