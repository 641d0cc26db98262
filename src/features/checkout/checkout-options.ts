import type { OptionSpec } from '#cli/command-spec';
import { AMOUNT_OPTIONS, type AmountOptions } from '#cli/shared-options';
import { parsePageOverride } from '#domain/checkout/page-parameters';
import { usageError } from '#domain/errors/failure';
import type { FieldOverride } from '#domain/json/json-path';
import { parsePaymentId } from '#domain/payments/payment-id';
import { parsePhone } from '#domain/payments/phone';
import { parseCallbackUrl, parseEmail } from '#domain/profiles/option-values';
import { readProjectId } from '#domain/profiles/profile';
import { PAGE_FORMATS, type PageFormat } from './render-link.ts';

export interface CheckoutOptions extends AmountOptions {
  readonly currency?: string;
  readonly paymentId?: string;
  readonly projectId?: number;
  readonly customerId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly description?: string;
  readonly operator?: string;
  readonly anyMethod?: boolean;
  readonly language?: string;
  readonly expires?: string;
  readonly callbackUrl?: string;
  readonly set?: readonly FieldOverride[];
  readonly format?: PageFormat;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly field?: string;
}

/** Platform names of options that have a shorter name here; both names are accepted. */
const LONG_NAMES: Readonly<Record<string, keyof CheckoutOptions>> = {
  customerFirstName: 'firstName',
  customerLastName: 'lastName',
  customerEmail: 'email',
  customerPhone: 'phone',
  paymentAmount: 'amountMinor',
  paymentCurrency: 'currency',
  paymentDescription: 'description',
  languageCode: 'language',
  merchantCallbackUrl: 'callbackUrl',
};

const SHORT: readonly OptionSpec[] = [
  ...AMOUNT_OPTIONS,
  { flags: '--currency <code>', about: 'ISO 4217 code (default: currency of the profile)' },
  {
    flags: '--payment-id <id>',
    about: 'your id of the payment, unique in the project (default: generated)',
    parse: parsePaymentId,
  },
  { flags: '--project-id <id>', about: 'project id (default: project of the profile)', parse: parseProjectId },
  { flags: '--customer-id <id>', about: 'your id of the customer' },
  { flags: '--first-name <name>', about: 'first name of the customer' },
  { flags: '--last-name <name>', about: 'last name of the customer' },
  { flags: '--email <address>', about: 'e-mail address of the customer', parse: parseEmail },
  { flags: '--phone <number>', about: 'phone number, prefilled for the customer', parse: parsePhone },
  { flags: '--description <text>', about: 'description of the purchase' },
  { flags: '--operator <id>', about: 'the only operator that can be used, for example TELE2' },
  { flags: '--any-method', about: 'let the customer choose the method (default: mobile)' },
  { flags: '--language <code>', about: 'language of the page: ru, en' },
  { flags: '--expires <when>', about: 'expiry of the link: 30m, 24h, 7d, or a date' },
  { flags: '--callback-url <url>', about: 'URL for all callbacks of this payment', parse: parseCallbackUrl },
];

export const CHECKOUT_OPTIONS: readonly OptionSpec[] = [
  ...SHORT,
  {
    flags: '--set <name=value>',
    about: 'add any other parameter, for example merchant_success_url=https://… (repeatable)',
    parse: parsePageOverride,
    repeats: true,
  },
  {
    flags: '--format <format>',
    about: 'output format (default url)',
    choices: PAGE_FORMATS,
  },
  { flags: '--open', about: 'open the link in the browser' },
  ...Object.entries(LONG_NAMES).flatMap(([long, short]) => longOption(long, short)),
];

function longOption(long: string, short: string): OptionSpec[] {
  const spec = SHORT.find(({ flags }) => flags.startsWith(`--${words(short)} `));
  return spec === undefined ? [] : [{ ...spec, flags: spec.flags.replace(words(short), words(long)), hidden: true }];
}

function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Returns the options by their short names.
 *
 * @throws {Failure} (usage) when an option is given with both names.
 */
export function withShortNames(options: CheckoutOptions): CheckoutOptions {
  for (const [long, short] of Object.entries(LONG_NAMES)) {
    if (!(long in options && short in options)) continue;
    throw usageError(`--${words(long)} and --${words(short)} are the same option.`, 'Give it once.');
  }
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [LONG_NAMES[name] ?? name, value]));
}

function parseProjectId(text: string): number {
  const id = readProjectId(text);
  if (id !== undefined) return id;
  throw usageError(`${JSON.stringify(text)} is not a project id.`, 'A whole number, as the Dashboard shows it.');
}
