import { percentDecoded } from '#domain/encoding/percent-decoded';

/** Words in the path of an endpoint that can refund (platform docs: Gate endpoints, refund). */
const REFUND_WORDS = /refund|revers|cancel|chargeback/i;

/**
 * True of the path of an endpoint that may refund, in any spelling: letter case, doubled slashes, `.`
 * segments and percent-encoding do not matter. A path that only looks like one counts too: the rules then block more, and
 * never less.
 */
export const isRefundPath = (path: string): boolean => {
  const plain = decodeFully(path);
  return REFUND_WORDS.test(plain) && !/\/list\/*$/i.test(plain);
};

/** Decodes a path until no percent-encoding is left. Returns it unchanged where it cannot be decoded. */
function decodeFully(path: string): string {
  const decoded = percentDecoded(path);
  return decoded === path ? path : decodeFully(decoded);
}
