import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CallbackResponse, ReceiveCallbacks, ReceivedCallback } from '#domain/callbacks/callback-transport';
import { findUnsignedKind } from '#domain/callbacks/chargeback';
import type { CallbackEnvelope } from '#domain/ledger/stored-callback';
import { verifySigned } from '#domain/signature/signature';
import { BodyMemory } from './body-memory.ts';
import { OpenRequests } from './open-requests.ts';
import { type Body, readBody } from './request-body.ts';
import { describeListenError, startListening } from './start-listening.ts';
import { isDirect, sendPage, servePages } from './status-server.ts';

/** Time limits of a request and the interval of their check, in milliseconds. */
const LIMITS = { requestTimeout: 10_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

/**
 * Starts a receiver of callbacks on this machine. It answers 200 when the signature is right and to a chargeback callback, which has
 * none, else 400 (platform docs: callbacks), unless `answer` decides otherwise. An error in one request ends only that request.
 */
export const receiveCallbacks: ReceiveCallbacks = async ({
  host,
  port,
  secret,
  answer,
  readPage,
  metricsAt,
  ...on
}) => {
  const memory = new BodyMemory();
  const answering = new OpenRequests();
  const fail = (error: Error, response: ServerResponse): void => {
    if (!response.headersSent) response.writeHead(500, { connection: 'close' }).end();
    on.onFailed?.(error.message);
  };
  /** Verifies a callback. What it makes for that is free again while the callback is stored. */
  const decide = (text: string, request: IncomingMessage): CallbackResponse | Promise<CallbackResponse> => {
    const callback = { text, verification: verifySigned(text, secret) };
    return answer === undefined ? usualAnswer(callback, on.onCallback) : answer(callback, readEnvelope(request));
  };
  const refuse = ({ status, refusal, headers }: Body, response: ServerResponse): void => {
    try {
      if (status === undefined) return void response.destroy();
      // The rest of the request is not read.
      response.writeHead(status, { ...headers, connection: 'close' }).end();
      on.onRefused?.(refusal);
    } catch (error) {
      fail(error as Error, response);
    }
  };
  /** Receives a callback. It makes few promises, because each one takes time for every callback. What it calls back never throws. */
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    const share = memory.share(request.socket);
    const finish = ({ status, after }: CallbackResponse): void => {
      // A body that waits for the disk is counted too.
      share.release();
      try {
        answering.prepare(response);
        response.writeHead(status, NO_BODY).end();
        after?.();
      } catch (error) {
        fail(error as Error, response);
      }
      answering.remove(response);
    };
    const failed = (error: Error): void => {
      share.release();
      fail(error, response);
      answering.remove(response);
    };
    const answerTo = (body: Body): void => {
      if (body.text === undefined) {
        share.release();
        return refuse(body, response);
      }
      answering.add();
      let decision: CallbackResponse | Promise<CallbackResponse>;
      try {
        decision = decide(body.text, request);
      } catch (error) {
        return failed(error as Error);
      }
      if (decision instanceof Promise) decision.then(finish, failed);
      else finish(decision);
    };
    readBody(request, share, (body) => {
      if (!(body instanceof Promise)) return answerTo(body);
      body.then(answerTo, (error: Error) => {
        share.release();
        fail(error, response);
      });
    });
  };
  const receiveOther = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isTrusted = metricsAt === undefined && isDirect(request);
    if (readPage !== undefined && (await sendPage(request, response, readPage, isTrusted))) return;
    receive(request, response);
  };
  const server = createServer(LIMITS, (request, response) => {
    try {
      if (request.method === 'POST') receive(request, response);
      else receiveOther(request, response).catch((error: Error) => fail(error, response));
    } catch (error) {
      fail(error as Error, response);
    }
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
  const metrics = metricsAt && readPage && (await servePages(metricsAt, readPage));
  const url = await startListening(server, { host, port }).catch(async (error) => {
    metrics?.close();
    throw error;
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    // New connections are accepted again when others have ended.
    if (error.syscall === 'accept') on.onFailed?.(describeListenError(error));
    else on.onLost?.(describeListenError(error));
  });
  server.on('close', () => on.onLost?.('its socket was closed'));
  return {
    url,
    drain: () => answering.drain(),
    async close() {
      server.removeAllListeners('close');
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      metrics?.close();
      metrics?.closeAllConnections();
      answering.drain();
      await answering.ended(MAX_ANSWER_MS);
      server.closeAllConnections();
      await closed;
    },
  };
};

/** Headers of an answer. Without a length Node.js would send an empty body in chunks, which both sides read longer. */
const NO_BODY = { 'content-length': 0 };

/** Time for the answers to callbacks that were received when the receiver closes, in milliseconds. */
const MAX_ANSWER_MS = 5000;

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
const usualAnswer = (
  callback: ReceivedCallback,
  onCallback: ((callback: ReceivedCallback) => void) | undefined,
): CallbackResponse => ({
  status: callback.verification.valid || findUnsignedKind(callback) !== undefined ? 200 : 400,
  after: () => onCallback?.(callback),
});

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
