import { isLoopbackHeader, isLoopbackHost } from '#domain/network/this-machine';
import { getPort } from '#domain/network/url-host';

/**
 * True when a request may be answered. A server on a loopback address answers only requests to a loopback name and its own
 * port, because any web site can point its own name at 127.0.0.1 (DNS rebinding). A server that other machines can reach
 * answers requests to any name.
 *
 * @param header the `Host` header of the request; undefined only for a client that is not a browser
 * @param listening the address and the port that the server listens on
 */
export function isAllowedHost(header: string | undefined, listening: { host: string; port: number }): boolean {
  if (header === undefined || !isLoopbackHost(listening.host)) return true;
  return isLoopbackHeader(header) && getPort(new URL(`http://${header}`)) === listening.port;
}
