import type { Settings } from '#context';
import { isLanguage, type Language, localeLanguage, parseLanguage } from '#domain/language/languages';
import { environmentValue } from '#domain/profiles/environment-variables';
import { DEFAULT_TIMEOUT_MS } from '#domain/time/default-timeouts';
import { parseDuration } from '#domain/time/duration';

type Environment = NodeJS.ProcessEnv;

/** Reads the settings of a command from its options and the environment. */
export function readSettings(options: Readonly<Record<string, unknown>>, environment: Environment): Settings {
  return {
    profile: options.profile as string | undefined,
    language:
      (options.language as Language | undefined) ?? environmentValue(environment, 'ROCKETPAY_LANGUAGE', parseLanguage),
    json: options.json === true || isSwitchedOn(environment.ROCKETPAY_JSON),
    field: options.field as readonly string[] | undefined,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    debug: options.debug === true,
    color: options.color !== false && !environment.NO_COLOR && environment.TERM !== 'dumb',
    dumb: environment.TERM === 'dumb',
    input: options.input !== false && !environment.ROCKETPAY_NO_INPUT,
    timeoutMilliseconds:
      (options.timeout as number | undefined) ?? readDuration('ROCKETPAY_TIMEOUT', environment) ?? DEFAULT_TIMEOUT_MS,
    insecure: options.insecure === true,
  };
}

/** Reads the settings for messages before the command line is parsed. The command itself reports an invalid variable. */
export function readEarlySettings(argv: readonly string[], environment: Environment): Settings {
  const options = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  const [json, noColor, debug] = ['--json', '--no-color', '--debug'].map((name) => options.includes(name));
  const { ROCKETPAY_TIMEOUT: _, ROCKETPAY_LANGUAGE: language, ...others } = environment;
  const given = options.find((_, at) => options[at - 1] === '--language') ?? language?.trim();
  const known = isLanguage(given) ? given : localeLanguage(environment);
  return readSettings({ json, color: !noColor, debug, language: known }, others);
}

/** Returns true for a variable that is set to anything but an empty text, `0` or `false`. */
const isSwitchedOn = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);

/** Reads a duration of the environment, in milliseconds: see {@link environmentValue}. */
export const readDuration = (variable: string, environment: Environment): number | undefined =>
  environmentValue(environment, variable, parseDuration);
