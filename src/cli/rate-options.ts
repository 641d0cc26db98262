import { usageError } from '#domain/errors/failure';
import type { OptionSpec } from './command-spec.ts';

/** Defaults of `--concurrency`, and of `--rate` for status requests and for refunds per second. */
export const DEFAULT_RATES = { concurrency: 4, statuses: 20, refunds: 5 };

/** Limits of the requests of a command: the values of {@link rateOptions}. */
export interface RateLimits {
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Maximum number of requests per second; 0: no limit. */
  readonly rate: number;
}

/**
 * Returns the options that limit the requests of a command.
 *
 * @param what the requests that `--rate` counts, in the plural
 * @param rate the default of `--rate`
 */
export const rateOptions = (what: string, rate: number): readonly OptionSpec[] => [
  {
    flags: '--concurrency <n>',
    about: `number of concurrent requests (default ${DEFAULT_RATES.concurrency})`,
    parse: parseConcurrency,
  },
  { flags: '--rate <n>', about: `${what} per second (0: no limit; default ${rate})`, parse: parseRate },
];

function parseConcurrency(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 256) return Number(text);
  throw usageError(`${JSON.stringify(text)} is not a number from 1 to 256.`);
}

function parseRate(text: string): number {
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Number(text);
  throw usageError(`${JSON.stringify(text)} is not a number.`, 'For example: 5');
}
