import { isLoopbackUrl, urlOfHost } from '#domain/profiles/profile';

/**
 * True when a request may be answered. A server that listens on a loopback address answers for loopback names and its
 * own port only, because a web page can point a name of its own at 127.0.0.1 (DNS rebinding). A server that was opened
 * for other machines answers for any name.
 *
 * @param header the request's `Host`; undefined when it has none, which no browser sends
 * @param listening the address and the port that the server listens on
 */
export function isAllowedHost(header: string | undefined, listening: { host: string; port: number }): boolean {
  if (header === undefined || !isLoopbackUrl(urlOfHost(listening.host))) return true;
  const url = `http://${header}`;
  if (!URL.canParse(url) || !isLoopbackUrl(url)) return false;
  const { host, port } = new URL(url);
  return host === header.toLowerCase() && Number(port || '80') === listening.port;
}
