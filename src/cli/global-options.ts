import { DEFAULT_TIMEOUT } from '#domain/time/default-limits';
import { parseDuration } from '#domain/time/duration';
import type { OptionSpec } from './command-spec.ts';

/** What the program is for. */
export const ABOUT = 'Take, check and refund payments on the Rocketpay platform.';

/** The options that every command has. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--profile <name>',
    about: 'which profile (else ROCKETPAY_PROFILE, else the default one)',
    completes: 'profile',
  },
  { flags: '--json', about: 'one JSON document on stdout, nothing else' },
  {
    flags: '--field <path>',
    about: 'print one value of that document: --field payment.status (repeat it for several)',
    repeats: true,
  },
  {
    flags: '--timeout <duration>',
    about: `for each request: 500ms, 30s, 5m (default ${DEFAULT_TIMEOUT})`,
    parse: parseDuration,
  },
  { flags: '--no-input', about: 'never ask (also: ROCKETPAY_NO_INPUT)' },
  { flags: '--no-color', about: 'no colour, no animation (also: NO_COLOR)' },
  { flags: '--quiet', about: 'say less' },
  { flags: '--verbose', about: 'say more' },
  { flags: '--debug', about: 'show requests and answers, secrets masked' },
  { flags: '--insecure', about: 'allow plain http to other machines' },
];
