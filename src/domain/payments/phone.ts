import { usageError } from '#domain/errors/failure';

/**
 * Parses a Kazakhstan phone number (`+7 (707) 123-45-67`, `8 707 …`) and returns the form of the platform: digits with
 * the country code, without "+" (platform docs: `account.number`). Any prefix is accepted, because operators change.
 *
 * @throws {Failure} (usage) with the problem of the number.
 */
export function parsePhone(text: string): string {
  const digits = text
    .trim()
    .replace(/^\+/, '')
    .replace(/[\s().\-\u00a0\u2010-\u2015]/g, '');
  const hasPlus = text.trim().startsWith('+');
  const problem = findProblem(digits, hasPlus);
  if (problem === undefined) return digits.replace(/^8/, '7');
  throw usageError(
    `The phone number ${JSON.stringify(text)} is not valid: ${problem}.`,
    'Write a Kazakhstan number with its country code: +7 707 123 45 67, 87071234567 or 77071234567.',
  );
}

function findProblem(digits: string, hasPlus: boolean): string | undefined {
  if (digits === '') return 'it is empty';
  if (!/^\d+$/.test(digits)) return 'it has characters that are not digits';
  if (digits.length === 10 && /^[67]/.test(digits)) return 'the country code 7 is missing';
  if (digits.length < 11) return `it is too short: ${digits.length} digits`;
  if (digits.length > 11) return `it is too long: ${digits.length} digits`;
  const isValid = digits.startsWith('7') || (digits.startsWith('8') && !hasPlus);
  return isValid ? undefined : 'it does not begin with the country code 7';
}

/** Masks a phone number for users and records: `7707•••••67`. */
export const maskPhone = (digits: string): string =>
  digits.length < 8 ? '•'.repeat(digits.length) : `${digits.slice(0, 4)}•••••${digits.slice(-2)}`;
