import type { OptionSpec } from '#cli/command-spec';
import {
  AMOUNT_OPTIONS,
  type AmountOptions,
  CALLBACK_URL_OPTION,
  CURRENCY_OPTION,
  CUSTOMER_OPTIONS,
  type CustomerOptions,
} from '#cli/shared-options';
import { parsePageOverride } from '#domain/checkout/page-parameters';
import { usageError } from '#domain/errors/failure';
import type { FieldOverride } from '#domain/json/json-path';
import { parsePaymentId } from '#domain/payments/payment-id';
import { parsePhone } from '#domain/payments/phone';
import { readProjectId } from '#domain/profiles/profile';

/** Output formats of a link to the Payment Page. */
const PAGE_FORMATS = ['url', 'widget', 'html', 'qr', 'json'] as const;

export interface CheckoutOptions extends AmountOptions, CustomerOptions {
  readonly currency?: string;
  readonly paymentId?: string;
  readonly projectId?: number;
  readonly phone?: string;
  readonly description?: string;
  readonly operator?: string;
  readonly anyMethod?: boolean;
  readonly language?: string;
  readonly expires?: string;
  readonly callbackUrl?: string;
  readonly set?: readonly FieldOverride[];
  readonly format?: (typeof PAGE_FORMATS)[number];
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

const PARAMETER_OPTIONS: readonly OptionSpec[] = [
  ...AMOUNT_OPTIONS,
  CURRENCY_OPTION,
  {
    flags: '--payment-id <id>',
    about: 'your id of the payment, unique in the project (default: generated)',
    parse: parsePaymentId,
  },
  { flags: '--project-id <id>', about: 'project id (default: project of the profile)', parse: parseProjectId },
  ...CUSTOMER_OPTIONS,
  { flags: '--phone <number>', about: 'phone number, prefilled for the customer', parse: parsePhone },
  { flags: '--description <text>', about: 'description of the purchase' },
  { flags: '--operator <id>', about: 'the only operator that can be used, for example TELE2' },
  { flags: '--any-method', about: 'let the customer choose the method (default: mobile)' },
  { flags: '--language <code>', about: 'language of the page: ru, en' },
  { flags: '--expires <when>', about: 'expiry of the link: 30m, 24h, 7d, or a date' },
  CALLBACK_URL_OPTION,
];

export const CHECKOUT_OPTIONS: readonly OptionSpec[] = [
  ...PARAMETER_OPTIONS,
  {
    flags: '--set <name=value>',
    about: 'add any other parameter, for example merchant_success_url=https://… (repeatable)',
    parse: parsePageOverride,
    repeats: true,
  },
  { flags: '--format <format>', about: 'output format (default url)', choices: PAGE_FORMATS },
  { flags: '--open', about: 'open the link in the browser' },
  ...Object.entries(LONG_NAMES).flatMap(([long, short]) => createLongOption(toFlag(long), toFlag(short))),
];

function createLongOption(long: string, short: string): OptionSpec[] {
  const spec = PARAMETER_OPTIONS.find(({ flags }) => flags.startsWith(`${short} `));
  return spec === undefined ? [] : [{ ...spec, flags: spec.flags.replace(short, long), hidden: true }];
}

function toFlag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Returns the options by their short names.
 *
 * @throws {Failure} (usage) when an option is given with both names.
 */
export function withShortNames(options: CheckoutOptions): CheckoutOptions {
  for (const [long, short] of Object.entries(LONG_NAMES)) {
    if (!(long in options && short in options)) continue;
    throw usageError(`${toFlag(long)} and ${toFlag(short)} are the same option.`, 'Give it once.');
  }
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [LONG_NAMES[name] ?? name, value]));
}

function parseProjectId(text: string): number {
  const id = readProjectId(text);
  if (id !== undefined) return id;
  throw usageError(`${JSON.stringify(text)} is not a project id.`, 'Give a whole number, as in the Dashboard.');
}
