import http from 'node:http';
import https from 'node:https';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { proxyAuthorization, proxyName } from '#domain/gate/proxy';
import { getHost } from '#domain/network/url-host';

/** The other end of a connection. */
interface Target {
  /** Host name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** True for TLS. */
  readonly tls: boolean;
  /** Trusted certificates (default: those of Node.js). */
  readonly ca?: string | undefined;
  readonly lookup?: LookupFunction | undefined;
}

/** Opens a connection: see {@link openConnection}. */
export type OpenConnection = (target: Target, proxy: URL | undefined, signal: AbortSignal) => Promise<Socket>;

/** Error of a connection to the proxy or to the host behind it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** The proxy, if the connection to it has failed. */
  readonly proxy: string | undefined;
  /** HTTP status of a refusal of the proxy. */
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
 * Opens a connection to a host, with a proxy through its tunnel (CONNECT), and with TLS if the target has it. It resolves when
 * all of that is established, so no byte of a request was sent before. The signal ends it in any phase and closes everything.
 * Certificates are always checked.
 *
 * @throws {ConnectionError} for anything that fails, and when the signal is aborted.
 */
export const openConnection: OpenConnection = async (target, proxy, signal) => {
  signal.throwIfAborted();
  const { host, port, lookup } = target;
  const socket =
    proxy === undefined
      ? await established(
          connectTcp({ host, port, noDelay: true, ...(lookup === undefined ? {} : { lookup }) }),
          'connect',
          signal,
        )
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

/** TLS gets a server name only, never an address (RFC 6066). The certificate is checked for both. */
const serverName = (host: string) => (isIP(host) === 0 ? { host, servername: host } : { host });

/** Resolves when a socket is ready for a request. Otherwise it destroys the socket. */
function established<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => fail(signal.reason);
    const settle = () => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed).off(event, ready);
      // An unhandled error event would end the program. The next user of the socket gets its end.
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

/** Requests a tunnel from the proxy. The signal also ends a slow answer. */
function openTunnel(proxy: URL, { host, port }: Target, signal: AbortSignal): Promise<Socket> {
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const proxyHost = getHost(proxy);
  return new Promise((resolve, reject) => {
    const fail = (cause: Error, refusal?: number) => reject(new ConnectionError(cause, proxy, refusal));
    const request = (proxy.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      ...serverName(proxyHost),
      port: proxy.port,
      path: authority,
      headers: { host: authority, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
      rejectUnauthorized: true,
      signal,
    });
    request.on('error', fail);
    request.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      socket.on('error', () => {});
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        return fail(new Error(`HTTP ${statusCode}`), statusCode);
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.end();
  });
}
