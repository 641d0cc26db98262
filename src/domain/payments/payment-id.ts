import { createHash, randomBytes } from 'node:crypto';
import { usageError } from '#domain/errors/failure';

/** Crockford's alphabet, lower case: sorts by value, and no two letters look alike. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new payment id that sorts by time: `rp-` and a ULID, 48 bits of time and 80 random bits. In lower
 * case, for the platform compares ids without regard to case (platform docs: field limits).
 *
 * @param now epoch milliseconds
 */
export const createPaymentId = (now: number): string => `rp-${readableTime(now)}${encodeBase32(randomBytes(16))}`;

/** A time as ten letters that sort as times do. */
export function readableTime(now: number): string {
  let time = '';
  for (let rest = Math.floor(now), digit = 0; digit < 10; digit++, rest = Math.floor(rest / 32)) {
    time = (ALPHABET[rest % 32] ?? '') + time;
  }
  return time;
}

/** The payment id that belongs to a caller's own key: the same key gives the same id. */
export const paymentIdForKey = (key: string): string =>
  `rp-${encodeBase32(createHash('sha256').update(key).digest().subarray(0, 26))}`;

/** Bytes as text that is easy to read: five bits of each. */
export function encodeBase32(bytes: Uint8Array): string {
  let id = '';
  for (const byte of bytes) id += ALPHABET[byte % 32];
  return id;
}

/**
 * A payment id as the platform takes it: 1 to 255 characters, no white space at its ends.
 *
 * @throws {Failure} (usage) saying what is wrong with it.
 */
export function parsePaymentId(text: string): string {
  if (text.trim() === '') throw usageError('The payment id is empty.', 'Give the id that the sale was asked for with.');
  if (text !== text.trim()) {
    throw usageError(
      `The payment id ${JSON.stringify(text)} has white space at an end.`,
      'Remove it: the platform takes ids as they are.',
    );
  }
  if ([...text].length > 255)
    throw usageError('The payment id is longer than 255 characters.', 'The platform takes 255 at most.');
  return text;
}

/** Returns the form in which the platform compares payment ids (platform docs: field limits). */
export const comparablePaymentId = (paymentId: string): string => paymentId.toLowerCase();
