import { maskUrlPasswords, quoteUrl } from '#domain/encoding/mask-sensitive-data';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import type { Environment } from './child-environment.ts';

/** The variables of the environment that are read, and what each does. Flags override them, and they override the profile. */
export const ENVIRONMENT_VARIABLES = {
  ROCKETPAY_PROFILE: 'the profile; --profile overrides it',
  ROCKETPAY_PROJECT_ID: 'the project id; with no profile named, no stored profile is used at all',
  ROCKETPAY_SECRET_KEY: 'the secret, unchanged',
  ROCKETPAY_SECRET_KEY_FILE:
    'a file with the secret, if ROCKETPAY_SECRET_KEY is not set; a relative path starts at the working directory',
  ROCKETPAY_GATE_URL: 'base URL of the server API',
  ROCKETPAY_PAYMENT_PAGE_URL: 'base URL of the hosted checkout',
  ROCKETPAY_CONFIG_DIR: 'the folder of the profiles and of the approval key',
  ROCKETPAY_DATA_DIR: 'the folder of the ledger',
  ROCKETPAY_LEDGER_URL:
    'the ledger of a team on PostgreSQL: postgres://user@host/database; it overrides rocketpay ledger use',
  ROCKETPAY_LANGUAGE: 'language of messages: en, ru or kk, as --language',
  ROCKETPAY_NO_INPUT: 'never prompt, as --no-input',
  ROCKETPAY_JSON: '1: print one JSON document, as --json',
  ROCKETPAY_TIMEOUT: 'time limit of each request, as --timeout',
  ROCKETPAY_DEADLINE: 'time limit of a command that waits, as --deadline',
  ROCKETPAY_CUSTOMER_ID: 'the customer of a sale; options override it',
  ROCKETPAY_CUSTOMER_FIRST_NAME: 'first name of that customer',
  ROCKETPAY_CUSTOMER_LAST_NAME: 'last name of that customer',
  ROCKETPAY_CUSTOMER_EMAIL: 'e-mail address of that customer',
  ROCKETPAY_CUSTOMER_IP: 'IP address of that customer',
  HTTPS_PROXY: 'a proxy for requests to the Gate; also HTTP_PROXY, ALL_PROXY, and NO_PROXY for hosts that need none',
  NODE_EXTRA_CA_CERTS: 'a file with certificates that Node.js trusts besides its own',
  PGPASSWORD: 'the password of that ledger; or PGPASSFILE, a file of passwords as psql reads it',
  PGSSLROOTCERT: 'a file with the certificate authority of its server, if the URL has no sslrootcert',
  NO_COLOR: 'no colour and no animation, as --no-color',
  TERM: 'dumb: no colour, no animation, and no line is redrawn',
} as const;

/**
 * Returns the value of a variable of the environment without white space around it, or undefined when it is not set or empty.
 * A secret is not read with it: every character of a secret counts.
 *
 * @param parse converts the text to the value
 * @throws {Failure} (credentials) that names the variable: for a value of white space only, for one in quotation marks, as
 * a file of variables that no shell reads leaves them there, and for one that `parse` refuses.
 */
export function environmentValue<T = string>(
  environment: Environment,
  name: string,
  parse?: (text: string) => T,
): T | undefined {
  const given = environment[name];
  if (!given) return undefined;
  const value = unquoted(given, name);
  try {
    return parse === undefined ? (value as T) : parse(value);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(EXIT.credentials, 'bad_environment', joinTexts([`${name}:`, error.text], ' '), {
      hint: error.nextStep,
    });
  }
}

/** Returns the value without white space around it, and refuses one that is in quotation marks. */
function unquoted(given: string, name: string): string {
  const value = given.trim();
  if (value === '') {
    throw credentialsFailure(
      'bad_environment',
      message('{name} contains only white space.', { name }),
      message('Give it a value, or: {command}', { command: `unset ${name}` }),
    );
  }
  if (!/^["'`“”„«]|["'`“”»]$/.test(value)) return value;
  throw credentialsFailure(
    'bad_environment',
    message('{name} has quotation marks in its value: {value}.', { name, value: quoteUrl(value) }),
    message('Write it without them: {example}', {
      example: `${name}=${shellWord(maskUrlPasswords(value.replace(/["'`“”„«»]/g, '')))}`,
    }),
  );
}
