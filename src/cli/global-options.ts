import { LANGUAGES } from '#domain/language/languages';
import { DEFAULT_TIMEOUT } from '#domain/time/default-timeouts';
import { parseDuration } from '#domain/time/duration';
import type { OptionSpec } from './command-spec.ts';

/** Purpose of the program. */
export const ABOUT = 'Take, check and refund payments on the Rocketpay platform.';

/** Options of every command. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--profile <name>',
    about: 'profile name (default: ROCKETPAY_PROFILE, then the default profile)',
    completes: 'profile',
  },
  { flags: '--json', about: 'print one JSON document on stdout and nothing else' },
  {
    flags: '--field <path>',
    about: 'print one value of the JSON document, for example payment.status (repeatable)',
    repeats: true,
  },
  {
    flags: '--timeout <duration>',
    about: `time-out of each request: 500ms, 30s, 5m (default ${DEFAULT_TIMEOUT})`,
    parse: parseDuration,
  },
  {
    flags: '--language <language>',
    about: `language of messages: ${LANGUAGES.join(', ')} (default: ROCKETPAY_LANGUAGE, profile, system)`,
    choices: LANGUAGES,
  },
  { flags: '--no-input', about: 'never ask questions (also: ROCKETPAY_NO_INPUT)' },
  { flags: '--no-color', about: 'no colour, no animation (also: NO_COLOR)' },
  { flags: '--quiet', about: 'print fewer messages' },
  { flags: '--verbose', about: 'print more messages' },
  { flags: '--debug', about: 'show requests and answers, with masked secrets' },
  { flags: '--insecure', about: 'allow plain http to other machines' },
];
