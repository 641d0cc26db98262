/** What an endpoint that can give money back has in its path (platform docs: Gate endpoints, refund). */
const REFUND_WORDS = /refund|revers|cancel|chargeback/i;

/**
 * True of the path of an endpoint that may give money back, in any spelling: letter case, doubled slashes, `.`
 * segments and percent-encoding do not matter. A path that only looks like one counts too: it then blocks more, and
 * never less.
 */
export const isRefundPath = (path: string): boolean => {
  const plain = decoded(path);
  return REFUND_WORDS.test(plain) && !/\/list\/*$/i.test(plain);
};

/** The path without percent-encoding, however often it was encoded; as it is where it cannot be decoded. */
function decoded(path: string): string {
  try {
    const once = decodeURIComponent(path);
    return once === path ? path : decoded(once);
  } catch {
    return path;
  }
}
