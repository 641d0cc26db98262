import type { ArgumentSpec } from '#cli/command-spec';
import { usageError } from '#domain/errors/failure';

/** Options shared by the bulk refund commands. */

export const PLAN_ARGUMENT: ArgumentSpec = {
  words: '<plan>',
  about: 'plan file written by "rocketpay refunds plan"',
  completes: 'file',
};
export const CONFIRM_OPTION = {
  flags: '--confirm <total>',
  about: 'confirm with the total of the plan, in major units, for scripts',
};

export const DEFAULTS = { concurrency: 4, reads: 20, refunds: 5, stopAfter: 5, maxAge: '24h' };

export const rateOptions = (what: string, rate: number) => [
  {
    flags: '--concurrency <n>',
    about: `number of concurrent requests (default ${DEFAULTS.concurrency})`,
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

export function parseStopAfter(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw usageError(`${JSON.stringify(text)} is not a number of rows.`, 'For example: 5');
}
