/**
 * Normalizes an IP address: shortens IPv6, removes the zone, and converts an IPv4-mapped IPv6 address to IPv4.
 *
 * @param address with or without brackets
 */
export function canonicalAddress(address: string): string {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!plain.includes(':') || !URL.canParse(`http://[${plain}]`)) return plain.toLowerCase();
  const short = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return short;
  const [left, right] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [left >> 8, left & 255, right >> 8, right & 255].join('.');
}

const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::';
const isLoopback = (address: string): boolean => address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);

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
  const [target, own, machine] = [to, listening, interfaces].map((all) => all.map(canonicalAddress)) as [
    string[],
    string[],
    string[],
  ];
  const everywhere = own.some(isUnspecified);
  return target.some((address) => {
    // A connection to the unspecified address reaches this machine.
    const local = isLoopback(address) || isUnspecified(address);
    return (
      own.includes(address) ||
      (local && (everywhere || own.some(isLoopback))) ||
      (everywhere && machine.includes(address))
    );
  });
}
