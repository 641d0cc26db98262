import type { OptionSpec } from '#cli/command-spec';
import { parseCurrency } from '#cli/shared-options';
import { isPublicKeyText } from '#domain/bulk-refunds/approval';
import { usageError } from '#domain/errors/failure';
import { parseBaseUrl, parseCallbackUrl, parseEmail, parseIp, parseResends } from '#domain/profiles/option-values';
import { PROFILE_DEFAULTS, readProjectId } from '#domain/profiles/profile';

/** How a secret that is given now comes in, and where it is kept. */
export const SECRET_OPTIONS: readonly OptionSpec[] = [
  { flags: '--secret-stdin', about: 'read the secret from standard input' },
  { flags: '--secret-keyring', about: 'keep it in the keyring of this system, not in the profile store' },
];

/** What `profiles add` takes. */
export const PROFILE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--project-id <id>', about: 'as the Dashboard shows it', parse: parseProjectId },
  { flags: '--from-env', about: 'take project, URLs and the place of the secret from the ROCKETPAY_… variables' },
  ...SECRET_OPTIONS,
  { flags: '--secret-env <variable>', about: 'the secret is in this environment variable' },
  { flags: '--secret-file <path>', about: 'the secret is in this file', completes: 'file' },
  {
    flags: '--secret-command <json>',
    about: `a program prints it: '["pass","show","rocketpay"]'`,
    parse: parseCommand,
  },
  { flags: '--test', about: 'a test project: no real money' },
  { flags: '--live', about: 'real money (default)' },
  { flags: '--gate-url <url>', about: `server API (default ${PROFILE_DEFAULTS.gateUrl})`, parse: parseBaseUrl },
  { flags: '--payment-page-url <url>', about: 'hosted checkout', parse: parseBaseUrl },
  {
    flags: '--otp-seconds <n>',
    about: 'life of an OTP: 80 or 90, ask your account manager (default 80)',
    parse: positive,
  },
  { flags: '--resends <n>', about: 'how often an OTP may be resent (default 3)', parse: parseResends },
  { flags: '--currency <code>', about: 'ISO 4217 (default KZT)', parse: parseCurrency },
  { flags: '--customer-id <id>', about: 'of the customer for tests' },
  { flags: '--first-name <name>', about: 'of the customer for tests' },
  { flags: '--last-name <name>', about: 'of the customer for tests' },
  { flags: '--email <address>', about: 'of the customer for tests', parse: parseEmail },
  { flags: '--ip <address>', about: 'of the customer for tests', parse: parseIp },
  { flags: '--callback-url <url>', about: 'where the callbacks of each sale go', parse: parseCallbackUrl },
  { flags: '--status-delay <seconds>', about: 'before a status may be asked (default 10)', parse: count },
  { flags: '--max-refund <amount>', about: 'the largest refund, in major units' },
  { flags: '--max-refund-per-day <amount>', about: 'the most given back within 24 hours' },
  { flags: '--require-approval', about: 'plans of refunds need the approval of a second person' },
  {
    flags: '--approver <key>',
    about: 'public key of one who may approve ("rocketpay refunds key" shows it); may be repeated',
    parse: parseApprover,
    repeats: true,
  },
  { flags: '--merchant-refund-id', about: 'the project takes payment.merchant_refund_id: send the intent as such' },
  {
    flags: '--accept-unsigned-status',
    about: 'DANGER: act on status answers without a signature, which anyone on the way can write',
  },
  { flags: '--replace', about: 'replace a profile of this name' },
  { flags: '--if-missing', about: 'leave a profile of this name and project as it is' },
];

function parseProjectId(text: string): number {
  const id = readProjectId(text);
  if (id === undefined)
    throw usageError(`${JSON.stringify(text)} is not a project id.`, 'A whole number, as the Dashboard shows it.');
  return id;
}

function parseCommand(text: string): readonly string[] {
  try {
    const command: unknown = JSON.parse(text);
    if (Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string'))
      return command;
  } catch {
    // said below
  }
  throw usageError(
    'The command is not a JSON array of words.',
    `For example: --secret-command '["pass","show","rocketpay"]'`,
  );
}

function parseApprover(text: string): string {
  if (isPublicKeyText(text)) return text;
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
