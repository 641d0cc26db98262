import { createHash, randomBytes } from 'node:crypto';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** Crockford's alphabet in lower case: it sorts by value, and has no similar letters. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Creates a payment id that sorts by time: `rp-` and a ULID, which is 48 bits of time and 80 random bits. It is in lower
 * case, because the platform compares ids case-insensitively (platform docs: field limits).
 *
 * @param now epoch milliseconds
 */
export const createPaymentId = (now: number): string => `rp-${readableTime(now)}${encodeBase32(randomBytes(16))}`;

/** Encodes a time in ten letters whose order is that of the times. */
export function readableTime(now: number): string {
  let time = '';
  for (let rest = Math.floor(now), digit = 0; digit < 10; digit++, rest = Math.floor(rest / 32)) {
    time = (ALPHABET[rest % 32] ?? '') + time;
  }
  return time;
}

/** Returns the payment id for an idempotency key. The same key has the same id. */
export const paymentIdForKey = (key: string): string =>
  `rp-${encodeBase32(createHash('sha256').update(key).digest().subarray(0, 26))}`;

/** Encodes five bits of each byte as one letter that is easy to read. */
export const encodeBase32 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('');

/**
 * Checks a payment id: 1 to 255 characters, without white space at its ends.
 *
 * @throws {Failure} (usage) with the problem of the id.
 */
export function parsePaymentId(text: string): string {
  if (text.trim() === '')
    throw usageError(message('The payment id is empty.'), message('Give the payment id of the sale.'));
  if (text !== text.trim()) {
    throw usageError(
      message('The payment id {id} has white space at an end.', { id: JSON.stringify(text) }),
      message('Remove it: the platform does not ignore it.'),
    );
  }
  if ([...text].length > 255)
    throw usageError(message('The payment id is longer than 255 characters.'), message('Shorten it.'));
  return text;
}

/** Returns the form in which the platform compares payment ids (platform docs: field limits). */
export const comparablePaymentId = (paymentId: string): string => paymentId.toLowerCase();
