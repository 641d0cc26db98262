import { quoteUrl } from '#domain/encoding/mask-sensitive-data';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { validateBaseUrl } from './profile.ts';

/** Parsers of option values that several commands share. */

/** Parses the address of a network interface, or a host name. @throws {Failure} (usage) also for an empty one, which would mean all. */
export function parseHost(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (/^[\w.:%-]+$/.test(host)) return host;
  throw usageError(
    message('{text} is not an address.', { text: JSON.stringify(text) }),
    message('For example: 127.0.0.1, or 0.0.0.0 for every network of this machine.'),
  );
}

/** Parses the URL for callbacks, and removes white space around it. @throws {Failure} (usage) when it is not an http or https URL. */
export function parseCallbackUrl(text: string): string {
  const url = text.trim();
  const usable = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/[\s\p{Cc}]/u.test(url);
  if (usable) return url;
  throw usageError(
    message('{url} is not an http or https URL.', { url: quoteUrl(text) }),
    message('For example: https://shop.example/callback'),
  );
}

/** Parses a base URL, and removes white space around it. Plain http is checked later, with the whole profile. */
export function parseBaseUrl(text: string): string {
  const url = text.trim();
  const problem = validateBaseUrl(url, true);
  if (problem !== undefined) throw usageError(`${problem}.`, 'For example: https://api.rocketpay.kz');
  return url;
}

/** Parses an e-mail address: any text before and after one @. */
export function parseEmail(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 255) return text;
  throw usageError(
    message('{text} is not an e-mail address.', { text: JSON.stringify(text) }),
    message('For example: johndoe@example.com'),
  );
}

/** Returns true for an IPv4 or IPv6 address. */
export const isIpAddress = (text: string): boolean =>
  text.includes(':')
    ? /^[\da-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`)
    : /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);

/** Parses an IPv4 or IPv6 address. */
export function parseIp(text: string): string {
  if (isIpAddress(text)) return text;
  throw usageError(
    message('{text} is not an IP address.', { text: JSON.stringify(text) }),
    message('For example: 198.51.100.47'),
  );
}

/** Parses the maximum number of resends of an OTP: 0 to 3 (platform docs: OTP rules). */
export function parseResends(text: string): number {
  if (/^[0-3]$/.test(text)) return Number(text);
  throw usageError(
    `${JSON.stringify(text)} is not a number from 0 to 3.`,
    'The platform resends an OTP 3 times at most.',
  );
}

/**
 * Parses the name of a file to write.
 *
 * @throws {Failure} (usage) for an empty name, for `-`, and for white space at an end, which is invisible in a list of files.
 */
export function parseNewFile(text: string): string {
  if (text !== text.trim()) {
    throw usageError(
      message('{text} has white space at an end.', { text: JSON.stringify(text) }),
      message('Remove it, or name another file.'),
    );
  }
  if (text !== '' && text !== '-') return text;
  throw usageError(
    message('{text} is not a file name.', { text: JSON.stringify(text) }),
    message('Standard output has the result of the command: name a file.'),
  );
}

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/**
 * Reads a size, `0`, `500KB`, `20MB` or `1GB`, as bytes.
 *
 * @throws {Failure} (usage) for anything else.
 */
export function parseSize(text: string): number {
  const match = /^(\d{1,9})([KMG]?B|)$/i.exec(text);
  const bytes = Number(match?.[1]) * (SIZE_UNITS[match?.[2]?.toUpperCase() ?? ''] ?? Number.NaN);
  if (match !== null && Number.isSafeInteger(bytes) && (match[2] !== '' || bytes === 0)) return bytes;
  throw usageError(`${JSON.stringify(text)} is not a size.`, 'Write a number and a unit: 500KB, 20MB, 1GB, or 0.');
}

/** Parses a program and its arguments: a JSON array. @param flag the option, for the message */
export function parseCommand(text: string, flag: string): readonly string[] {
  try {
    const command: unknown = JSON.parse(text);
    if (Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string'))
      return command;
  } catch {
    // The error below explains it.
  }
  throw usageError('The command is not a JSON array of strings.', `For example: ${flag} '["pass","show","rocketpay"]'`);
}
