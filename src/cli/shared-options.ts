import { quoteUrl } from '#domain/encoding/mask-personal-data';
import { usageError } from '#domain/errors/failure';
import { type FieldOverride, parseOverride } from '#domain/json/json-path';
import { DEFAULT_DEADLINE } from '#domain/time/default-limits';
import { parseDuration } from '#domain/time/duration';
import type { OptionSpec } from './command-spec.ts';

/** Options that several commands share. */

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
    about: 'your idempotency key; a repeated key sends nothing and returns the stored result',
    parse: parseKey,
  },
  { flags: '--dry-run', about: 'show the request and send nothing' },
  { flags: '--with-signature', about: 'with --dry-run and a live profile: show signature and personal data, unmasked' },
  { flags: '--print-curl', about: 'print a curl command that signs when it runs; send nothing' },
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
  throw usageError('An intent key has 1 to 255 characters.', 'For example: --intent refund-of-order-47');
}

/**
 * The reason of `--again`, the word for what could pay a second time; undefined without it.
 *
 * @throws {Failure} (usage) when it has no reason.
 */
export function againReason({
  again,
  reason,
}: {
  readonly again?: boolean;
  readonly reason?: string;
}): string | undefined {
  if (again !== true) return undefined;
  if (reason?.trim()) return reason;
  throw usageError('--again needs a reason.', 'For example: --again --reason "two tickets, both returned"');
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

/**
 * The URL of a program that takes callbacks.
 *
 * @throws {Failure} (usage) for anything else, and for one with a password in it, which would be kept in the ledger.
 */
export function parseTarget(text: string): string {
  const given = text.trim();
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /[\s\p{Cc}]/u.test(given)) {
    throw usageError(`${quoteUrl(text)} is not an http or https URL.`, 'For example: http://localhost:3000/callback');
  }
  if (url.username !== '' || url.password !== '') throw usageError('The URL carries a user name or a password.');
  // What stands after a # is never sent.
  url.hash = '';
  return url.href;
}

/** ISO 4217. */
export function parseCurrency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw usageError(`${JSON.stringify(text)} is not three capital letters.`, 'For example: KZT');
}
