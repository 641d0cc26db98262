import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ListenAddress, ReadStatusPage } from '#domain/callbacks/callback-transport';
import { isLoopbackHeader, isLoopbackHost } from '#domain/network/this-machine';
import { startListening } from './start-listening.ts';

/** Limits of the server of metrics: milliseconds, and connections. */
const LIMITS = { requestTimeout: 5000, headersTimeout: 5000, connectionsCheckingInterval: 1000 };
const MAX_CONNECTIONS = 50;

/** Headers that proxies and tunnels add. */
const PROXY_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** True for a request of a program on this machine to this machine, as far as its headers show no proxy or tunnel. */
export const isDirect = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopbackHost(socket.remoteAddress ?? '') &&
  isLoopbackHeader(headers.host ?? '') &&
  PROXY_HEADERS.every((name) => headers[name] === undefined);

/** Answers a GET or HEAD request with a page. Returns false where there is no page. */
export async function sendPage(
  { method, url = '/' }: IncomingMessage,
  response: ServerResponse,
  readPage: ReadStatusPage,
  isTrusted: boolean,
): Promise<boolean> {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const page = await readPage(url.replace(/\?.*$/s, ''), isTrusted);
  if (page === undefined) return false;
  const { status, type, text } = page;
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(method === 'HEAD' ? undefined : text);
  return true;
}

/** Starts a server of pages only. */
export async function servePages(address: ListenAddress, readPage: ReadStatusPage): Promise<Server> {
  const server = createServer(LIMITS, (request, response) => {
    sendPage(request, response, readPage, true).then(
      (isSent) => {
        if (!isSent) response.writeHead(404, { connection: 'close' }).end();
      },
      () => response.writeHead(500, { connection: 'close' }).end(),
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  await startListening(server, address);
  server.on('error', () => {});
  return server;
}
