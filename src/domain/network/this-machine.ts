/**
 * Returns the one spelling of a host: in lower case, without brackets, a zone or a point at its end. IPv6 is shortened, and an
 * IPv4-mapped IPv6 address becomes IPv4.
 *
 * @param host a name, or an address with or without brackets
 */
export function canonicalHost(host: string): string {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const url = `http://${address.includes(':') ? `[${address.replace(/%.*$/, '')}]` : address}/`;
  const name = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : address.toLowerCase();
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(name) ?? [];
  if (high === undefined || low === undefined) return name.replace(/\.$/, '');
  const [left, right] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [left >> 8, left & 255, right >> 8, right & 255].join('.');
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** True for a name or an address that only programs of this machine can reach. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.test(canonicalHost(host));

/** True for a URL that only programs of this machine can reach. */
export const isLoopbackUrl = (url: string): boolean => URL.canParse(url) && isLoopbackHost(new URL(url).hostname);

/** True for a `Host` header, with or without a port, that names a loopback address and nothing else. */
export function isLoopbackHeader(header: string): boolean {
  const url = `http://${header}`;
  return isLoopbackUrl(url) && new URL(url).host === header.toLowerCase().replace(/:80$/, '');
}

const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::';

/**
 * True when a connection to one of the addresses reaches a server on this machine.
 *
 * @param to addresses of the connection
 * @param listening addresses of the server; an unspecified address means all addresses of this machine
 * @param interfaces addresses of this machine
 */
export function reachesItself(
  to: readonly string[],
  listening: readonly string[],
  interfaces: readonly string[],
): boolean {
  const own = listening.map(canonicalHost);
  const everywhere = own.some(isUnspecified);
  const machine = interfaces.map(canonicalHost);
  return to.map(canonicalHost).some((address) => {
    // A connection to the unspecified address reaches this machine.
    const local = isLoopbackHost(address) || isUnspecified(address);
    return (
      own.includes(address) ||
      (local && (everywhere || own.some(isLoopbackHost))) ||
      (everywhere && machine.includes(address))
    );
  });
}
