import type { OptionSpec } from '#cli/command-spec';
import { parseCurrency } from '#cli/shared-options';
import { isPublicKey } from '#domain/bulk-refunds/approval-key';
import { usageError } from '#domain/errors/failure';
import { LANGUAGES } from '#domain/language/languages';
import {
  parseBaseUrl,
  parseCallbackUrl,
  parseCommand,
  parseEmail,
  parseIp,
  parseResends,
} from '#domain/profiles/option-values';
import { PROFILE_DEFAULTS, readProjectId } from '#domain/profiles/profile';

/** Options for the input and the storage of a new secret. */
export const SECRET_OPTIONS: readonly OptionSpec[] = [
  { flags: '--secret-stdin', about: 'read the secret from standard input' },
  { flags: '--secret-keyring', about: 'save the secret in the keyring of this system, not in the profile store' },
];

/** Options of `profiles add`. */
export const PROFILE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--project-id <id>', about: 'project id, as the Dashboard shows it', parse: parseProjectId },
  {
    flags: '--from-env',
    about: 'read the project, URLs and the location of the secret from the ROCKETPAY_… variables',
  },
  ...SECRET_OPTIONS,
  { flags: '--secret-env <variable>', about: 'environment variable with the secret' },
  { flags: '--secret-file <path>', about: 'file with the secret', completes: 'file' },
  {
    flags: '--secret-command <json>',
    about: `command that prints the secret: '["pass","show","rocketpay"]'`,
    parse: (text) => parseCommand(text, '--secret-command'),
  },
  { flags: '--test', about: 'test project without real money' },
  { flags: '--live', about: 'live project with real money (default)' },
  { flags: '--gate-url <url>', about: `server API (default ${PROFILE_DEFAULTS.gateUrl})`, parse: parseBaseUrl },
  { flags: '--payment-page-url <url>', about: 'Payment Page (hosted checkout)', parse: parseBaseUrl },
  {
    flags: '--otp-seconds <n>',
    about: 'lifetime of an OTP: 80 or 90, ask your account manager (default 80)',
    parse: positive,
  },
  { flags: '--resends <n>', about: 'maximum number of OTP resends (default 3)', parse: parseResends },
  { flags: '--currency <code>', about: 'ISO 4217 code (default KZT)', parse: parseCurrency },
  {
    flags: '--language <language>',
    about: `language of messages with this profile: ${LANGUAGES.join(', ')} (default: that of the system)`,
    choices: LANGUAGES,
  },
  { flags: '--customer-id <id>', about: 'id of the test customer' },
  { flags: '--first-name <name>', about: 'first name of the test customer' },
  { flags: '--last-name <name>', about: 'last name of the test customer' },
  { flags: '--email <address>', about: 'e-mail address of the test customer', parse: parseEmail },
  { flags: '--ip <address>', about: 'IP address of the test customer', parse: parseIp },
  { flags: '--callback-url <url>', about: 'URL for the callbacks of each sale', parse: parseCallbackUrl },
  { flags: '--status-delay <seconds>', about: 'delay before the first status request (default 10)', parse: count },
  { flags: '--max-refund <amount>', about: 'maximum amount of one refund, in major units' },
  { flags: '--max-refund-per-day <amount>', about: 'maximum total of refunds within 24 hours, in major units' },
  { flags: '--require-approval', about: 'require the approval of a second user for refund plans' },
  {
    flags: '--approver <key>',
    about: 'public key of an approver, as "rocketpay refunds key" shows it (repeatable)',
    parse: parseApprover,
    repeats: true,
  },
  {
    flags: '--merchant-refund-id',
    about: 'send the intent id as payment.merchant_refund_id, if the project supports it',
  },
  {
    flags: '--accept-unsigned-status',
    about: 'DANGER: act on status answers without a signature, which anyone on the network path can forge',
  },
  { flags: '--replace', about: 'replace an existing profile' },
  { flags: '--if-missing', about: 'do nothing if the profile exists with this project' },
];

function parseProjectId(text: string): number {
  const id = readProjectId(text);
  if (id === undefined)
    throw usageError(`${JSON.stringify(text)} is not a project id.`, 'A whole number, as the Dashboard shows it.');
  return id;
}

function parseApprover(text: string): string {
  if (isPublicKey(text)) return text;
  throw usageError(`${JSON.stringify(text)} is not a public key.`, 'As "rocketpay refunds key" shows it: ed25519:…');
}

function count(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw usageError(`${JSON.stringify(text)} is not a number.`);
}

function positive(text: string): number {
  const number = count(text);
  if (number > 0) return number;
  throw usageError('It is zero.');
}
