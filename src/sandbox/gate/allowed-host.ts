import { isLoopbackUrl, urlOfHost } from '#domain/profiles/profile';

/**
 * True when a request may be answered. A server on a loopback address answers only requests to a loopback name and its own
 * port, because any web site can point its own name at 127.0.0.1 (DNS rebinding). A server that other machines can reach
 * answers requests to any name.
 *
 * @param header the `Host` header of the request; undefined only for a client that is not a browser
 * @param listening the address and the port that the server listens on
 */
export function isAllowedHost(header: string | undefined, listening: { host: string; port: number }): boolean {
  if (header === undefined || !isLoopbackUrl(urlOfHost(listening.host))) return true;
  const url = `http://${header}`;
  if (!URL.canParse(url) || !isLoopbackUrl(url)) return false;
  const { host, port } = new URL(url);
  return host === header.toLowerCase() && Number(port || '80') === listening.port;
}
