import http from 'node:http';
import https from 'node:https';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { proxyAuthorization, proxyName } from '#domain/gate/proxy';

/** Where a connection leads. */
interface Target {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether TLS is spoken there. */
  readonly tls: boolean;
  /** Certificates that are trusted, in place of those of Node.js. */
  readonly ca?: string | undefined;
  readonly lookup?: LookupFunction | undefined;
}

/** Opens a connection: see {@link openConnection}. */
export type OpenConnection = (target: Target, proxy: URL | undefined, signal: AbortSignal) => Promise<Socket>;

/** Why there is no connection, and with whom it failed: the proxy, or the host behind it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** The proxy with which it failed; undefined when it failed with the host itself. */
  readonly proxy: string | undefined;
  /** The HTTP status with which the proxy refused, if it did. */
  readonly refusal: number | undefined;
  readonly code: string | undefined;

  constructor(cause: Error, proxy?: URL, refusal?: number) {
    super(cause.message, { cause });
    this.proxy = proxy === undefined ? undefined : proxyName(proxy);
    this.refusal = refusal;
    this.code = (cause as NodeJS.ErrnoException).code;
  }
}

/**
 * Opens a connection to a host: through a tunnel of the proxy (CONNECT) if there is one, and with TLS if it is
 * spoken there. It resolves when all of that is established, so no byte of a request can have left before. The
 * signal ends it in any phase, and then nothing of it stays open. Certificates are always checked.
 *
 * @throws {ConnectionError} for anything that fails, and when the signal is aborted.
 */
export const openConnection: OpenConnection = async (target, proxy, signal) => {
  signal.throwIfAborted();
  const { host, port, lookup } = target;
  const socket =
    proxy === undefined
      ? await established(connectTcp({ host, port, ...(lookup === undefined ? {} : { lookup }) }), 'connect', signal)
      : await openTunnel(proxy, target, signal);
  if (!target.tls) return socket;
  const secure = connectTls({
    socket,
    ...serverName(host),
    ca: target.ca,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
  });
  return established(secure, 'secureConnect', signal);
};

/** TLS names a server by its name, never by an address (RFC 6066); the certificate is checked against either. */
const serverName = (host: string) => (isIP(host) === 0 ? { host, servername: host } : { host });

/** Resolves when a socket is ready for a request; else the socket is destroyed. */
function established<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => fail(signal.reason);
    const settle = () => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed).off(event, ready);
      // Between here and the next owner an error must not end the program: that owner sees the end of the socket.
      socket.on('error', () => {});
    };
    const fail = (reason: unknown) => {
      settle();
      socket.destroy();
      reject(new ConnectionError(reason as Error));
    };
    const closed = () => fail(new Error('the connection was cut before it was established'));
    const ready = () => {
      settle();
      resolve(socket);
    };
    socket.on('error', fail).on('close', closed).on(event, ready);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** Asks the proxy for a tunnel; the signal bounds its answer as a whole, however slowly that drips in. */
function openTunnel(proxy: URL, { host, port }: Target, signal: AbortSignal): Promise<Socket> {
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const proxyHost = proxy.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const fail = (cause: Error, refusal?: number) => reject(new ConnectionError(cause, proxy, refusal));
    const asking = (proxy.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      ...serverName(proxyHost),
      port: proxy.port,
      path: authority,
      headers: { host: authority, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
      rejectUnauthorized: true,
      signal,
    });
    asking.on('error', fail);
    asking.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      socket.on('error', () => {});
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        return fail(new Error(`HTTP ${statusCode}`), statusCode);
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.end();
  });
}
