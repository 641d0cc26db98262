import { usageError } from '#domain/errors/failure';
import { type Message, message } from '#domain/language/message';

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
    message('The phone number {text} is not valid: {problem}.', { text: JSON.stringify(text), problem }),
    message('Write a Kazakhstan number with its country code: +7 707 123 45 67, 87071234567 or 77071234567.'),
  );
}

function findProblem(digits: string, hasPlus: boolean): Message | undefined {
  if (digits === '') return message('it is empty');
  if (!/^\d+$/.test(digits)) return message('it has characters that are not digits');
  if (digits.length === 10 && /^[67]/.test(digits)) return message('the country code 7 is missing');
  if (digits.length < 11) return message('it is too short: {count} digits', { count: digits.length });
  if (digits.length > 11) return message('it is too long: {count} digits', { count: digits.length });
  const isValid = digits.startsWith('7') || (digits.startsWith('8') && !hasPlus);
  return isValid ? undefined : message('it does not begin with the country code 7');
}

/** Masks a phone number for users and records: `7707•••••67`. */
export const maskPhone = (digits: string): string =>
  digits.length < 8 ? '•'.repeat(digits.length) : `${digits.slice(0, 4)}•••••${digits.slice(-2)}`;
