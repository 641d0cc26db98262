/**
 * One spelling of an IP address: IPv6 shortened, without a zone, and an IPv4 address that is mapped into IPv6 as IPv4.
 *
 * @param address also in brackets, as a URL has it
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
 * True when a connection to one of these addresses reaches a server of this machine that listens at others.
 *
 * @param to where the connection goes to
 * @param listening where the server listens; an unspecified address stands for all of this machine
 * @param interfaces the addresses of this machine
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
    // A connection to the unspecified address goes to this machine.
    const local = isLoopback(address) || isUnspecified(address);
    return (
      own.includes(address) ||
      (local && (everywhere || own.some(isLoopback))) ||
      (everywhere && machine.includes(address))
    );
  });
}
