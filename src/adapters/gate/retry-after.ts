import type { PlainResponse } from 'got';
import type { Clock } from '#async/clock';
import type { Outcome } from '#domain/gate/request-outcome';

/** Maximum accepted `Retry-After`, in seconds. */
const MAX_RETRY_AFTER = 3600;

/** Adds `Retry-After` of an answer to its outcome (RFC 9110, 10.2.3: seconds, or a date by the clock of the sender). */
export function withRetryAfter(outcome: Outcome, { statusCode, headers }: PlainResponse, clock: Clock): Outcome {
  if (outcome.kind !== 'refused' && outcome.kind !== 'unknown') return outcome;
  const retryAfter = parseRetryAfter(headers['retry-after']?.trim() ?? '', headers.date ?? '', clock);
  const tryLater = statusCode === 429 || retryAfter !== undefined;
  return {
    ...outcome,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(tryLater && outcome.kind === 'unknown' ? { tryLater } : {}),
  };
}

function parseRetryAfter(text: string, date: string, clock: Clock): number | undefined {
  const from = Date.parse(date);
  const until = (Date.parse(text) - (Number.isNaN(from) ? clock.now() : from)) / 1000;
  const seconds = /^\d+$/.test(text) ? Number(text) : /[a-z]/i.test(text) ? until : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_RETRY_AFTER, Math.max(0, Math.ceil(seconds)));
}
