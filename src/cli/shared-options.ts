import { quoteUrl } from '#domain/encoding/mask-sensitive-data';
import { usageError } from '#domain/errors/failure';
import { type FieldOverride, parseOverride } from '#domain/json/json-path';
import { message, type Text } from '#domain/language/message';
import { parsePaymentId } from '#domain/payments/payment-id';
import { parseCallbackUrl, parseEmail, parseIp } from '#domain/profiles/option-values';
import { DEFAULT_DEADLINE } from '#domain/time/default-timeouts';
import { parseDuration } from '#domain/time/duration';
import type { ArgumentSpec, OptionSpec } from './command-spec.ts';

/** Arguments and options that several commands share. */

const exampleHint = (example: string): Text => message('For example: {example}', { example });

export const PAYMENT_ARGUMENT: ArgumentSpec = {
  words: '<payment-id>',
  about: 'your id of the payment',
  parse: parsePaymentId,
  completes: 'payment',
};

export const SET_OPTION: OptionSpec = {
  flags: '--set <path=value>',
  about: 'add or override any field of the request (repeatable)',
  parse: parseOverride,
  repeats: true,
};

export const WRITE_OPTIONS: readonly OptionSpec[] = [
  SET_OPTION,
  {
    flags: '--intent <key>',
    about: 'your idempotency key (a repeated key only returns the stored result)',
    parse: parseKey,
  },
  { flags: '--dry-run', about: 'show the request, and send nothing' },
  { flags: '--with-signature', about: 'show signature and personal data in a --dry-run with a live profile' },
  { flags: '--print-curl', about: 'print a curl command for the request, and send nothing' },
];

/** Options that show a request instead of sending it. */
export interface DryRunOptions {
  readonly dryRun?: boolean;
  readonly printCurl?: boolean;
  /** Shows a request of a live profile with its signature and personal data. */
  readonly withSignature?: boolean;
}

export interface WriteOptions extends DryRunOptions {
  readonly set?: readonly FieldOverride[];
  readonly intent?: string;
}

function parseKey(text: string): string {
  if (text.trim() !== '' && text.length <= 255) return text;
  throw usageError(message('An intent key has 1 to 255 characters.'), exampleHint('--intent refund-of-order-47'));
}

/**
 * Returns the reason for `--again`, which allows a second payment; undefined without `--again`.
 *
 * @throws {Failure} (usage) for `--again` without a reason.
 */
export function againReason(options: { readonly again?: boolean; readonly reason?: string }): string | undefined {
  const { again, reason } = options;
  if (again !== true) return undefined;
  if (reason?.trim()) return reason;
  throw usageError(message('--again needs a reason.'), exampleHint('--again --reason "two tickets, both returned"'));
}

export const TICKET_OPTION: OptionSpec = {
  flags: '--ticket <number>',
  about: 'ticket number of your support system, stored in the ledger and not sent',
  parse: parseTicket,
};

/** Parses a ticket number: 1 to 100 characters on one line, without the sign before it (`№ 1981`, `#1981`). */
export function parseTicket(text: string): string {
  const ticket = text.replace(/^[\s#№]+/u, '').trim();
  if (ticket !== '' && ticket.length <= 100 && !/\p{C}/u.test(ticket)) return ticket;
  throw usageError(message('A ticket number has 1 to 100 characters on one line.'), exampleHint('--ticket 1981'));
}

export const DEADLINE_OPTION: OptionSpec = {
  flags: '--deadline <duration>',
  about: `maximum time to wait (default ${DEFAULT_DEADLINE})`,
  parse: parseDuration,
};

export const AMOUNT_OPTIONS: readonly OptionSpec[] = [
  { flags: '--amount <amount>', about: 'amount in major units, for example 1000.00' },
  { flags: '--amount-minor <amount>', about: 'amount in minor units, for example 100000' },
];

export interface AmountOptions {
  readonly amount?: string;
  readonly amountMinor?: string;
}

export const CURRENCY_OPTION: OptionSpec = {
  flags: '--currency <code>',
  about: 'ISO 4217 code (default: currency of the profile)',
  parse: parseCurrency,
};

export const CUSTOMER_OPTIONS: readonly OptionSpec[] = [
  { flags: '--customer-id <id>', about: 'your id of the customer' },
  { flags: '--first-name <name>', about: 'first name of the customer' },
  { flags: '--last-name <name>', about: 'last name of the customer' },
  { flags: '--email <address>', about: 'e-mail address of the customer', parse: parseEmail },
];

export interface CustomerOptions {
  readonly customerId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
}

export const IP_OPTION: OptionSpec = {
  flags: '--ip <address>',
  about: 'IP address of the customer (default: IP address of the profile)',
  parse: parseIp,
};

export const CALLBACK_URL_OPTION: OptionSpec = {
  flags: '--callback-url <url>',
  about: 'URL for callbacks of this payment (default: URL of the profile)',
  parse: parseCallbackUrl,
};

/**
 * Parses the URL of a program that receives callbacks, and removes its fragment.
 *
 * @throws {Failure} (usage) for another URL, and for a URL with a password, which would be stored in the ledger.
 */
export function parseTarget(text: string): string {
  const given = text.trim();
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /[\s\p{Cc}]/u.test(given)) {
    throw usageError(
      message('{url} is not an http or https URL.', { url: quoteUrl(text) }),
      exampleHint('http://localhost:3000/callback'),
    );
  }
  if (url.username !== '' || url.password !== '')
    throw usageError(message('The URL contains a user name or a password.'));
  url.hash = '';
  return url.href;
}

/** Parses a currency code (ISO 4217). */
export function parseCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw usageError(message('{text} is not three capital letters.', { text: JSON.stringify(text) }), exampleHint('KZT'));
}
