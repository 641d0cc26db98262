import { usageError } from '#domain/errors/failure';

/**
 * Reads a Kazakhstan phone number as people write it, `+7 (707) 123-45-67` or `8 707 …`, and gives what
 * the platform wants: digits with the country code, no plus (platform docs: `account.number`). A prefix
 * is never a reason to refuse: which operator serves it changes.
 *
 * @throws {Failure} (usage) naming what is wrong with the number.
 */
export function parsePhone(text: string): string {
  const digits = text
    .trim()
    .replace(/^\+/, '')
    .replace(/[\s().\-\u00a0\u2010-\u2015]/g, '');
  if (digits === '') throw invalid(text, 'it is empty');
  if (!/^\d+$/.test(digits)) throw invalid(text, 'it has characters that are not digits');
  if (digits.length === 10 && /^[67]/.test(digits)) throw invalid(text, 'the country code 7 is missing');
  if (digits.length < 11) throw invalid(text, `it is too short: ${digits.length} digits`);
  if (digits.length > 11) throw invalid(text, `it is too long: ${digits.length} digits`);
  if (digits.startsWith('8') && !text.trim().startsWith('+')) return `7${digits.slice(1)}`;
  if (!digits.startsWith('7')) throw invalid(text, 'it does not begin with the country code 7');
  return digits;
}

function invalid(text: string, flaw: string): Error {
  return usageError(
    `The phone number ${JSON.stringify(text)} is not valid: ${flaw}.`,
    'Write a Kazakhstan number with its country code: +7 707 123 45 67, 87071234567 or 77071234567.',
  );
}

/** For people and records: all but the ends hidden, `7707•••••67`. */
export function maskPhone(digits: string): string {
  return digits.length < 8 ? '•'.repeat(digits.length) : `${digits.slice(0, 4)}•••••${digits.slice(-2)}`;
}
